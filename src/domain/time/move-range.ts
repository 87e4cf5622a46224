import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '~/domain/time/duration'
import { fixedRange, MAX_RANGE_MS, type TimeRange, type TimeRangeText } from '~/domain/time/time-range'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** Four points at the usual scrape interval: what is narrower shows nothing. */
const MIN_ZOOM_MS = MINUTE_MS

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

/** Range of a selection on a chart, in either direction, at least a minute wide. */
export function zoomTo(aMs: UnixMs, bMs: UnixMs): TimeRangeText {
  const widthMs = Math.max(Math.abs(bMs - aMs), MIN_ZOOM_MS)
  return rangeAround((aMs + bMs) / 2, widthMs)
}

/** Range of a width around a centre: the `time` and `time.window` of a link. */
export function rangeAround(centreMs: UnixMs, widthMs: DurationMs): TimeRangeText {
  const fromMs = Math.max(0, Math.round(centreMs - widthMs / 2))
  return fixedRange(fromMs, fromMs + widthMs)
}

/** The last `widthMs` until now, in the largest unit that says it in one number. */
export function liveRange(widthMs: DurationMs): TimeRangeText {
  const seconds = Math.max(1, Math.round(widthMs / SECOND_MS))
  const units: readonly (readonly [string, DurationMs, number])[] = [
    ['d', DAY_MS, 2],
    ['h', HOUR_MS, 1],
    ['m', MINUTE_MS, 1],
  ]
  for (const [unit, unitMs, atLeast] of units) {
    const count = (seconds * SECOND_MS) / unitMs
    if (Number.isInteger(count) && count >= atLeast) return { from: `now-${count}${unit}`, to: 'now' }
  }
  return { from: `now-${seconds}s`, to: 'now' }
}
