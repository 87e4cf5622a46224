import type { ReactNode } from 'react'
import { inReadingOrder } from '~/domain/dashboards/decode-dashboard'
import type { Dashboard, Kpi, Panel } from '~/domain/dashboards/model'
import { BrokenPanelFrame } from '~/features/dashboards/BrokenPanelFrame'
import styles from '~/features/dashboards/dashboard.module.css'
import kpiStyles from '~/features/dashboards/kpi-row.module.css'
import { PanelSpot } from '~/features/dashboards/PanelSpot'

interface BoardViewProps {
  readonly dashboard: Dashboard
  readonly kpi: (kpi: Kpi) => ReactNode
  readonly panel: (panel: Panel) => ReactNode
}

/** Where the key figures and the panels of a dashboard stand. */
export function BoardView({ dashboard, kpi, panel }: BoardViewProps) {
  const entries = inReadingOrder(dashboard.panels, (entry) => (entry.ok ? entry.panel.layout : entry.broken.layout))
  return (
    <div className={styles['board']}>
      {dashboard.kpiIssues.length > 0 && (
        <p className={styles['fault']} role="status">
          A key figure is left out: {dashboard.kpiIssues[0]?.path} {dashboard.kpiIssues[0]?.message}
        </p>
      )}
      {dashboard.kpis.length > 0 && (
        <section className={kpiStyles['row']} aria-label="Key figures">
          {dashboard.kpis.map(kpi)}
        </section>
      )}
      <div className={styles['grid']}>
        {entries.map((entry) =>
          entry.ok ? (
            <PanelSpot key={entry.panel.id} layout={entry.panel.layout}>
              {panel(entry.panel)}
            </PanelSpot>
          ) : (
            <PanelSpot key={entry.broken.id} layout={entry.broken.layout}>
              <BrokenPanelFrame broken={entry.broken} />
            </PanelSpot>
          ),
        )}
      </div>
    </div>
  )
}
