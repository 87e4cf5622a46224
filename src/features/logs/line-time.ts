import { formatInstant, formatOffset } from '~/domain/time/format-instant'
import type { UnixMs } from '~/domain/units-of-measure'

/** Milliseconds of a moment, with what is beyond them where it was told. */
function fraction(ms: UnixMs, digits: number): string {
  const part = ((ms % 1000) + 1000) % 1000
  // A double keeps a moment of this century to a quarter of a microsecond: the nearest is the one that was written.
  const shown = digits === 3 ? Math.floor(part) : Math.min(10 ** digits - 1, Math.round(part * 10 ** (digits - 3)))
  return String(shown).padStart(digits, '0')
}

/** `MM-DD HH:mm:ss.mmm` in a zone: lines of one list are seldom of two years. */
export function shortTimeOf(ms: UnixMs, timeZone: string): string {
  return `${formatInstant(ms, timeZone).slice(5)}.${fraction(ms, 3)}`
}

/** With the year, microseconds where there are some, and what the zone is ahead of UTC. */
export function fullTimeOf(ms: UnixMs, timeZone: string): string {
  return `${formatInstant(ms, timeZone)}.${fraction(ms, Number.isInteger(ms) ? 3 : 6)} ${formatOffset(ms, timeZone)}`
}
