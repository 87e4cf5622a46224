/** First parts of the addresses of pages that a wall shows, beside dashboards. */
const PAGES: ReadonlySet<string> = new Set([
  '',
  'alerts',
  'runbooks',
  'logs',
  'audit',
  'traces',
  'slo',
  'cost',
  'outlook',
])

/** Id of the dashboard that a path leads to; null where it leads to none. */
export function dashboardOfPath(path: string): string | null {
  const [kind, id = ''] = path.split('/').slice(1)
  return kind === 'd' ? id : null
}

/** Why a page of a playlist cannot be shown, in words that follow its path; null where it can. */
export function whyUnknown(path: string, dashboards: readonly string[]): string | null {
  const id = dashboardOfPath(path)
  if (id !== null) return dashboards.includes(id) ? null : `is skipped: no dashboard has the id "${id}"`
  return PAGES.has(path.split('/')[1] ?? '') ? null : 'is skipped: there is no such page'
}
