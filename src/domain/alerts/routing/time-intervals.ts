import { MINUTE_MS } from '~/domain/time/duration'
import { isTimeZone, wallOf } from '~/domain/time/zoned-time'
import type { UnixMs } from '~/domain/units-of-measure'
import type { Route } from './route-tree'

/** Both ends belong to it. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A part of a time interval: a time is in it that is in one span of each list. A list that is null holds every time, an empty one none. */
export interface TimeSpans {
  /** Minutes of a day, 0 to 1440; the end does not belong to it. */
  readonly times: readonly Span[] | null
  /** 0 is Sunday. */
  readonly weekdays: readonly Span[] | null
  /** From 1; negative ones count from the end of the month, where -1 is its last day. */
  readonly daysOfMonth: readonly Span[] | null
  /** From 1. */
  readonly months: readonly Span[] | null
  readonly years: readonly Span[] | null
  /** IANA name, `UTC`, or `Local` for that of the machine that Alertmanager runs on. */
  readonly location: string
}

/** A named time interval of the configuration; `fault` says with line and path why it cannot be read. */
export type TimeInterval =
  | { readonly name: string; readonly parts: readonly TimeSpans[]; readonly fault: null }
  | { readonly name: string; readonly parts: null; readonly fault: string }

/** Whether a route sends at a time; null where that cannot be told. A route without time intervals always does. */
export function sendsAt(
  { muteTimes, activeTimes }: Pick<Route, 'muteTimes' | 'activeTimes'>,
  intervals: ReadonlyMap<string, TimeInterval>,
  ms: UnixMs,
): boolean | null {
  const isIn = (names: readonly string[]) => anyOf(names.map((name) => holds(intervals.get(name), ms)))
  const isMuted = isIn(muteTimes)
  const isActive = activeTimes.length === 0 ? true : isIn(activeTimes)
  if (isMuted === true || isActive === false) return false
  return isMuted === null || isActive === null ? null : true
}

/** Whether a time is in an interval; null where nobody can tell: it cannot be read, or nobody knows its time zone. */
export function holds(interval: TimeInterval | undefined, ms: UnixMs): boolean | null {
  if (interval === undefined || interval.parts === null) return null
  const minute = Math.floor(ms / MINUTE_MS)
  const before = known.get(interval)
  if (before?.minute === minute) return before.isIn
  const isIn = anyOf(interval.parts.map((part) => isWithin(part, ms)))
  known.set(interval, { minute, isIn })
  return isIn
}

/** Of the minute that was asked for last: intervals begin and end with one, and thousands of routes may name the same. */
const known = new WeakMap<TimeInterval, { readonly minute: number; readonly isIn: boolean | null }>()

function isWithin(part: TimeSpans, ms: UnixMs): boolean | null {
  if (part.location === 'Local' || !isTimeZone(part.location)) return null
  // Its wall clock, read as if it were UTC.
  const wall = new Date(wallOf(ms, part.location))
  const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth() + 1, wall.getUTCDate()]
  const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes()
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return (
    (part.times === null || part.times.some(({ from, to }) => minute >= from && minute < to)) &&
    (part.daysOfMonth === null || part.daysOfMonth.some((span) => isDayIn(span, day, length))) &&
    isListed(part.months, month) &&
    isListed(part.weekdays, wall.getUTCDay()) &&
    isListed(part.years, year)
  )
}

function isListed(spans: readonly Span[] | null, value: number): boolean {
  return spans === null || spans.some(({ from, to }) => value >= from && value <= to)
}

/** A span that begins after the end of a short month is none of its days; one that ends after it, ends with it. */
function isDayIn({ from, to }: Span, day: number, length: number): boolean {
  const place = (written: number) => (written < 0 ? length + written + 1 : written)
  return place(from) <= length && day >= place(from) && day <= Math.min(place(to), length)
}

/** True where one is true, false where all are false, else nobody knows. */
function anyOf(all: readonly (boolean | null)[]): boolean | null {
  if (all.includes(true)) return true
  return all.includes(null) ? null : false
}
