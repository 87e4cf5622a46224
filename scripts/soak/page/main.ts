import '~/lib/soak'
import type { WorldCommand } from '../backend/commands'
import { watchActivity } from './activity'
import { listenForFaults } from './faults'
import { plantLeaks } from './leaks'
import { type Counts, countObjects } from './objects'
import { hideValues } from './still'
import { toil } from './toil'
import { installVirtualTime } from './virtual-time'
import { watchWorkers } from './workers'

/* First in the page of a soak build, before anything of the app. */

/** What the driver of `npm run soak` calls; everything else of the page is the app's own. */
export interface SoakPage {
  /** From now on time goes by ticks. */
  hold(): Promise<void>
  /** So many refreshes, each after its interval. */
  run(ticks: number, intervalMs: number): Promise<void>
  /** The same, each played whole: seconds that are passed over look like sleep, after which a page asks at once. */
  runWhole(ticks: number, intervalMs: number): Promise<void>
  advance(ms: number): Promise<void>
  sleep(ms: number): void
  rest(): Promise<void>
  nowMs(): number
  counts(): Counts
  sizes(): Counts
  /** What is in the stores that are counted: names of entries, and a remark on each. */
  stored(): Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Since the page was opened. */
  traffic(): {
    readonly requests: number
    readonly siteRequests: number
    readonly mostInFlight: number
    readonly blobs: number
  }
  faults(): readonly string[]
  /** Leaves on the screen only what stays as it is while values and times go on. */
  hideValues(isOn: boolean): Promise<void>
  /** The same work each time, which tells how much of the processor there is for it. */
  toil(times: number): number
  /** As if their scripts had failed; how many there were. */
  killWorkers(): Promise<number>
  /** Goes to another place of the app, without a reload and without a further entry in the history. */
  go(path: string): Promise<void>
  /** Tells the backend what happens: see `backend.ts`. */
  world(command: WorldCommand): Promise<void>
  /** Presses what a selector finds, which is waited for; false where it does not come. */
  press(selector: string): Promise<boolean>
}

declare global {
  interface Window {
    __soak: SoakPage
  }
}

const leaks = new URLSearchParams(location.search).getAll('leak')
/** Where the backend is told of time; the page that is soaked has it in its address. */
const backend = new URLSearchParams(location.search).get('soakBackend') ?? ''
const tellReally = globalThis.fetch.bind(globalThis)

const faults = listenForFaults()
const time = installVirtualTime()
const objects = countObjects()
const workers = watchWorkers(time.nowMs, leaks)
const activity = watchActivity(workers.ping)
const planted = plantLeaks(leaks, (path) => void fetch(`${backend}${path}`))
const made = new Map<string, number>()
const gauges = new Map<string, () => number>()
const stores = new Map<string, () => ReadonlyMap<string, string>>()

globalThis.lookoutSoak = {
  count: (name, by) => void made.set(name, (made.get(name) ?? 0) + by),
  gauge: (name, read) => void gauges.set(name, read),
  store: (name, entries) => void stores.set(name, entries),
  forgets: (leak) => leaks.includes(leak),
}

const PLAYED_MS = 1_000
const WHOLE_EVERY = 20
const MOST_LOOKS = 500
/** Long enough for what comes a moment after a page. */
const LOOKED_AT_MS = 1_200

/** What happens in the world until then: series come and go, alerts begin, lines are written. */
async function tellBackend(nowMs: number): Promise<void> {
  await tellReally(`${backend}/soak/now`, { method: 'POST', body: String(nowMs) })
}

async function advance(ms: number): Promise<void> {
  await tellBackend(time.nowMs() + ms)
  await time.advance(ms, activity.settle)
}

window.__soak = {
  async hold() {
    await activity.settle()
    time.hold()
    await tellBackend(time.nowMs())
  },
  async run(ticks, intervalMs) {
    for (let i = 0; i < ticks; i++) {
      planted.onTick()
      // Most ticks pass over the seconds in which only ages are written anew; each twentieth has all of them.
      const isWhole = i % WHOLE_EVERY === 0
      if (!isWhole && intervalMs > PLAYED_MS) time.sleep(intervalMs - PLAYED_MS)
      await advance(isWhole ? intervalMs : Math.min(intervalMs, PLAYED_MS))
    }
  },
  async runWhole(ticks, intervalMs) {
    for (let i = 0; i < ticks; i++) {
      planted.onTick()
      await advance(intervalMs)
    }
  },
  advance,
  sleep: time.sleep,
  rest: activity.rest,
  nowMs: time.nowMs,
  counts: () => ({
    timers: time.pending(),
    'in flight': activity.inFlight(),
    'characters kept in storage': JSON.stringify(localStorage).length,
    workers: workers.alive().length,
    ...objects.counts(),
    ...Object.fromEntries(made),
    ...Object.fromEntries([...gauges].map(([name, read]) => [name, read()])),
    ...Object.fromEntries([...stores].map(([name, entries]) => [name, entries().size])),
  }),
  sizes: workers.sizes,
  stored: () => Object.fromEntries([...stores].map(([name, entries]) => [name, Object.fromEntries(entries())])),
  traffic: () => ({
    requests: activity.requests() + workers.requests(),
    siteRequests: activity.siteRequests(),
    mostInFlight: activity.mostInFlight(),
    blobs: objects.blobs(),
  }),
  faults: () => [...faults(), ...workers.faults()],
  hideValues,
  toil,
  async killWorkers() {
    const alive = workers.alive()
    for (const worker of alive) worker.dispatchEvent(new ErrorEvent('error', { message: 'killed', cancelable: true }))
    await activity.settle()
    return alive.length
  },
  async go(path) {
    history.replaceState(null, '', path)
    dispatchEvent(new PopStateEvent('popstate', { state: null }))
    await activity.rest()
    await time.advance(LOOKED_AT_MS, activity.settle)
    await activity.rest()
  },
  async world(command) {
    await tellReally(`${backend}/soak/world`, { method: 'POST', body: JSON.stringify(command) })
  },
  async press(selector) {
    for (let i = 0; i < MOST_LOOKS; i++) {
      const found = document.querySelector<HTMLElement>(selector)
      if (found !== null) {
        found.click()
        await activity.rest()
        return true
      }
      // Code that is fetched for it takes time of the clock on the wall: of imports nobody is told.
      await new Promise((resolve) => setTimeout(resolve))
      await time.advance(5, activity.settle)
    }
    return false
  },
}
