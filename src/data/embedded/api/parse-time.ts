import { parseGoFloat } from '~/domain/promql/eval/go-text'
import type { UnixMs } from '~/domain/units-of-measure'

/** Go 1.19 also takes an hour of one digit and a comma before the fraction, and any two digits of a zone. */
const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/
const MINUTE_MS = 60_000
/** The end of JavaScript's calendar, in the year 275760. Prometheus counts nanoseconds, which overflow in 2262. */
const MAX_TIME_MS = 8.64e15

/** A time as Prometheus' API reads it: seconds since 1970, cut to the millisecond as Go does, or RFC 3339; undefined for neither. */
export function parseTime(text: string): UnixMs | undefined {
  const seconds = parseGoFloat(text)
  const ms = seconds === undefined ? parseDate(text) : toMs(seconds)
  return ms !== undefined && Math.abs(ms) <= MAX_TIME_MS ? ms : undefined
}

/** By way of nanoseconds, as `time.Unix` takes them. */
function toMs(seconds: number): UnixMs {
  const whole = Math.trunc(seconds)
  const fraction = roundHalfAway((seconds - whole) * 1000) / 1000
  return whole * 1000 + Math.floor(Math.trunc(fraction * 1e9) / 1e6)
}

function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value))
}

function parseDate(text: string): UnixMs | undefined {
  const parts = RFC3339.exec(text)
  if (parts === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number)
  const [, , , , , , , fraction = '', sign, zoneHours, zoneMinutes] = parts
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!isReal || hour > 23 || minute > 59 || second > 59) return undefined
  date.setUTCHours(hour, minute, second, Number(fraction.padEnd(3, '0').slice(0, 3)))
  const zoneMs = sign === undefined ? 0 : (Number(zoneHours) * 60 + Number(zoneMinutes)) * MINUTE_MS
  return date.getTime() - (sign === '-' ? -zoneMs : zoneMs)
}
