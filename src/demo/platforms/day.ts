import type { Recurrence } from '../platform-model'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

/** A window of each day, from `at` in UTC (`'17:05'`) for so many minutes. */
export function daily(at: string, minutes: number): Recurrence {
  return every(24, at, minutes)
}

/** A window that comes each so many hours, one of them at `at` in UTC, for so many minutes. `hours` divides a day. */
export function every(hours: number, at: string, minutes: number): Recurrence {
  const [hour = 0, minute = 0] = at.split(':').map(Number)
  const everyMs = hours * HOUR_MS
  return { everyMs, offsetMs: (hour * HOUR_MS + minute * MINUTE_MS) % everyMs, lastsMs: minutes * MINUTE_MS }
}
