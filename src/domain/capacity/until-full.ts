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
  /** Its newest value is so much older than the newest point that was asked for. */
  | { readonly kind: 'ended'; readonly agoMs: DurationMs }

/** Of a shorter history the hours of the day would pass for a trend. */
const LEAST_HISTORY_MS: DurationMs = DAY_MS
/** A point may be missed; what is older says nothing of where it stands. */
const LATE_MS: DurationMs = 2 * HOUR_MS
/** Further ahead nobody believes a line. */
const MOST_AHEAD_MS: DurationMs = 365 * DAY_MS

/** The newest value that is one; undefined where there is none. */
export function newestLevel(points: readonly LevelPoint[]): (LevelPoint & { readonly value: number }) | undefined {
  return points.findLast(isKnown)
}

const isKnown = (point: LevelPoint): point is LevelPoint & { readonly value: number } =>
  point.value !== null && Number.isFinite(point.value)

/** By the trend of a level towards its limit, from hourly points. The newest value counts for where it stands. */
export function untilFull(points: readonly LevelPoint[], limit: number | null): Outlook {
  const known = points.filter(isKnown)
  const newest = known.at(-1)
  if (newest === undefined || limit === null || !Number.isFinite(limit)) return { kind: 'noData' }
  const agoMs = (points.at(-1)?.timeMs ?? newest.timeMs) - newest.timeMs
  if (agoMs > LATE_MS) return { kind: 'ended', agoMs }
  if (newest.value >= limit) return { kind: 'full' }
  const reachMs = newest.timeMs - (known[0]?.timeMs ?? newest.timeMs)
  const trend = theilSen(known.map(({ timeMs, value }) => [(timeMs - newest.timeMs) / HOUR_MS, value]))
  if (reachMs < LEAST_HISTORY_MS || trend === null)
    return { kind: 'tooLittleHistory', hours: Math.round(reachMs / HOUR_MS) }
  if (trend.most <= 0) return { kind: 'notFilling' }
  // The interval holds a level that rises, and one that stays or falls.
  if (trend.slope <= 0 || trend.least <= 0) return { kind: 'noTrend' }
  const until = (slope: number) => ((limit - newest.value) / slope) * HOUR_MS
  const [inMs, earliestMs, latestMs] = [until(trend.slope), until(trend.most), until(trend.least)]
  if (earliestMs > MOST_AHEAD_MS) return { kind: 'notFilling' }
  return { kind: 'in', inMs, earliestMs, latestMs: latestMs > 3 * MOST_AHEAD_MS ? null : latestMs }
}
