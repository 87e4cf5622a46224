import { WORLD_TICKS } from './backend/world'
import { LIMITS, megabytes, WEEK_TICKS } from './limits'
import type { Look } from './soaked-page'
import { type Fit, fitLine, growth, median } from './statistics'

/** One thing that was looked at. */
export interface Check {
  readonly what: string
  readonly measured: string
  readonly limit: string
  readonly isGood: boolean
  /** Of a slope: how far beyond its limit it surely and at most is, as a multiple of it. */
  readonly bounds?: { readonly lower: number; readonly upper: number }
}

/** A look, and after how many ticks it was taken. */
export interface TickLook extends Look {
  readonly tick: number
}

/** By how much numbers may grow that a page does not hold exactly; others not at all. */
export type Loose = Readonly<Record<string, number>>

/**
 * What so many refreshes of one page left behind. Good is what is surely within its limits; with `bound` as `lower`, what is not
 * surely beyond them: so a planted leak must be more than noise.
 */
export function judgeTicks(
  name: string,
  looks: readonly TickLook[],
  bound: 'upper' | 'lower' = 'upper',
  loose: Loose = {},
): readonly Check[] {
  const line = (bytesOf: (look: TickLook) => number) =>
    fitLine(looks.map((look) => ({ x: look.tick, y: bytesOf(look), season: look.tick % WORLD_TICKS })))
  const heap = line(({ heapBytes }) => heapBytes)
  const worker = line(({ workerBytes }) => workerBytes)
  return [
    slopeCheck(`${name}: heap of the page`, heap, LIMITS.heapBytesAWeek, bound),
    slopeCheck(`${name}: heaps of its workers`, worker, LIMITS.workerBytesAWeek, bound),
    ...residentCheck(name, looks),
    countsCheck(name, looks, loose),
  ]
}

/** Whether the slopes of so many looks are surely within their limits, or surely beyond them. */
export function isDecided(looks: readonly TickLook[]): boolean {
  return judgeTicks('', looks).every(({ bounds, isGood }) => bounds === undefined || isGood || bounds.lower > 1)
}

/** Where even the upper bound is within the limit, over a week: noise that hides a leak fails by itself. */
function slopeCheck(what: string, fit: Fit, limit: number, bound: 'upper' | 'lower'): Check {
  const { slope, sigma, lower, upper } = fit
  const aWeek = (perTick: number) => megabytes(perTick * WEEK_TICKS)
  const perTick = `${slope.toFixed(0)} B a tick, ${lower.toFixed(0)} to ${upper.toFixed(0)}, sigma ${megabytes(sigma)}`
  return {
    what: `${what}, a week`,
    measured: `${aWeek(slope)}, ${aWeek(lower)} to ${aWeek(upper)} (${perTick})`,
    limit: `at most ${megabytes(limit)}`,
    isGood: fit[bound] * WEEK_TICKS <= limit,
    bounds: { lower: (lower * WEEK_TICKS) / limit, upper: (upper * WEEK_TICKS) / limit },
  }
}

function residentCheck(name: string, looks: readonly TickLook[]): readonly Check[] {
  const sizes = looks.flatMap(({ residentBytes }) => residentBytes ?? [])
  const what = `${name}: memory of the process`
  if (sizes.length < looks.length) return []
  const grown = growth(sizes)
  const share = grown / median(sizes.slice(0, 3))
  return [
    {
      what,
      measured: `${megabytes(grown)} (${(100 * share).toFixed(1)} %) from ${megabytes(median(sizes.slice(0, 3)))}`,
      limit: `at most ${megabytes(LIMITS.residentBytes)} and ${100 * LIMITS.residentShare} %`,
      isGood: grown <= LIMITS.residentBytes && share <= LIMITS.residentShare,
    },
  ]
}

/**
 * Series and alerts come and go, and with them rows, listeners and timers: so a number has grown where in the last third it was
 * never as low as its highest of the first third.
 */
function countsCheck(name: string, looks: readonly TickLook[], loose: Loose): Check {
  const third = Math.max(1, Math.floor(looks.length / 3))
  const grown = Object.keys(looks[0]?.counts ?? {}).flatMap((key) => {
    const of = (part: readonly TickLook[]) => part.map(({ counts }) => counts[key] ?? 0)
    const most = Math.max(...of(looks.slice(0, third)))
    const least = Math.min(...of(looks.slice(-third)))
    return least > most + (loose[key] ?? 0) ? [`${key} ${most} -> ${least}`] : []
  })
  return {
    what: `${name}: nodes, listeners, timers, objects`,
    measured: grown.length === 0 ? '+0' : grown.join(', '),
    limit: limitOfCounts(loose),
    isGood: grown.length === 0,
  }
}

/** Counts before and after something happened again and again. More is a leak, but for a few nodes that are React's own, and what `loose` says. */
export function judgeCounts(what: string, before: Look['counts'], after: Look['counts'], loose: Loose = {}): Check {
  const tolerated: Loose = { nodes: LIMITS.nodes, ...loose }
  const grown = Object.keys({ ...before, ...after }).flatMap((key) => {
    const [was = 0, is = 0] = [before[key], after[key]]
    return is - was > (tolerated[key] ?? 0) ? [`${key} ${was} -> ${is}`] : []
  })
  return {
    what,
    measured: grown.length === 0 ? '+0' : grown.join(', '),
    limit: limitOfCounts(tolerated),
    isGood: grown.length === 0,
  }
}

function limitOfCounts(loose: Loose): string {
  const parts = Object.entries(loose).map(([key, most]) => `${key} +${most}`)
  return parts.length === 0 ? '+0' : `+0 (${parts.join(', ')})`
}

/**
 * What a page with a planted leak fails and the same page without it does not. A slope of both, such as of a page that is still
 * warming up, must be steeper by more than its limit, surely.
 */
export function judgeLeak(clean: readonly Check[], leaking: readonly Check[]): readonly Check[] {
  return leaking.filter((check) => {
    const other = clean.find(({ what }) => what === check.what)
    if (check.isGood || other === undefined) return false
    if (other.isGood) return true
    return check.bounds !== undefined && other.bounds !== undefined && check.bounds.lower - other.bounds.upper > 1
  })
}
