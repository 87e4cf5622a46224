import * as v from 'valibot'
import type { DurationMs } from '~/domain/units-of-measure'

const MS_OF_UNIT = new Map<string, number>([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** One number and one unit, or several from large to small as Prometheus writes them: `90s`, `1m30s`. */
const DURATION = /^(?:\d{1,6}d)?(?:\d{1,6}h)?(?:\d{1,6}m)?(?:\d{1,6}s)?(?:\d{1,6}ms)?$/

function parseDuration(text: string): DurationMs | undefined {
  if (text === '' || !DURATION.test(text)) return undefined
  let totalMs = 0
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[dhms])/g)) {
    totalMs += Number(count) * (MS_OF_UNIT.get(unit ?? '') ?? 0)
  }
  return totalMs
}

/** Text such as `30s` to milliseconds, within two bounds written the same way. */
export function durationBetween(least: string, most: string) {
  const leastMs = parseDuration(least) ?? 0
  const mostMs = parseDuration(most) ?? 0
  return v.pipe(
    v.string('must be a duration in quotes, such as "30s"'),
    v.check((text) => parseDuration(text) !== undefined, 'must be a duration such as "30s", "5m" or "1m30s"'),
    v.check((text) => (parseDuration(text) ?? leastMs) >= leastMs, `must be at least ${least}`),
    v.check((text) => (parseDuration(text) ?? mostMs) <= mostMs, `must be at most ${most}`),
    v.transform((text): DurationMs => parseDuration(text) ?? leastMs),
  )
}
