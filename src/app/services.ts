import { QueryClient } from '@tanstack/react-query'
import { fetchSiteText, loadDashboard } from '~/data/dashboards/load-dashboard'
import type { Decoder } from '~/data/decode/decoder'
import { createHealthMonitor, type HealthMonitor } from '~/data/health/health-monitor'
import { watchMetricsSource } from '~/data/health/watch-source'
import { createLateSource } from '~/data/probed/late-source'
import { createPrometheusSource } from '~/data/prometheus/prometheus-source'
import { createQueryPlane } from '~/data/query-plane/plane'
import { bindPlaneToCache, METRICS_KEY } from '~/data/query-plane/use-plane-queries'
import type { ObservingClock } from '~/data/server-clock'
import type { Services } from '~/data/services-context'
import { createTransport } from '~/data/transport/transport'
import type { Config } from '~/domain/config/config'
import type { ProbedSource } from '~/domain/sources'
import type { DurationMs } from '~/domain/units-of-measure'
import { onSettled } from '~/ui/primitives/settled'
import { createPageTicker, type PageTicker } from './refresh/page-ticker'

export interface AppServices extends Services {
  readonly queryClient: QueryClient
  readonly ticker: PageTicker
  /** Sets the interval at which the page asks; null for never. */
  readonly setRefresh: (intervalMs: DurationMs | null, kiosk: boolean) => void
  /** Starts timers and probes; the returned function ends them. */
  readonly start: () => () => void
}

/** Builds everything that speaks to the outside world, once a page. */
export function createServices(config: Config, clock: ObservingClock, decoder: Decoder): AppServices {
  const transport = createTransport()
  const metricsSources = config.sources.metrics.map(({ id, title, url, tenant }) =>
    createPrometheusSource({
      id,
      title: title ?? id,
      baseUrl: url,
      transport,
      decoder,
      clock,
      ...(tenant !== undefined && { tenant }),
    }),
  )
  const health = createHealthMonitor({ sources: [...metricsSources, ...probedSources()], clock })
  const sources = new Map(metricsSources.map((source) => [source.id, watchMetricsSource(source, health)]))
  const [metrics] = sources.values()
  if (metrics === undefined) throw new Error('The configuration names no metrics source.')

  let intervalMs: DurationMs = config.refreshMs
  const plane = createQueryPlane({
    sources,
    clock,
    intervalMs: () => intervalMs,
    random: Math.random,
    delay,
    isAnswering: (id) => isAnswering(health, id),
  })
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, structuralSharing: false },
    },
  })
  const ticker = createPageTicker({
    onTick(urgent) {
      plane.beginTick({ urgent })
      // A request that is still under way is joined: a refresh never cancels the one before it.
      void queryClient.refetchQueries({ queryKey: [METRICS_KEY], type: 'active' }, { cancelRefetch: false })
    },
  })

  function probedSources(): ProbedSource[] {
    const { alerts, logs, traces } = config.sources
    const plain = [...logs, ...traces]
    return [
      ...alerts.map(({ id, title = id, url }) =>
        createLateSource({ id, title, kind: 'alertmanager' }, async () => {
          const { createAlertmanagerSource } = await import('~/data/alertmanager/alertmanager-source')
          return createAlertmanagerSource({ id, title, baseUrl: url, transport, clock })
        }),
      ),
      ...plain.map(({ id, title = id, kind, url }) =>
        createLateSource({ id, title, kind }, async () => {
          const { createProbedSource } = await import('~/data/probed/probed-source')
          return createProbedSource({ id, title, kind, url, transport, clock })
        }),
      ),
    ]
  }

  return {
    config,
    metrics,
    clock,
    plane,
    health,
    queryClient,
    ticker,
    loadDashboard: (id) => loadDashboard(id, fetchSiteText),
    refreshNow: () => ticker.notify('asked'),
    setRefresh(nextMs, kiosk) {
      intervalMs = nextMs ?? config.refreshMs
      ticker.configure(nextMs, kiosk)
    },
    start() {
      const ends = [
        bindPlaneToCache(queryClient, plane),
        health.onRecovered((id) => sources.has(id) && ticker.notify('recovered')),
        ticker.start(),
        // The first queries say how the source is; probes would only stand in their way.
        onSettled(() => health.start()),
      ]
      return () => {
        health.stop()
        for (const end of ends) end()
      }
    },
  }
}

function isAnswering(health: HealthMonitor, id: string): boolean {
  const status = health.getSnapshot().find((source) => source.id === id)?.status
  return status !== 'down' && status !== 'starting'
}

function delay(ms: DurationMs, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}
