import { useLocation, useParams } from 'react-router-dom'
import type { Dashboard, PanelEntry } from '~/domain/dashboards/model'
import { dashboardPath } from '~/domain/links/paths'
import { Board } from '~/features/dashboards/Board'
import { BrokenPanelFrame } from '~/features/dashboards/BrokenPanelFrame'
import { DashboardGate } from '~/features/dashboards/DashboardGate'
import styles from '~/features/dashboards/dashboard.module.css'
import { PanelFrame } from '~/features/dashboards/PanelFrame'
import { PanelMessage } from '~/features/dashboards/PanelMessage'
import { AppLink } from '~/ui/primitives/AppLink'

/** `/d/<id>/<panel>`: one panel with the page to itself. A second segment that names no panel means the dashboard. */
export function PanelPage() {
  const { id = '', panel: slug = '' } = useParams()
  const params = new URLSearchParams(useLocation().search)
  const wanted = params.get('viewPanel')
  return (
    <DashboardGate id={id}>
      {(dashboard) => {
        const entry = findPanel(dashboard, wanted ?? slug)
        if (!entry) return <Board dashboard={dashboard} />
        return (
          <div className={styles['large']}>
            {entry.ok ? <PanelFrame panel={entry.panel} large /> : <BrokenPanelFrame broken={entry.broken} />}
          </div>
        )
      }}
    </DashboardGate>
  )
}

/** `/embed/<id>/<panel>`: one panel and nothing else, for an iframe. */
export function EmbedPage() {
  const { id = '', panel = '' } = useParams()
  const params = new URLSearchParams(useLocation().search)
  return (
    <DashboardGate id={id}>
      {(dashboard) => {
        const wanted = params.get('panelId') ?? panel
        const entry = findPanel(dashboard, wanted)
        return (
          <main className={styles['bare']}>
            {entry?.ok && <PanelFrame panel={entry.panel} large bare />}
            {entry && !entry.ok && <BrokenPanelFrame broken={entry.broken} />}
            {!entry && (
              <PanelMessage
                title={`There is no panel "${wanted}"`}
                reason={`The dashboard "${dashboard.title}" has ${dashboard.panels.length} other panels.`}
              >
                <AppLink to={dashboardPath(id)}>Open the dashboard</AppLink>
              </PanelMessage>
            )}
          </main>
        )
      }}
    </DashboardGate>
  )
}

/** A panel by its address; Grafana's links say `panel-3` or `3` for the third. */
function findPanel(dashboard: Dashboard, wanted: string): PanelEntry | undefined {
  const byId = dashboard.panels.find((entry) => (entry.ok ? entry.panel.id : entry.broken.id) === wanted)
  const ordinal = /^(?:panel-)?(\d{1,3})$/.exec(wanted)?.[1]
  return byId ?? (ordinal === undefined ? undefined : dashboard.panels[Number(ordinal) - 1])
}
