import { useQueries } from '@tanstack/react-query'
import { dashboardQuery, type Services, useServices } from '~/data/services-context'
import { templating } from '~/data/variables/needs-templating'
import { hasVariedFigures, isVaried, isVariedKpi } from '~/data/variables/varied'
import type { Dashboard } from '~/domain/dashboards/model'
import type { TimeRangeText } from '~/domain/time/time-range'
import type { DurationMs } from '~/domain/units-of-measure'
import type { HomeDashboard } from '~/features/home/home-card'

/** How often it is looked whether what a variable stands for is old; the store of options decides. */
const LOOKED_AT_EVERY_MS: DurationMs = 10_000

interface HomeDashboards {
  /** False until every file is read or known to be unreadable. */
  readonly isRead: boolean
  readonly dashboards: readonly HomeDashboard[]
  /** Ids of the dashboards whose files cannot be read. */
  readonly lost: readonly string[]
}

/** The configured dashboards with the key figures that can be asked: of those with variables, for their defaults. */
export function useHomeDashboards(range: TimeRangeText): HomeDashboards {
  const services = useServices()
  const { dashboards: ids } = services.config
  const files = useQueries({ queries: ids.map((id) => dashboardQuery(services, id)) })
  const dashboards = files.flatMap(({ data }) => data ?? [])
  const varied = dashboards.filter(hasVariedFigures)
  const filled = useQueries({ queries: varied.map((dashboard) => filledQuery(services, dashboard, range)) })
  const byId = new Map(varied.map(({ id }, i) => [id, filled[i]]))
  return {
    isRead: files.every(({ isPending }) => !isPending),
    dashboards: dashboards.map((dashboard) => {
      const found = byId.get(dashboard.id)
      return found === undefined ? dashboard : (found.data ?? withoutVaried(dashboard, found.isError))
    }),
    lost: ids.filter((_, i) => files[i]?.isError),
  }
}

function filledQuery(services: Services, dashboard: Dashboard, range: TimeRangeText) {
  return {
    queryKey: ['dashboard', dashboard.id, 'by default'] as const,
    queryFn: async () => (await templating.load()).fillByDefault(services, dashboard, range),
    refetchInterval: LOOKED_AT_EVERY_MS,
    // Mostly it says the same again.
    structuralSharing: true,
  }
}

/** The dashboard without what nothing can be put into yet, or ever where the code for it `isMissing`. */
export function withoutVaried(dashboard: Dashboard, isMissing: boolean): HomeDashboard {
  const { freshness, kpis, kpiIssues, ...rest } = dashboard
  const message = 'the code for variables could not be loaded; reload the page.'
  const left = kpis.filter(isVariedKpi).map(({ title }) => ({ path: title, message }))
  return {
    ...rest,
    ...(freshness === undefined || isVaried(freshness) ? {} : { freshness }),
    kpis: kpis.filter((kpi) => !isVariedKpi(kpi)),
    kpiIssues: isMissing ? [...kpiIssues, ...left] : kpiIssues,
    isWaiting: !isMissing,
  }
}
