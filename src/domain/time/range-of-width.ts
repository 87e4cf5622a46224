import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '~/domain/time/duration'
import { fixedRange, type TimeRangeText } from '~/domain/time/time-range'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** Four points at the usual scrape interval: what is narrower shows nothing. */
const MIN_ZOOM_MS = MINUTE_MS

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
