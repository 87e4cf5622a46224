import type { AlertRow } from '~/domain/alerts/merge-alerts'
import type { Config } from '~/domain/config/config'
import { carriedSearch } from '~/domain/links/carried-search'
import { logsPath } from '~/domain/links/log-links'
import { dashboardPath } from '~/domain/links/paths'
import { platformLogs } from '~/domain/links/platform-logs'
import { platformOfStream } from '~/domain/links/stream-platform'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** Address of the alerts of one name. */
export function alertsPath(alert: string): string {
  return `/alerts?${new URLSearchParams({ q: `alertname=${alert}` })}`
}

/** Address of one rule among the others. */
export function rulePath(address: string): string {
  return `/alerts/rules?${new URLSearchParams({ rule: address })}`
}

/**
 * The panel that a rule names by its annotations, or the dashboard where it names no panel; null where there is no such dashboard,
 * and where a template names it, of which only the server knows what it makes.
 */
export function panelPathOf(annotations: Labels, dashboards: readonly string[]): string | null {
  const dashboard = annotations.get('dashboard') ?? ''
  const panel = annotations.get('panel')
  if (!dashboards.includes(dashboard) || panel === '.' || panel === '..' || panel?.includes('{{') === true) return null
  return dashboardPath(dashboard, panel === '' ? undefined : panel)
}

/**
 * The search of a panel's address around a span of time, and so long before and after it; what reaches now goes on with it.
 * `search` is that of the page, of which zone, theme and the like go along.
 */
export function searchAround(
  { fromMs, toMs }: { readonly fromMs: UnixMs; readonly toMs: UnixMs },
  marginMs: DurationMs,
  nowMs: UnixMs,
  search: string,
): string {
  const params = new URLSearchParams(carriedSearch(search))
  params.set('from', String(Math.floor(fromMs - marginMs)))
  params.set('to', toMs + marginMs > nowMs ? 'now' : String(Math.ceil(toMs + marginMs)))
  return `?${params}`
}

/** Before and after the moment an alert began: what brought it about was written then. */
const LOGS_BEFORE_MS: DurationMs = 1_800_000
const LOGS_AFTER_MS: DurationMs = 900_000

/**
 * Address of what its platform complained about when an alert began, by its label `platform` or the dashboard that its rule
 * names; null where the configuration names no logs.
 */
export function alertLogsPath(
  { labels, annotations, sinceMs }: Pick<AlertRow, 'labels' | 'annotations' | 'sinceMs'>,
  { sources, platforms }: Pick<Config, 'sources' | 'platforms'>,
): string | null {
  if (sources.logs.length === 0) return null
  const named = labels.get('platform') ?? ''
  const isKnown = platforms.some(({ id }) => id === named)
  const platform = isKnown ? named : platformOfStream(annotations.get('dashboard') ?? '', platforms)
  const { query, source } = platformLogs(sources.logs, platform)
  return logsPath({
    query: `${query} level>=WARNING`.trim(),
    fromMs: sinceMs - LOGS_BEFORE_MS,
    toMs: sinceMs + LOGS_AFTER_MS,
    source,
  })
}
