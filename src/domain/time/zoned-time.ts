import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '~/domain/time/duration'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/**
 * Wall time as a number: the UTC instant at which a clock in UTC shows what the wall clock in the zone shows. Calendar
 * arithmetic is plain UTC arithmetic on it; only `wallOf` and `instantAt` know of zones.
 */
export type WallMs = number

export type TimeUnit = 's' | 'm' | 'h' | 'd' | 'w' | 'M' | 'Q' | 'y'

/** Every zone that was asked for, at most this many: a formatter costs some 50 kB. */
const MAX_ZONES = 16
const MAX_OFFSETS = 512
const QUARTER_MS = 15 * MINUTE_MS
/** From here on every zone of the tz database changes its offset on a quarter of an hour, so offsets can be kept by quarter. */
const QUARTERS_HOLD_FROM_MS = 100_000_000_000
const MAX_DATE_MS = 8.64e15

interface Zone {
  readonly format: Intl.DateTimeFormat | null
  readonly offsets: Map<number, DurationMs>
}

const zones = new Map<string, Zone>()

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone)
  if (known !== undefined) return known
  const [oldest] = zones.keys()
  if (zones.size >= MAX_ZONES && oldest !== undefined) zones.delete(oldest)
  const zone: Zone = { format: createFormat(timeZone), offsets: new Map() }
  zones.set(timeZone, zone)
  return zone
}

function createFormat(timeZone: string): Intl.DateTimeFormat | null {
  const numeric = 'numeric'
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    })
  } catch {
    return null
  }
}

/** Whether the runtime knows the IANA zone. */
export function isTimeZone(timeZone: string): boolean {
  return timeZone === 'UTC' || zoneOf(timeZone).format !== null
}

/** The runtime's own zone, whose name takes it ten milliseconds to tell; for what is drawn before there is time for that. */
export const OWN_ZONE = 'browser'

/** What the zone's clocks are ahead of UTC at the instant; 0 for an unknown zone. */
export function offsetMsAt(ms: UnixMs, timeZone: string): DurationMs {
  if (timeZone === 'UTC' || !(Math.abs(ms) <= MAX_DATE_MS)) return 0
  if (timeZone === OWN_ZONE) return -new Date(ms).getTimezoneOffset() * MINUTE_MS
  const { format, offsets } = zoneOf(timeZone)
  if (format === null) return 0
  const quarter = ms >= QUARTERS_HOLD_FROM_MS ? Math.floor(ms / QUARTER_MS) : null
  const known = quarter === null ? undefined : offsets.get(quarter)
  if (known !== undefined) return known
  const offsetMs = readOffset(format, ms)
  if (quarter !== null) {
    if (offsets.size >= MAX_OFFSETS) offsets.clear()
    offsets.set(quarter, offsetMs)
  }
  return offsetMs
}

function readOffset(format: Intl.DateTimeFormat, ms: UnixMs): DurationMs {
  const wholeMs = Math.floor(ms / SECOND_MS) * SECOND_MS
  const fields = new Map<string, number>()
  for (const part of format.formatToParts(wholeMs)) fields.set(part.type, Number(part.value))
  const field = (name: string): number => fields.get(name) ?? 0
  const wallMs = Date.UTC(
    field('year'),
    field('month') - 1,
    field('day'),
    field('hour'),
    field('minute'),
    field('second'),
  )
  return wallMs - wholeMs
}

/** Wall time in the zone at an instant. */
export function wallOf(ms: UnixMs, timeZone: string): WallMs {
  return ms + offsetMsAt(ms, timeZone)
}

/**
 * Instant at which the zone's clocks show a wall time. Of two (clocks went back) the earlier; of none (clocks went
 * forward) the one as far after the jump as the wall time is after its start: Temporal's `compatible`.
 */
export function instantAt(wallMs: WallMs, timeZone: string): UnixMs {
  const beforeMs = wallMs - offsetMsAt(wallMs - DAY_MS, timeZone)
  const afterMs = wallMs - offsetMsAt(wallMs + DAY_MS, timeZone)
  if (wallOf(beforeMs, timeZone) === wallMs) return beforeMs
  return wallOf(afterMs, timeZone) === wallMs ? afterMs : beforeMs
}

/** Adds whole units of the zone's calendar; seconds, minutes and hours are exact lengths, days and longer keep the wall time. */
export function addUnits(ms: UnixMs, count: number, unit: TimeUnit, timeZone: string): UnixMs {
  const exactMs = exactLengthMs(unit)
  if (exactMs !== null) return ms + count * exactMs
  return instantAt(addToWall(wallOf(ms, timeZone), count, unit), timeZone)
}

function addToWall(wallMs: WallMs, count: number, unit: TimeUnit): WallMs {
  if (unit === 'd') return wallMs + count * DAY_MS
  if (unit === 'w') return wallMs + count * 7 * DAY_MS
  const date = new Date(wallMs)
  const month = date.getUTCMonth() + count * monthsOf(unit)
  const first = Date.UTC(date.getUTCFullYear(), month, 1)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate()
  const timeOfDayMs = ((wallMs % DAY_MS) + DAY_MS) % DAY_MS
  return first + (Math.min(date.getUTCDate(), lastDay) - 1) * DAY_MS + timeOfDayMs
}

/** First instant of the unit that holds `ms`; weeks start on Monday. */
export function startOfUnit(ms: UnixMs, unit: TimeUnit, timeZone: string): UnixMs {
  const exactMs = exactLengthMs(unit)
  if (exactMs === null) return instantAt(floorWall(wallOf(ms, timeZone), unit), timeZone)
  const intoMs = wallOf(ms, timeZone) % exactMs
  return ms - (intoMs < 0 ? intoMs + exactMs : intoMs)
}

/** Last millisecond of the unit that holds `ms`. */
export function endOfUnit(ms: UnixMs, unit: TimeUnit, timeZone: string): UnixMs {
  const exactMs = exactLengthMs(unit)
  if (exactMs !== null) return startOfUnit(ms, unit, timeZone) + exactMs - 1
  return instantAt(addToWall(floorWall(wallOf(ms, timeZone), unit), 1, unit), timeZone) - 1
}

function floorWall(wallMs: WallMs, unit: TimeUnit): WallMs {
  const days = Math.floor(wallMs / DAY_MS)
  if (unit === 'd') return days * DAY_MS
  // 1970-01-01 was a Thursday: three days after its Monday.
  if (unit === 'w') return (days - ((((days + 3) % 7) + 7) % 7)) * DAY_MS
  const date = new Date(wallMs)
  const months = monthsOf(unit)
  return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / months) * months, 1)
}

function monthsOf(unit: TimeUnit): number {
  return unit === 'y' ? 12 : unit === 'Q' ? 3 : 1
}

function exactLengthMs(unit: TimeUnit): DurationMs | null {
  return unit === 's' ? SECOND_MS : unit === 'm' ? MINUTE_MS : unit === 'h' ? HOUR_MS : null
}
