import { addUnits, instantAt, startOfUnit, wallOf } from '~/domain/time/zoned-time'
import type { UnixMs } from '~/domain/units-of-measure'

/** A part of each day by the clocks of a zone; past midnight where the end is before the start. */
export interface Hours {
  /** Minutes since midnight, included. */
  readonly fromMinute: number
  /** Minutes since midnight, left out; 1440 is the end of the day. */
  readonly toMinute: number
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440
const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))$/

/** Hours as written, such as `08:00-20:00` or `22:00-06:00`; null for what is none, or begins where it ends. */
export function parseHours(text: string): Hours | null {
  const match = HOURS.exec(text)
  if (match === null) return null
  const [fromHour = '0', fromMinutes = '0', toHour = '0', toMinutes = '0'] = match.slice(1).filter((part) => part)
  const fromMinute = Number(fromHour) * 60 + Number(fromMinutes)
  const toMinute = Number(toHour) * 60 + Number(toMinutes)
  return fromMinute === toMinute ? null : { fromMinute, toMinute }
}

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
