import type { Asked } from '~/data/cost/use-cost-questions'
import type { Segment } from '~/domain/cost/match-price'
import type { Usage } from '~/domain/cost/price-book'
import { hourlyTrend, hoursKnownIn, type TrendBucket } from '~/domain/cost/trend'
import type { Matrix } from '~/domain/series/frame'
import { HOUR_MS } from '~/domain/time/duration'
import type { UnixMs } from '~/domain/units-of-measure'

/** Hours of a window that have ended, and how many of them have data. */
export interface KnownHours {
  readonly known: number
  readonly all: number
}

const NONE: KnownHours = { known: 0, all: 0 }

/**
 * How many of the hours of a window have data of all these usages, by the usage that has the fewest: what one lacks, another does not make
 * up for. Null where the history of one is not known, or ends before the window does.
 */
export function knownHours(
  trend: ReadonlyMap<Usage, Asked>,
  usages: readonly Usage[],
  { fromMs, toMs }: Segment,
): KnownHours | null {
  let worst: KnownHours = NONE
  for (const usage of usages) {
    const asked = trend.get(usage)
    // What has no price at all has no trend: its tokens are missing, and that is said.
    if (asked === undefined) continue
    const { data } = asked
    if (!data?.matrix) return null
    const lastMs = Math.floor(data.evaluatedMs / HOUR_MS) * HOUR_MS
    // An hour that has just ended is not missing before it was asked for; of more nobody knows.
    if (toMs - lastMs >= 2 * HOUR_MS) return null
    const own = hoursKnownIn(hoursOf(data.matrix, lastMs), fromMs, Math.min(toMs, lastMs))
    if (worst === NONE || own.all - own.known > worst.all - worst.known) worst = own
  }
  return worst
}

/** A history is long, and five windows look at it: it is gone through once. */
const gone = new WeakMap<Matrix, { readonly lastMs: UnixMs; readonly hours: readonly TrendBucket[] }>()

function hoursOf(matrix: Matrix, lastMs: UnixMs): readonly TrendBucket[] {
  const before = gone.get(matrix)
  if (before?.lastMs === lastMs) return before.hours
  const hours = hourlyTrend([{ matrix, groupOf: () => '' }], lastMs)
  gone.set(matrix, { lastMs, hours })
  return hours
}
