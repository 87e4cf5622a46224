import type { Dashboard, PanelEntry } from '~/domain/dashboards/model'

/** A panel by its address; Grafana's links say `panel-3` or `3` for the third. */
export function findPanel(dashboard: Dashboard, wanted: string): PanelEntry | undefined {
  const byId = dashboard.panels.find((entry) => (entry.ok ? entry.panel.id : entry.broken.id) === wanted)
  const ordinal = /^(?:panel-)?(\d{1,3})$/.exec(wanted)?.[1]
  return byId ?? (ordinal === undefined ? undefined : dashboard.panels[Number(ordinal) - 1])
}
