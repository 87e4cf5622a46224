import type { Dashboard, PanelEntry } from '~/domain/dashboards/model'

/** A panel by its address; Grafana's links say `panel-3` or `3` for the third. A repeated one's own means its first copy. */
export function findPanel(dashboard: Dashboard, wanted: string): PanelEntry | undefined {
  const find = (isMeant: (id: string) => boolean) =>
    dashboard.panels.find((entry) => isMeant(entry.ok ? entry.panel.id : entry.broken.id))
  const byId = find((id) => id === wanted) ?? find((id) => id.startsWith(`${wanted}@`))
  const ordinal = /^(?:panel-)?(\d{1,3})$/.exec(wanted)?.[1]
  return byId ?? (ordinal === undefined ? undefined : dashboard.panels[Number(ordinal) - 1])
}
