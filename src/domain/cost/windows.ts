import { DAY_MS, MINUTE_MS } from '~/domain/time/duration'
import { addUnits, startOfUnit } from '~/domain/time/zoned-time'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { Segment } from './match-price'

/** The windows that the cost page asks about; days and months are those of the page's time zone. */
export const WINDOWS = ['today', 'day', 'month', 'day-before', 'week-before'] as const
export type WindowId = (typeof WINDOWS)[number]

export const WINDOW_WORDS: Readonly<Record<WindowId, string>> = {
  today: 'Today so far',
  day: 'Last 24 hours',
  month: 'This month so far',
  'day-before': 'The 24 hours before',
  'week-before': 'The same 24 hours a week before',
}

/** For how long an answer about a window is new enough: nobody sees a month move in five minutes, and a server reads all of it. */
export const WINDOW_HOLDS: Readonly<Record<WindowId, DurationMs>> = {
  today: MINUTE_MS,
  day: 0,
  month: 5 * MINUTE_MS,
  'day-before': 5 * MINUTE_MS,
  'week-before': 5 * MINUTE_MS,
}

/** Whether an answer at one time is still about the window at another: a day or a month that has ended is not this one. */
export function isSamePeriod(id: WindowId, aMs: UnixMs, bMs: UnixMs, timeZone: string): boolean {
  const unit = id === 'today' ? 'd' : id === 'month' ? 'M' : null
  return unit === null || startOfUnit(aMs, unit, timeZone) === startOfUnit(bMs, unit, timeZone)
}

/** Before a day or a month is so old, it is asked about together with the end of the one before: two scrapes make an increase. */
const SHORTEST_MS = MINUTE_MS

export function windowAt(id: WindowId, nowMs: UnixMs, timeZone: string): Segment {
  switch (id) {
    case 'today':
      return { fromMs: Math.min(startOfUnit(nowMs, 'd', timeZone), nowMs - SHORTEST_MS), toMs: nowMs }
    case 'month':
      return { fromMs: Math.min(startOfUnit(nowMs, 'M', timeZone), nowMs - SHORTEST_MS), toMs: nowMs }
    case 'day':
      return { fromMs: nowMs - DAY_MS, toMs: nowMs }
    case 'day-before':
      return { fromMs: nowMs - 2 * DAY_MS, toMs: nowMs - DAY_MS }
    case 'week-before':
      return { fromMs: nowMs - 8 * DAY_MS, toMs: nowMs - 7 * DAY_MS }
  }
}

/** The day or month that holds a time, whole, in a zone. */
export function periodAt(unit: 'd' | 'M', nowMs: UnixMs, timeZone: string): Segment {
  const fromMs = startOfUnit(nowMs, unit, timeZone)
  // Days are 23 to 25 hours long where the clocks change.
  return { fromMs, toMs: startOfUnit(addUnits(fromMs, 1, unit, timeZone), unit, timeZone) }
}
