import { useMemo } from 'react'
import type { Kpi } from '~/domain/dashboards/model'
import { dashboardPath } from '~/domain/links/paths'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { queryOfKpi } from '~/features/dashboards/first-page'
import { KpiCellView } from '~/features/dashboards/KpiCellView'
import { useAnswers, useTruth } from '~/features/dashboards/use-answers'
import { AppLink } from '~/ui/primitives/AppLink'

/** A KPI against its target, live; it leads to the panel that shows it over time. */
export function KpiCell({ kpi }: { readonly kpi: Kpi }) {
  const { dashboard } = useDashboardScope()
  const queries = useMemo(() => [queryOfKpi(kpi)], [kpi])
  const { data, outcomes } = useAnswers(queries)
  const truth = useTruth(outcomes)
  const { panel } = kpi
  return (
    <KpiCellView
      kpi={kpi}
      data={data}
      truth={truth}
      cell={(props) =>
        panel === undefined ? (
          <div {...props} />
        ) : (
          <AppLink {...props} to={dashboardPath(dashboard.id, panel) + window.location.search} />
        )
      }
    />
  )
}
