import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** First scrapes are spread over this much, so that a page shows something within its first second. */
const FIRST_WITHIN_MS: DurationMs = 1_000
/** As Prometheus aligns by 1 % of the interval at most; browsers' timers are coarser than its 2 ms. */
const MAX_TOLERANCE_MS: DurationMs = 100

/** When a target that was never scraped is. */
export function planFirstScrape(nowMs: UnixMs, intervalMs: DurationMs, offsetMs: DurationMs): UnixMs {
  return nowMs + (offsetMs % Math.min(intervalMs, FIRST_WITHIN_MS))
}

/**
 * When a target is scraped next: at its offset in the interval, but not sooner than half an interval after the last start.
 * What was missed, because the machine slept or the timers of a hidden tab were held back, is not made up for.
 */
export function planNextScrape(
  nowMs: UnixMs,
  lastStartMs: UnixMs,
  intervalMs: DurationMs,
  offsetMs: DurationMs,
): UnixMs {
  // A clock that was set back leaves a last start in the future, which must not put scrapes off.
  const fromMs = Math.max(nowMs, Math.min(lastStartMs, nowMs) + intervalMs / 2)
  return Math.ceil((fromMs - offsetMs) / intervalMs) * intervalMs + offsetMs
}

/** The time that samples bear: the planned one where the timer was nearly punctual, which keeps distances equal. */
export function alignScrape(nowMs: UnixMs, plannedMs: UnixMs, intervalMs: DurationMs): UnixMs {
  const toleranceMs = Math.min(MAX_TOLERANCE_MS, intervalMs / 100)
  return Math.round(Math.abs(nowMs - plannedMs) <= toleranceMs ? plannedMs : nowMs)
}
