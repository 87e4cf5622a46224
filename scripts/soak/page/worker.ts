import '~/lib/soak'
import { watchActivity } from './activity'
import { listenForFaults } from './faults'
import { isSoakMessage, type SoakMessage } from './worker-messages'

/* First in each worker of a soak build: the page's time, and a word when all is done that was asked. */

const scope = globalThis as unknown as DedicatedWorkerGlobalScope
const sizes = new Map<string, () => number>()
let leaks: readonly string[] = []
let nowMs = Date.now()
Date.now = () => nowMs

const faults = listenForFaults()
const activity = watchActivity(() => null)
/** Longer timers are patience, not work. */
const SOON_MS = 1_000
const { setTimeout, clearTimeout } = scope
const ends = new Map<number, () => void>()
Object.assign(scope, {
  setTimeout(run: () => void, delayMs = 0) {
    if (delayMs >= SOON_MS) return setTimeout(run, delayMs)
    const end = activity.begin()
    const id = setTimeout(() => {
      ends.delete(id)
      try {
        run()
      } finally {
        end()
      }
    }, delayMs)
    ends.set(id, end)
    return id
  },
  clearTimeout(id?: number) {
    ends.get(id ?? 0)?.()
    ends.delete(id ?? 0)
    clearTimeout(id)
  },
})

globalThis.lookoutSoak = {
  count: () => undefined,
  gauge: (name, read) => void sizes.set(name, read),
  store: (name, entries) => void sizes.set(name, () => entries().size),
  forgets: (leak) => leaks.includes(leak),
}

scope.addEventListener('message', (event: MessageEvent<unknown>) => {
  const { data } = event
  if (!isSoakMessage(data)) return
  event.stopImmediatePropagation()
  if (data.lookoutSoak === 'clock') {
    nowMs = data.nowMs
    leaks = data.leaks
  }
  if (data.lookoutSoak !== 'ping') return
  void activity.settle().then(() => {
    const read = Object.fromEntries([...sizes].map(([name, size]) => [name, size()]))
    const pong: SoakMessage = { lookoutSoak: 'pong', sizes: read, requests: activity.requests(), faults: faults() }
    scope.postMessage(pong)
  })
})
