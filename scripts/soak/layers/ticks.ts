import type { Backend } from '../backend/backend'
import { WORLD_TICKS } from '../backend/world'
import type { SoakedPage } from '../soaked-page'
import type { TickLook } from '../verdict'
import type { Rhythm } from '../verdict-rhythm'
import { visit } from './places'

/** A page that refreshes again and again. */
export interface Stage {
  readonly name: string
  readonly path: string
  readonly ticks: number
  /** Until what is kept for a while is full. */
  readonly warmUp: number
}

export const TICK_MS = 15_000
const LOOKS = 24
const TOILS = 4
const WHOLE_TICKS = 20
const MOST_PICTURES = 5
/** Between two looks: by these they come back to the same place of the world, so that seasons can be told from slopes. */
const STEPS = [20, 10, 5].map((part) => WORLD_TICKS / part)

/**
 * Looks, evenly spread over so many refreshes; `said` hears of each. Goes on in quarters, to twice as many at most, where `isDecided`
 * does not hold of them yet: noise takes time, and no luck, to be told from a slope.
 */
export async function soakStage(
  { page, backend }: { readonly page: SoakedPage; readonly backend: Backend },
  stage: Stage,
  said: (line: string) => void,
  isDecided: (looks: readonly TickLook[]) => boolean = () => true,
): Promise<{ readonly looks: readonly TickLook[]; readonly rhythm: Rhythm }> {
  const { name, path, ticks, warmUp } = stage
  await visit(page, path)
  await page.call('run', warmUp, TICK_MS)
  const looks: TickLook[] = []
  const costs: number[] = []
  const first = await page.picture()
  const every = stepBetween(ticks / LOOKS)
  const isOver = () =>
    looks.length >= LOOKS && (looks.length >= 2 * LOOKS || (looks.length % (LOOKS / 4) === 0 && isDecided(looks)))
  for (let tick = every; !isOver(); tick += every) {
    const cost = await costOf(page, async () => void (await page.call('run', every, TICK_MS)))
    if (cost !== undefined) costs.push(cost / every)
    const look = { ...(await page.look()), tick }
    looks.push(look)
    const { heapBytes, workerBytes, residentBytes = Number.NaN } = look
    const mb = (bytes: number) => (bytes / 1024 / 1024).toFixed(2).padStart(7)
    said(
      `  ${name} ${String(tick).padStart(6)} ticks: heap ${mb(heapBytes)} MB, workers ${mb(workerBytes)} MB, process ${mb(residentBytes)} MB`,
    )
  }
  let last = await page.picture()
  // What passes by, such as the chip of a panel that was late, is no change.
  for (let i = 0; i < MOST_PICTURES && last !== first; i++) {
    await page.call('run', 1, TICK_MS)
    last = await page.picture()
  }
  // Seconds that are passed over look like sleep to a page, which then asks at once: its own rhythm is that of refreshes played whole.
  await page.call('runWhole', 2, TICK_MS)
  const before = new Map(backend.traffic.asked)
  await page.call('runWhole', WHOLE_TICKS, TICK_MS)
  const asked = new Map([...backend.traffic.asked].map(([each, n]) => [each, n - (before.get(each) ?? 0)]))
  return {
    looks,
    rhythm: { ticks: WHOLE_TICKS, asked, costs, pictures: [first, last] },
  }
}

/**
 * The processor time that the page's own thread takes for something, as a multiple of what the same work takes it right before and
 * after: a core that others use, too, makes both slower.
 */
async function costOf(page: SoakedPage, something: () => Promise<void>): Promise<number | undefined> {
  const toiledMs = () => took(page, async () => void (await page.call('toil', TOILS)))
  const before = await toiledMs()
  const workedMs = await took(page, something)
  const after = await toiledMs()
  return before === undefined || after === undefined || workedMs === undefined
    ? undefined
    : workedMs / ((before + after) / 2)
}

async function took(page: SoakedPage, something: () => Promise<void>): Promise<number | undefined> {
  const beganMs = await page.workedMs()
  await something()
  const endedMs = await page.workedMs()
  return beganMs === undefined || endedMs === undefined ? undefined : endedMs - beganMs
}

/** At most so many ticks, as far as there is such a step: for fewer looks are closer, and never fewer. */
function stepBetween(most: number): number {
  const quarter = WORLD_TICKS / 4
  if (most >= quarter) return quarter * Math.floor(most / quarter)
  return STEPS.findLast((step) => step <= most) ?? WORLD_TICKS / 20
}
