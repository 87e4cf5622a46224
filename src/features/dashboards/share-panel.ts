import { csvFileName, printPanelCsv } from '~/domain/csv/panel-csv'
import type { Panel } from '~/domain/dashboards/model'
import { dashboardPath, embedPath } from '~/domain/links/paths'
import { prometheusLink } from '~/domain/links/prometheus-link'
import { embedSnippet, freezeSearch } from '~/domain/links/share-links'
import type { TimeRange } from '~/domain/time/time-range'
import { downloadText } from '~/lib/download-text'
import type { PanelData } from '~/panels/panel-kind'

export { embedSnippet, freezeSearch, printPanelCsv }

/** Address of a panel as a colleague can open it; `search` is the view, empty or with its `?`. */
export function panelLink(dashboardId: string, panelId: string, search: string): string {
  return appUrl(dashboardPath(dashboardId, panelId) + search)
}

/** Address of a bare panel for an iframe. */
export function embedLink(dashboardId: string, panelId: string, search: string): string {
  return appUrl(embedPath(dashboardId, panelId) + search)
}

function appUrl(path: string): string {
  return new URL(`.${path}`, new URL(import.meta.env.BASE_URL, window.location.origin)).href
}

/** Hands the panel's data to the browser as a file. */
export function downloadCsv(dashboardTitle: string, panel: Panel, data: PanelData): void {
  downloadText(csvFileName(dashboardTitle, panel.title), printPanelCsv(data), 'text/csv')
}

/** Opens an expression in Prometheus' own interface; false where the source's address is none. */
export function openInPrometheus(sourceUrl: string, expr: string, range: TimeRange): boolean {
  const link = prometheusLink(new URL(sourceUrl, window.location.href).href, expr, range)
  if (link === null) return false
  window.open(link, '_blank', 'noopener,noreferrer')
  return true
}
