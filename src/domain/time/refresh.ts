import { formatDuration, MINUTE_MS, parseDuration, SECOND_MS } from '~/domain/time/duration'
import { type ParseResult, parsed, refused } from '~/domain/time/parse-result'
import { planStep } from '~/domain/time/plan-step'
import type { DurationMs } from '~/domain/units-of-measure'

/** How often a page asks again: never, as often as new points come, or an interval in milliseconds. */
export type Refresh = 'off' | 'auto' | DurationMs

const MIN_REFRESH_MS = 5 * SECOND_MS
const MAX_REFRESH_MS = 24 * 60 * MINUTE_MS
const MAX_AUTO_MS = 5 * MINUTE_MS

/** What the refresh menu offers; a link may ask for any other interval. */
export const REFRESH_CHOICES: readonly Refresh[] = [
  'off',
  'auto',
  ...[5, 10, 30, 60, 300, 900, 1_800, 3_600, 7_200, 86_400].map((seconds) => seconds * SECOND_MS),
]

/** Parses `off` (also empty, as Grafana writes it), `auto` or a duration, held between 5 s and a day. */
export function parseRefresh(text: string): ParseResult<Refresh> {
  const trimmed = text.trim().toLowerCase()
  if (trimmed === '' || trimmed === 'off' || trimmed === 'false') return parsed('off')
  if (trimmed === 'auto') return parsed('auto')
  const duration = parseDuration(trimmed)
  if (!duration.ok) return refused(`"${trimmed.slice(0, 40)}" is not a refresh interval. Write 30s, 5m, auto or off.`)
  if (duration.value === 0) return parsed('off')
  return parsed(Math.min(Math.max(duration.value, MIN_REFRESH_MS), MAX_REFRESH_MS))
}

/** Text of a refresh as it stands in links and menus: `off`, `auto`, `30s`. */
export function printRefresh(refresh: Refresh): string {
  return typeof refresh === 'number' ? formatDuration(refresh) : refresh
}

/** Time between two refreshes, or null for never. Automatic is one step of the range, from 5 s to 5 min. */
export function planRefreshMs(refresh: Refresh, rangeMs: DurationMs, scrapeIntervalMs: DurationMs): DurationMs | null {
  if (refresh === 'off') return null
  if (refresh !== 'auto') return refresh
  return Math.min(Math.max(planStep(rangeMs, scrapeIntervalMs), MIN_REFRESH_MS), MAX_AUTO_MS)
}
