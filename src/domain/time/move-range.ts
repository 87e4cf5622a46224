import { liveRange } from '~/domain/time/range-of-width'
import { fixedRange, MAX_RANGE_MS, type TimeRange, type TimeRangeText } from '~/domain/time/time-range'
import type { UnixMs } from '~/domain/units-of-measure'

/** Moves a range by half its width, as Grafana's arrows do; forward stops at now. */
export function shiftRange(range: TimeRange, direction: 'back' | 'forward', nowMs: UnixMs): TimeRangeText {
  const halfMs = Math.round((range.toMs - range.fromMs) / 2)
  const wishMs = direction === 'back' ? -halfMs : halfMs
  const shiftMs = Math.max(Math.min(wishMs, Math.max(0, nowMs - range.toMs)), -range.fromMs)
  return fixedRange(range.fromMs + shiftMs, range.toMs + shiftMs)
}

/** Doubles a range: a live one stays live, another one grows on both sides and does not run past now. */
export function zoomOut(text: TimeRangeText, range: TimeRange, nowMs: UnixMs): TimeRangeText {
  const widthMs = Math.min(2 * (range.toMs - range.fromMs), MAX_RANGE_MS)
  if (range.kind === 'sliding' && text.to.trim() === 'now') return liveRange(widthMs)
  const toMs = Math.min((range.fromMs + range.toMs + widthMs) / 2, Math.max(nowMs, range.toMs))
  return fixedRange(Math.max(0, toMs - widthMs), toMs)
}
