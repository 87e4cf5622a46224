import { inReadingOrder } from '~/domain/dashboards/decode-dashboard'
import type { Dashboard } from '~/domain/dashboards/model'
import { BrokenPanelFrame } from '~/features/dashboards/BrokenPanelFrame'
import styles from '~/features/dashboards/dashboard.module.css'
import { KpiRow } from '~/features/dashboards/KpiRow'
import { PanelFrame } from '~/features/dashboards/PanelFrame'
import { PanelSpot } from '~/features/dashboards/PanelSpot'

/** Key figures and all panels of a dashboard. */
export function Board({ dashboard }: { readonly dashboard: Dashboard }) {
  const entries = inReadingOrder(dashboard.panels, (entry) => (entry.ok ? entry.panel.layout : entry.broken.layout))
  return (
    <div className={styles['board']}>
      {dashboard.kpiIssues.length > 0 && (
        <p className={styles['fault']} role="status">
          A key figure is left out: {dashboard.kpiIssues[0]?.path} {dashboard.kpiIssues[0]?.message}
        </p>
      )}
      <KpiRow />
      <div className={styles['grid']}>
        {entries.map((entry) =>
          entry.ok ? (
            <PanelSpot key={entry.panel.id} layout={entry.panel.layout}>
              <PanelFrame panel={entry.panel} />
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
