import { openSite } from '../site'
import { type Check, judgeLeak, judgeTicks } from '../verdict'
import { judgeRhythm } from '../verdict-rhythm'
import { judgeTraffic } from '../verdict-traffic'
import { EVENT_BLOCKS, soakEvents } from './events'
import { asksOf, BOARD, isStill, LOGS } from './places'
import { type Stage, soakStage } from './ticks'
import { lookAtTraffic } from './traffic'

/** A leak, or what else a page must not come to with time, that is planted on purpose, and where it must be seen. */
export interface Leak {
  readonly id: string
  readonly name: string
  /** A page that refreshes, or a block of events. */
  readonly seenBy: Pick<Stage, 'path' | 'warmUp'> | string
}

/** The same for two, so that one page without a leak does for both. */
const ON_BOARD = { path: BOARD, warmUp: 60 }

/** `page/leaks.ts` has what each does. */
export const LEAKS: readonly Leak[] = [
  { id: 'M1', name: 'listeners stay on the page', seenBy: 'switches of the page' },
  { id: 'M2', name: 'intervals go on', seenBy: 'switches of the page' },
  { id: 'M3', name: 'charts are not ended', seenBy: 'switches of the page' },
  { id: 'M4', name: '8 KB of each refresh is kept', seenBy: ON_BOARD },
  { id: 'M5', name: 'answers are kept of what nobody looks at', seenBy: 'switches of the page' },
  { id: 'M6', name: 'lines of the log have no cap', seenBy: { path: LOGS, warmUp: 130 } },
  { id: 'M7', name: 'addresses of blobs are not given back', seenBy: 'downloads of a log' },
  { id: 'M8', name: 'workers are not ended', seenBy: 'deaths of the workers' },
  { id: 'M9', name: 'pictures outside of the heap are kept', seenBy: ON_BOARD },
  { id: 'M10', name: 'some questions are asked twice', seenBy: ON_BOARD },
  { id: 'M11', name: 'a warning', seenBy: ON_BOARD },
  { id: 'M12', name: 'each refresh is more work than the last', seenBy: ON_BOARD },
  { id: 'M13', name: 'what stands moves', seenBy: ON_BOARD },
]

const TICKS = 240
const TIMES = 9

/** What is seen of the page, with a leak or without one. */
async function lookAt({ seenBy }: Leak, leak: string | undefined, said: (line: string) => void) {
  const site = await openSite({ path: BOARD, ...(leak !== undefined && { leak }) })
  const say = (line: string) => said(leak === undefined ? line : `  ${leak}:${line}`)
  try {
    const { page, backend } = site
    const blocks = EVENT_BLOCKS.filter(({ name }) => name === seenBy).map((block) => ({ ...block, times: TIMES }))
    if (typeof seenBy === 'string') return await soakEvents(page, backend, blocks, say, false)
    const { looks, rhythm } = await soakStage(site, { ...seenBy, name: 'page', ticks: TICKS }, say)
    return [
      ...judgeTicks('page', looks, 'lower'),
      ...judgeRhythm('page', rhythm, asksOf(seenBy.path), isStill(seenBy.path)),
      ...judgeTraffic('page', await lookAtTraffic(page, backend)),
    ]
  } finally {
    await site.close()
  }
}

/** Looks for planted leaks one after the other: each must be seen, and nothing where it is not planted. */
export async function catchLeaks(leaks: readonly Leak[], said: (line: string) => void): Promise<readonly Check[]> {
  const clean = new Map<Leak['seenBy'], readonly Check[]>()
  const checks: Check[] = []
  for (const leak of leaks) {
    const { id, name, seenBy } = leak
    said(`  without and with ${id}, ${name}:`)
    // At the same time: there are two cores.
    const [without, planted] = await Promise.all([
      clean.get(seenBy) ?? lookAt(leak, undefined, said),
      lookAt(leak, id, said),
    ])
    clean.set(seenBy, without)
    const seen = judgeLeak(without, planted)
    checks.push({
      what: `planted leak ${id}: ${name}`,
      measured: seen.length === 0 ? 'not seen' : seen.map(({ what, measured }) => `${what}: ${measured}`).join('; '),
      limit: 'must be seen',
      isGood: seen.length > 0,
    })
  }
  return checks
}
