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
  const rows = dashboard.rows.map(({ id, title, y }) => ({
    id: `row ${id}`,
    layout: { x: 0, y, w: 24, h: 1 },
    content: <h2 className={styles['row']}>{title}</h2>,
  }))
  const panels = dashboard.panels.map((entry) => {
    if (entry.ok) return { ...entry.panel, content: panel(entry.panel) }
    return { ...entry.broken, content: <BrokenPanelFrame broken={entry.broken} /> }
  })
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
        {inReadingOrder([...rows, ...panels], ({ layout }) => layout).map(({ id, layout, content }) => (
          <PanelSpot key={id} layout={layout}>
            {content}
          </PanelSpot>
        ))}
      </div>
    </div>
  )
}
