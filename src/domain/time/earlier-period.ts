import { parseDuration } from '~/domain/time/duration'
import type { TimeRangeText } from '~/domain/time/time-range'
import type { DurationMs } from '~/domain/units-of-measure'

/** An earlier period that each panel is compared with. */
export interface EarlierPeriod {
  /**
   * Whole days of 24 hours, as Grafana's time shift counts them: where the clocks were changed in between, "yesterday" is an
   * hour off by the wall.
   */
  readonly shiftMs: DurationMs
  /** In words that go before a figure, such as "yesterday" or "3 days earlier". */
  readonly label: string
}

/** What one key goes through; null is off. */
const CYCLE: readonly (string | null)[] = [null, '1d', '1w']

/** What `compare` of a link means beside a range; null for none. */
export function readEarlierPeriod(compare: string | null, range: TimeRangeText): EarlierPeriod | null {
  const shift = parseDuration(compare ?? '')
  if (compare === null || !shift.ok || shift.value <= 0) return null
  return { shiftMs: shift.value, label: labelOf(compare, range) }
}

/** The next one of off, yesterday and last week; off after any other. */
export function nextCompare(compare: string | null): string | null {
  const at = CYCLE.indexOf(compare)
  return at < 0 ? null : (CYCLE[at + 1] ?? null)
}

/** What is a day before a week in March is not yesterday. */
function labelOf(compare: string, { to }: TimeRangeText): string {
  const isNow = /^now(?![-+])/.test(to.trim())
  const count = Number.parseInt(compare, 10)
  const unit = compare.endsWith('w') ? 'week' : 'day'
  if (count > 1) return `${count} ${unit}s earlier`
  if (!isNow) return `a ${unit} earlier`
  return unit === 'day' ? 'yesterday' : 'last week'
}
