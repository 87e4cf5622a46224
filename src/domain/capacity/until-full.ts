import { DAY_MS, HOUR_MS } from '~/domain/time/duration'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { theilSen } from './theil-sen'

export interface LevelPoint {
  readonly timeMs: UnixMs
  readonly value: number | null
}

/** When something that fills is full. */
export type Outlook =
  | { readonly kind: 'full' }
  /** `latestMs` is null where the slowest trend that the history allows never gets there. */
  | {
      readonly kind: 'in'
      readonly inMs: DurationMs
      readonly earliestMs: DurationMs
      readonly latestMs: DurationMs | null
    }
  | { readonly kind: 'notFilling' | 'noTrend' | 'noData' }
  | { readonly kind: 'tooLittleHistory'; readonly hours: number }

/** Of a shorter history the hours of the day would pass for a trend. */
const LEAST_HISTORY_MS: DurationMs = DAY_MS
/** Further ahead nobody believes a line. */
const MOST_AHEAD_MS: DurationMs = 365 * DAY_MS

/** By the trend of a level towards its limit, from hourly points. The newest value counts for where it stands. */
export function untilFull(points: readonly LevelPoint[], limit: number | null): Outlook {
  const known = points.filter((point): point is LevelPoint & { readonly value: number } => {
    return point.value !== null && Number.isFinite(point.value)
  })
  const newest = known.at(-1)
  if (newest === undefined || limit === null || !Number.isFinite(limit)) return { kind: 'noData' }
  if (newest.value >= limit) return { kind: 'full' }
  const reachMs = newest.timeMs - (known[0]?.timeMs ?? newest.timeMs)
  const trend = theilSen(known.map(({ timeMs, value }) => [(timeMs - newest.timeMs) / HOUR_MS, value]))
  if (reachMs < LEAST_HISTORY_MS || trend === null)
    return { kind: 'tooLittleHistory', hours: Math.round(reachMs / HOUR_MS) }
  if (trend.most <= 0) return { kind: 'notFilling' }
  // The interval holds a level that stays, and one that falls.
  if (trend.slope <= 0 || trend.least <= 0) return trend.slope <= 0 ? { kind: 'notFilling' } : { kind: 'noTrend' }
  const until = (slope: number) => ((limit - newest.value) / slope) * HOUR_MS
  const inMs = until(trend.slope)
  if (inMs > MOST_AHEAD_MS) return { kind: 'notFilling' }
  const latestMs = until(trend.least)
  return { kind: 'in', inMs, earliestMs: until(trend.most), latestMs: latestMs > 3 * MOST_AHEAD_MS ? null : latestMs }
}
