import type { Dashboard } from '~/domain/dashboards/model'
import { BoardView } from '~/features/dashboards/BoardView'
import { KpiCell } from '~/features/dashboards/KpiCell'
import { PanelFrame } from '~/features/dashboards/PanelFrame'

/** Key figures and all panels of a dashboard, live. */
export function Board({ dashboard }: { readonly dashboard: Dashboard }) {
  return (
    <BoardView
      dashboard={dashboard}
      kpi={(kpi) => <KpiCell key={kpi.id} kpi={kpi} />}
      panel={(panel) => <PanelFrame panel={panel} />}
    />
  )
}
