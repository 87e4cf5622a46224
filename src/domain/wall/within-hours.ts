import { addUnits, instantAt, startOfUnit, wallOf } from '~/domain/time/zoned-time'
import type { UnixMs } from '~/domain/units-of-measure'
import type { Hours } from './hours'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

/** Whether an instant lies in any of them. None given means always. */
export function isWithinHours(hours: readonly Hours[], ms: UnixMs, timeZone: string): boolean {
  if (hours.length === 0) return true
  const wallMs = wallOf(ms, timeZone)
  const minute = Math.floor((((wallMs / MINUTE_MS) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES)
  return hours.some(({ fromMinute, toMinute }) =>
    fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute,
  )
}

/** The first instant after `ms` at which `isWithinHours` may change; null where it never does. */
export function nextHoursChange(hours: readonly Hours[], ms: UnixMs, timeZone: string): UnixMs | null {
  const today = startOfUnit(ms, 'd', timeZone)
  const minutes = hours.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute])
  const all = [0, 1, 2].flatMap((day) => {
    const midnight = wallOf(addUnits(today, day, 'd', timeZone), timeZone)
    return minutes.map((minute) => instantAt(midnight + minute * MINUTE_MS, timeZone))
  })
  const later = all.filter((each) => each > ms)
  return later.length === 0 ? null : Math.min(...later)
}
