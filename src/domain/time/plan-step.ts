import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '~/domain/time/duration'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** Prometheus refuses a range query that would return more points for a series. */
export const MAX_POINTS = 11_000

const STEPS_MS: readonly DurationMs[] = [
  ...[1, 2, 5, 10, 15, 20, 30].map((n) => n * SECOND_MS),
  ...[1, 2, 4, 5, 10, 15, 20, 30].map((n) => n * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 12].map((n) => n * HOUR_MS),
  DAY_MS,
]

/**
 * Step of a range query: a round one of at least the scrape interval that gives about `maxPoints` points at most. The
 * grid never has more than `MAX_POINTS`, whatever the arguments.
 */
export function planStep(rangeMs: DurationMs, scrapeIntervalMs: DurationMs, maxPoints = 360): DurationMs {
  // A window aligned by `alignWindow` can have two points more than range / step.
  const points = Math.min(Math.max(1, maxPoints), MAX_POINTS - 2)
  const leastMs = Math.max(0, rangeMs) / points
  const niceMs = STEPS_MS.find((stepMs) => stepMs >= leastMs) ?? Math.ceil(leastMs / DAY_MS) * DAY_MS
  return Math.max(niceMs, Math.ceil(scrapeIntervalMs), SECOND_MS)
}

/** Puts both ends of a window on the step's grid by rounding down, so that equal windows ask for equal points. */
export function alignWindow(
  fromMs: UnixMs,
  toMs: UnixMs,
  stepMs: DurationMs,
): { readonly startMs: UnixMs; readonly endMs: UnixMs } {
  return { startMs: Math.floor(fromMs / stepMs) * stepMs, endMs: Math.floor(toMs / stepMs) * stepMs }
}
