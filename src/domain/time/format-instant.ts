import { MINUTE_MS } from '~/domain/time/duration'
import { offsetMsAt, wallOf } from '~/domain/time/zoned-time'
import type { UnixMs } from '~/domain/units-of-measure'

const MAX_DATE_MS = 8.64e15

/** Date and time in a zone, `YYYY-MM-DD HH:mm:ss`; a dash for what is not a date. */
export function formatInstant(ms: UnixMs, timeZone: string): string {
  const wallMs = wallOf(ms, timeZone)
  if (!(Math.abs(wallMs) <= MAX_DATE_MS)) return '–'
  const iso = new Date(wallMs).toISOString()
  const at = iso.indexOf('T')
  return `${iso.slice(0, at)} ${iso.slice(at + 1, at + 9)}`
}

/** Time of day in a zone, `HH:mm:ss`. */
export function formatClock(ms: UnixMs, timeZone: string): string {
  return formatInstant(ms, timeZone).slice(-8)
}

/** What the zone is ahead of UTC at an instant, such as `+05:45`. */
export function formatOffset(ms: UnixMs, timeZone: string): string {
  const minutes = Math.round(offsetMsAt(ms, timeZone) / MINUTE_MS)
  const size = Math.abs(minutes)
  const pad = (part: number): string => String(part).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}
