import type { DurationMs, UnixMs } from '../units-of-measure'
import type { Target } from './observation'

/** Scrapes that may be missed before it is said. */
const MISSED = 3
const SLACK_MS: DurationMs = 5_000
/** Where no interval is told: as long as Prometheus looks back for a sample. */
const LOOKBACK_MS: DurationMs = 5 * 60_000

/** Whether a target that last answered has not been scraped for so long that this says nothing of now; `nowMs` is of its server. */
export function isLateTarget({ health, lastScrapeMs, intervalMs }: Target, nowMs: UnixMs): boolean {
  if (health === 'down' || lastScrapeMs === null) return false
  const mostMs = intervalMs === null ? LOOKBACK_MS : MISSED * intervalMs + SLACK_MS
  return nowMs - lastScrapeMs > mostMs
}
