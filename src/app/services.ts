import type { Query, QueryClient } from '@tanstack/react-query'
import { createQueryClient } from '~/data/query-client'
import { bindPlaneToCache, METRICS_KEY } from '~/data/query-plane/use-plane-queries'
import { dashboardQuery, type Services } from '~/data/services-context'
import type { Dashboard } from '~/domain/dashboards/model'
import type { DurationMs } from '~/domain/units-of-measure'
import { onSettled } from '~/ui/primitives/settled'
import type { EarlyServices } from './early-services'
import { createPageTicker, type PageTicker } from './refresh/page-ticker'

export interface AppServices extends Services {
  readonly queryClient: QueryClient
  readonly ticker: PageTicker
  /** Sets the interval at which the page asks; null for never. */
  readonly setRefresh: (intervalMs: DurationMs | null, kiosk: boolean) => void
  /** Starts timers and probes; the returned function ends them. */
  readonly start: () => () => void
}

/** Adds what React's pages need to the services that were there before them. `known` are dashboards already read. */
export function createServices(early: EarlyServices, known: readonly Dashboard[]): AppServices {
  const { config, sources, plane, health } = early
  const queryClient = createQueryClient()
  const ticker = createPageTicker({
    onTick(urgent) {
      plane.beginTick({ urgent })
      // A request that is still under way is joined: a refresh never cancels the one before it.
      void queryClient.refetchQueries({ queryKey: [METRICS_KEY], type: 'active' }, { cancelRefetch: false })
    },
  })
  const services: AppServices = {
    config,
    metrics: early.metrics,
    clock: early.clock,
    plane,
    health,
    queryClient,
    ticker,
    alertStores: early.alertStores,
    logSources: early.logSources,
    traceSources: early.traceSources,
    checks: early.checks,
    loadDashboard: early.loadDashboard,
    refreshNow: () => ticker.notify('asked'),
    setRefresh(nextMs, kiosk) {
      early.setIntervalMs(nextMs ?? config.refreshMs)
      ticker.configure(nextMs, kiosk)
    },
    start() {
      let endHeal: (() => void) | undefined
      let isStopped = false
      const heal = () =>
        void import('./heal/start-heal').then(
          ({ startHeal }) => {
            if (!isStopped) endHeal = startHeal(health, early.tally)
          },
          // Without it the page lives as it is.
          () => undefined,
        )
      const ends = [
        bindPlaneToCache(queryClient, plane),
        health.onRecovered((id) => sources.has(id) && ticker.notify('recovered')),
        ticker.start(),
        // The first queries say how the source is; probes would only stand in their way.
        onSettled(() => health.start()),
        onSettled(heal),
      ]
      return () => {
        isStopped = true
        endHeal?.()
        health.stop()
        for (const end of ends) end()
      }
    },
  }
  if (import.meta.env.MODE === 'soak') {
    const remark = (each: Query) => `${each.getObserversCount()} looking, ${each.state.fetchStatus}`
    const cached = () =>
      queryClient
        .getQueryCache()
        .getAll()
        .map((each) => [each.queryHash, remark(each)] as const)
    globalThis.lookoutSoak?.store('query cache entries', () => new Map(cached()))
    globalThis.lookoutSoak?.store('query plane entries', () => new Map(plane.keys().map((key) => [key, 'held'])))
  }
  for (const dashboard of known) queryClient.setQueryData(dashboardQuery(services, dashboard.id).queryKey, dashboard)
  return services
}
