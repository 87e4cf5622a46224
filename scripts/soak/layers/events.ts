import type { Backend } from '../backend/backend'
import type { SoakPage } from '../page/main'
import type { Look, SoakedPage } from '../soaked-page'
import { type Check, judgeCounts } from '../verdict'
import { ALERTS, BOARD, LOGS, looseOf, OTHER, PLAYLIST, turn, visitAll } from './places'

/** Something that happens again and again on a wall. */
export interface EventBlock {
  readonly name: string
  readonly times: number
  /** Where it happens, and where the counting is done. */
  readonly path: string
  /** Where what moves is part of it; elsewhere it would only make frames. */
  readonly isMoving?: boolean
  readonly once: (page: SoakedPage, backend: Backend, round: number) => Promise<void>
}

const HOUR_MS = 3_600_000
const ROUND_MS = 600_000

async function awake(page: SoakedPage): Promise<void> {
  // A wake is spread over two seconds.
  await page.call('advance', 3_000)
}

/** From where the page's clock stands to the next time of day, in UTC. */
const until = (nowMs: number, dayMs: number) => (dayMs - (nowMs % (24 * HOUR_MS)) + 24 * HOUR_MS) % (24 * HOUR_MS)

export const EVENT_BLOCKS: readonly EventBlock[] = [
  {
    name: 'switches of the page',
    times: 60,
    path: BOARD,
    async once(page, _, round) {
      // Another range each time: what was asked for the last one is looked at by nobody any more.
      await page.call('go', [`${OTHER}&from=now-${20 + round}m&to=now`, ALERTS, LOGS][round % 3] ?? BOARD)
      await page.call('go', BOARD)
    },
  },
  {
    name: 'rotations of a playlist',
    times: 60,
    // Counted on a page that stands: of a round two pages are there, or one, and the last one's answers for a minute more.
    path: BOARD,
    isMoving: true,
    async once(page) {
      await page.call('go', PLAYLIST)
      for (let i = 0; i < 2; i++) await turn(page)
      await page.call('go', BOARD)
    },
  },
  {
    name: 'looks for a new build',
    times: 20,
    path: BOARD,
    async once(page) {
      const { siteRequests } = await page.call('traffic')
      await page.call('sleep', 60_000)
      await awake(page)
      if ((await page.call('traffic')).siteRequests === siteRequests) throw new Error('Nobody looked for a new build.')
    },
  },
  {
    name: 'flips from good to failing and back',
    times: 60,
    path: BOARD,
    async once(page) {
      await page.call('world', { kind: 'broken', on: true })
      await page.call('run', 1, 15_000)
      await page.call('world', { kind: 'broken', on: false })
      await page.call('run', 1, 15_000)
    },
  },
  {
    name: 'dialogs of silences',
    times: 40,
    path: ALERTS,
    async once(page) {
      if (!(await page.call('press', 'button[aria-label="Silence this alert"]:not([disabled])')))
        throw new Error('There is no button to silence.')
      if (!(await page.call('press', '[role="dialog"] button[aria-label="Close"]')))
        throw new Error('There is no dialog.')
      await page.call('advance', 500)
    },
  },
  {
    name: 'downloads of a log',
    times: 20,
    path: LOGS,
    async once(page) {
      const { blobs } = await page.call('traffic')
      const isPressed = await page.call('press', 'button[title="Download as a table"]:not([disabled])')
      if (!isPressed || (await page.call('traffic')).blobs === blobs) throw new Error('Nothing was downloaded.')
    },
  },
  {
    name: 'rotations of a log',
    times: 20,
    path: LOGS,
    async once(page) {
      await page.call('world', { kind: 'rotate' })
      await page.call('run', 1, 15_000)
    },
  },
  {
    name: 'deaths of the workers',
    times: 20,
    path: LOGS,
    async once(page) {
      if ((await page.call('killWorkers')) === 0) throw new Error('There is no worker.')
      await page.call('run', 1, 15_000)
    },
  },
  {
    name: 'changes of the size',
    times: 20,
    path: BOARD,
    async once(page) {
      for (const [width, height] of [
        [1280, 720],
        [1920, 1080],
      ]) {
        await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
        await page.call('run', 1, 15_000)
      }
    },
  },
  {
    name: 'midnights',
    times: 7,
    path: BOARD,
    async once(page) {
      const nowMs = await page.call('nowMs')
      await page.call('sleep', until(nowMs, 24 * HOUR_MS - 10_000))
      await awake(page)
      await page.call('run', 2, 15_000)
    },
  },
  {
    name: 'eight hours asleep',
    times: 3,
    path: BOARD,
    async once(page) {
      await page.call('sleep', 8 * HOUR_MS)
      await awake(page)
    },
  },
  {
    name: 'times without a server',
    times: 5,
    path: BOARD,
    async once(page) {
      await page.call('world', { kind: 'gone', on: true })
      await page.call('run', 1, 15_000)
      await page.call('world', { kind: 'gone', on: false })
      await page.call('run', 2, 15_000)
    },
  },
  {
    name: 'changes to and from summer time',
    times: 2,
    path: `${BOARD}&timezone=Europe/Berlin`,
    async once(page, _, round) {
      // 01:00 UTC of the last Sundays of March and October.
      const atMs = round % 2 === 0 ? nextChange(await page.call('nowMs'), 2) : nextChange(await page.call('nowMs'), 9)
      await page.call('sleep', atMs - 20_000 - (await page.call('nowMs')))
      await awake(page)
      await page.call('run', 3, 15_000)
    },
  },
]

function nextChange(nowMs: number, month: number): number {
  for (let year = new Date(nowMs).getUTCFullYear(); ; year++) {
    const last = new Date(Date.UTC(year, month + 1, 0, 1))
    const atMs = last.getTime() - last.getUTCDay() * 24 * HOUR_MS
    if (atMs > nowMs + 60_000) return atMs
  }
}

/** Until what is kept for a while after its last use is gone: five minutes of the query cache, and what follows. */
async function drain(page: SoakedPage): Promise<void> {
  // Twice: what the first refresh after it asks and drops is kept again. And to the same place within ten minutes: some questions
  // are others each minute, and whether the last one is still kept must be no chance.
  for (let i = 0; i < 2; i++) {
    const leastMs = (await page.call('nowMs')) + 400_000
    await page.call('sleep', 400_000 + (ROUND_MS - (leastMs % ROUND_MS)))
    await awake(page)
  }
  // And until all that is kept for a minute is what a page keeps that stands.
  await page.call('run', 6, 15_000)
}

/** Rounds before anything is counted: what is fetched, watched or made at its first time stays, and is no leak. */
const FIRST_ROUNDS = 3

/** Counts before and after each block, on the same page of a world in which nothing comes or goes. */
export async function soakEvents(
  page: SoakedPage,
  backend: Backend,
  blocks: readonly EventBlock[],
  said: (line: string) => void,
  asOnWall: boolean,
): Promise<readonly Check[]> {
  await visitAll(page)
  await page.call('world', { kind: 'calm', on: true })
  const checks: Check[] = []
  for (const path of new Set(blocks.map((block) => block.path))) {
    const here = blocks.filter((block) => block.path === path)
    const repeat = async ({ isMoving = false, once }: EventBlock, from: number, times: number) => {
      await page.setMotion(isMoving || asOnWall)
      for (let round = from; round < from + times; round++) await once(page, backend, round)
      await page.setMotion(asOnWall)
    }
    await page.call('go', path)
    for (const block of here) await repeat(block, 0, FIRST_ROUNDS)
    await drain(page)
    // What one block leaves is what the next one begins with.
    let before = (await page.look()).counts
    let stored = await page.call('stored')
    for (const block of here) {
      await repeat(block, FIRST_ROUNDS, block.times)
      await drain(page)
      let first = (await page.look()).counts
      let after = first
      const judge = () => judgeCounts(`${block.times} ${block.name}`, before, after, looseOf(path))
      let check = judge()
      // What an answer needs is one more for a second or two, at other seconds of a refresh; what was left behind stays.
      for (let i = 0; i < 3 && !check.isGood; i++) {
        await page.call('advance', 4_000)
        after = leastOf(after, (await page.look()).counts)
        check = judge()
      }
      if (!check.isGood) {
        // What a server that came back late answers replaces what is kept for five minutes more; what was left behind stays after that, too.
        said(`  ${check.what}: ${check.measured}; once more`)
        said(newNames(stored, await page.call('stored')))
        await drain(page)
        first = (await page.look()).counts
        after = leastOf(after, first)
        check = judge()
      }
      const storedNow = await page.call('stored')
      if (!check.isGood) said(newNames(stored, storedNow))
      stored = storedNow
      said(`  ${check.what}: ${check.measured}`)
      checks.push(check)
      before = first
    }
  }
  await page.call('world', { kind: 'calm', on: false })
  return checks
}

type Stored = Awaited<ReturnType<SoakPage['stored']>>

/** What stores hold that they did not, for whoever looks for the cause. */
function newNames(before: Stored, after: Stored): string {
  const lines = Object.entries(after).flatMap(([store, entries]) => {
    const isNew = ([name]: readonly [string, string]) => before[store]?.[name] === undefined
    return Object.entries(entries)
      .filter(isNew)
      .map((entry) => `    new in ${store}: ${entry.join(', ')}`)
  })
  return lines.join('\n')
}

function leastOf(a: Look['counts'], b: Look['counts']): Look['counts'] {
  return Object.fromEntries(Object.keys({ ...a, ...b }).map((key) => [key, Math.min(a[key] ?? 0, b[key] ?? 0)]))
}
