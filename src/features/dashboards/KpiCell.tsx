import { Suspense, useMemo } from 'react'
import type { Kpi } from '~/domain/dashboards/model'
import { kpiPath } from '~/domain/links/paths'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { queryOfKpi } from '~/features/dashboards/first-page'
import { KpiCellView } from '~/features/dashboards/KpiCellView'
import { useAnswers, useTruth } from '~/features/dashboards/use-answers'
import { useOverlay } from '~/features/dashboards/use-overlay'
import { AppLink } from '~/ui/primitives/AppLink'
import { preloadable } from '~/ui/primitives/preloadable'

// Without its code a tile is as true as before; the panels say that it is missing.
const earlierKpi = preloadable(() =>
  import('~/features/dashboards/earlier/parts').then(
    (module) => module.EarlierKpi,
    () => () => null,
  ),
)

/** A KPI against its target, live; it leads to the panel that shows it over time. */
export function KpiCell({ kpi }: { readonly kpi: Kpi }) {
  const { dashboard, compare } = useDashboardScope()
  const asker = useMemo(() => ({ unit: kpi.unit, queries: [queryOfKpi(kpi)] }), [kpi])
  const answers = useAnswers(asker.queries)
  const truth = useTruth(answers.outcomes)
  const [overlay, source] = useOverlay(asker, answers)
  const { panel } = kpi
  const aside = compare !== null && (
    <Suspense>
      <earlierKpi.Component kpi={kpi} data={answers.data} topBounds={overlay?.topBounds} />
    </Suspense>
  )
  return (
    <>
      <KpiCellView
        kpi={kpi}
        data={answers.data}
        truth={truth}
        overlay={overlay}
        aside={aside || null}
        cell={(props) =>
          panel === undefined ? (
            <div {...props} />
          ) : (
            <AppLink {...props} to={kpiPath(dashboard.id, panel, window.location.search)} />
          )
        }
      />
      {source}
    </>
  )
}
