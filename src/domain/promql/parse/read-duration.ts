import type { DurationMs } from '~/domain/units-of-measure'
import { quoteText } from './go-quote'
import type { Literal } from './literals'

const DURATION = /^(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?$/
const UNITS_MS: readonly DurationMs[] = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1]
/** Go counts durations in nanoseconds of 64 bits: 292 years. */
const MAX_MS: DurationMs = 9_223_372_036_854

/** Length of a duration token: units from large to small, each once, more than nothing, less than 293 years. */
export function readDuration(text: string): Literal<DurationMs> {
  const match = DURATION.exec(text)
  if (match === null) return { fault: `not a valid duration string: ${quoteText(text)}` }
  const ms = UNITS_MS.reduce((sum, unitMs, i) => sum + Number(match[i + 1] ?? 0) * unitMs, 0)
  if (ms > MAX_MS) return { fault: 'duration out of range' }
  return ms === 0 ? { fault: 'duration must be greater than 0' } : { value: ms }
}
