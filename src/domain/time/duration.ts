import { type ParseResult, parsed, refused } from '~/domain/time/parse-result'
import type { DurationMs } from '~/domain/units-of-measure'

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

const PATTERN = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/
const FACTORS_MS = [365 * DAY_MS, 7 * DAY_MS, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, 1]
const PRINTED: readonly (readonly [string, DurationMs])[] = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['m', MINUTE_MS],
  ['s', SECOND_MS],
  ['ms', 1],
]

/** Parses a Prometheus duration such as `1d2h3m4s500ms`: each unit at most once, largest first, a year is 365 days. */
export function parseDuration(text: string): ParseResult<DurationMs> {
  const trimmed = text.trim()
  if (trimmed === '0') return parsed(0)
  const match = trimmed === '' ? null : PATTERN.exec(trimmed)
  if (match === null) return refused(`"${trimmed.slice(0, 40)}" is not a duration. Write it like 30s, 5m or 1h30m.`)
  const totalMs = FACTORS_MS.reduce((sum, factor, i) => sum + Number(match[i + 1] ?? 0) * factor, 0)
  return Number.isSafeInteger(totalMs) ? parsed(totalMs) : refused('This duration is too long.')
}

/** Prints a duration as Prometheus reads it, in days and smaller units: 90d, never 12w6d. */
export function formatDuration(durationMs: DurationMs): string {
  let restMs = Math.round(Math.abs(durationMs))
  if (restMs === 0) return '0s'
  let text = durationMs < 0 ? '-' : ''
  for (const [unit, factorMs] of PRINTED) {
    const count = Math.floor(restMs / factorMs)
    restMs -= count * factorMs
    if (count > 0) text += `${count}${unit}`
  }
  return text
}

/** Age in words for people, rounded down to one unit: "4 s", "2 min", "3 h", "2 d". A negative age is "0 s". */
export function formatAge(ageMs: DurationMs): string {
  if (!(ageMs >= 0)) return '0 s'
  if (ageMs < MINUTE_MS) return `${Math.floor(ageMs / SECOND_MS)} s`
  if (ageMs < HOUR_MS) return `${Math.floor(ageMs / MINUTE_MS)} min`
  if (ageMs < 2 * DAY_MS) return `${Math.floor(ageMs / HOUR_MS)} h`
  return `${Math.floor(ageMs / DAY_MS)} d`
}
