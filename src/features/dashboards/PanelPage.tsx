import { useLocation, useParams } from 'react-router-dom'
import { findPanel } from '~/domain/dashboards/find-panel'
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
    <DashboardGate id={id} bare>
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
