import { HOUR_MS } from '~/domain/time/duration'
import { wallOf } from '~/domain/time/zoned-time'
import type { UnixMs } from '~/domain/units-of-measure'
import { median, spread, spreadOfMostlyEqual } from './robust'

/** One hour of a signal; `value` is that of the hour that ends at `timeMs`. Null without data, NaN without traffic. */
export interface HourPoint {
  readonly timeMs: UnixMs
  readonly value: number | null
}

/** What a signal usually is at some hour. */
export interface Usual {
  readonly median: number
  /** As a standard deviation; 0 where the signal was never anything else. */
  readonly spread: number
  /** The same hour of earlier weeks, or, while there are too few of them, of earlier days. */
  readonly basis: 'week' | 'day'
  /** Hours that it is made of. */
  readonly hours: number
}

/** Fewer hours than this say nothing of what is usual. */
const LEAST_HOURS = 3
/** A signal that never moves is allowed to move by this share of itself. */
const LEAST_SPREAD_SHARE = 0.05
const HOURS_OF_DAY = 24
const HOURS_OF_WEEK = 168

/** Hours since the wall clock's Monday midnight, in a zone. */
function hourOfWeek(timeMs: UnixMs, timeZone: string): number {
  // The hour that ends at a moment is named by its beginning; 1970-01-01 was a Thursday.
  const hours = Math.floor(wallOf(timeMs - HOUR_MS, timeZone) / HOUR_MS) + 3 * HOURS_OF_DAY
  return ((hours % HOURS_OF_WEEK) + HOURS_OF_WEEK) % HOURS_OF_WEEK
}

/**
 * What is usual at the hour that ends at `atMs`: median and spread of the same hour of the week in a zone, of the history before it.
 * With fewer than three such weeks it is the same hour of the day, of three days at least; null where there are not even these.
 */
export function usualAt(history: readonly HourPoint[], atMs: UnixMs, timeZone: string): Usual | null {
  const slot = hourOfWeek(atMs, timeZone)
  const weeks: number[] = []
  const days: number[] = []
  for (const { timeMs, value } of history) {
    if (timeMs >= atMs || value === null || !Number.isFinite(value)) continue
    const own = hourOfWeek(timeMs, timeZone)
    if (own % HOURS_OF_DAY !== slot % HOURS_OF_DAY) continue
    days.push(value)
    if (own === slot) weeks.push(value)
  }
  const basis = weeks.length >= LEAST_HOURS ? 'week' : 'day'
  const values = basis === 'week' ? weeks : days
  if (values.length < LEAST_HOURS) return null
  const centre = median(values)
  const least = Math.abs(centre) * LEAST_SPREAD_SHARE
  // A failure now and then among hours without any is nothing new; where the few weeks have none, the other days know.
  const seen =
    spread(values, centre) ||
    spreadOfMostlyEqual(values, centre) ||
    (centre === 0 ? spreadOfMostlyEqual(days, centre) : 0)
  return { median: centre, spread: Math.max(seen, least), basis, hours: values.length }
}

/** Beyond so many spreads an hour is not usual: of normal ones one in 16,000 is. */
const UNUSUAL = 4

export type Verdict =
  | { readonly kind: 'usual' | 'high' | 'low'; readonly value: number; readonly usual: Usual; readonly spreads: number }
  | { readonly kind: 'noData' | 'noTraffic' }
  | { readonly kind: 'tooLittleHistory'; readonly value: number; readonly hours: number }

/** How the newest hour of a signal compares with what is usual at that hour. */
export function judgeNewest(points: readonly HourPoint[], timeZone: string): Verdict {
  const newest = points.at(-1)
  if (newest === undefined || newest.value === null) return { kind: 'noData' }
  const { value, timeMs } = newest
  // 0/0 is nothing that happened; what is infinite did happen.
  if (Number.isNaN(value)) return { kind: 'noTraffic' }
  const usual = usualAt(points, timeMs, timeZone)
  if (usual === null) {
    const hours = points.filter((point) => point.value !== null && Number.isFinite(point.value)).length
    return { kind: 'tooLittleHistory', value, hours }
  }
  const spreads = value === usual.median ? 0 : (value - usual.median) / usual.spread
  return { kind: spreads > UNUSUAL ? 'high' : spreads < -UNUSUAL ? 'low' : 'usual', value, usual, spreads }
}

/** Lower and upper end of what is usual. */
export function bandOf({ median: centre, spread: width }: Usual): readonly [number, number] {
  return [centre - UNUSUAL * width, centre + UNUSUAL * width]
}
