import { DAY_MS, HOUR_MS } from '~/domain/time/duration'
import { liveRange } from '~/domain/time/range-of-width'
import { fixedRange, type TimeRange, type TimeRangeText } from '~/domain/time/time-range'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

const WIDTHS_MS: readonly DurationMs[] = [HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS]

/** The next wider range in which something that was not found may be: back from now, or on both sides of one that is past. Null for the widest. */
export function widerRange({ fromMs, toMs, kind }: TimeRange, nowMs: UnixMs): TimeRangeText | null {
  const widthMs = toMs - fromMs
  const wider = WIDTHS_MS.find((width) => width > widthMs)
  if (wider === undefined) return null
  if (kind !== 'fixed') return liveRange(wider)
  const untilMs = Math.min(Math.max(nowMs, toMs), (fromMs + toMs + wider) / 2)
  return fixedRange(Math.max(0, untilMs - wider), untilMs)
}
