import { loadDashboard } from '~/data/dashboards/load-dashboard'
import type { Decoder } from '~/data/decode/decoder'
import { createLateTransport } from '~/data/embedded/late-transport'
import type { HealthMonitor } from '~/data/health/health-monitor'
import { createLateHealth } from '~/data/health/late-health'
import { watchMetricsSource } from '~/data/health/watch-source'
import { createPageTally, type PageTally } from '~/data/page-tally'
import { createPrometheusSource } from '~/data/prometheus/prometheus-source'
import { createQueryPlane } from '~/data/query-plane/plane'
import type { ObservingClock } from '~/data/server-clock'
import type { Services } from '~/data/services-context'
import { fetchSiteText } from '~/data/site-file'
import { createTransport, type Transport } from '~/data/transport/transport'
import type { Config } from '~/domain/config/config'
import type { MetricsSource } from '~/domain/sources'
import type { DurationMs } from '~/domain/units-of-measure'

/** What speaks to the outside world, and needs no React: the first questions are asked with it before that is read. */
export interface EarlyServices extends Omit<Services, 'refreshNow'> {
  readonly sources: ReadonlyMap<string, MetricsSource>
  readonly clock: ObservingClock
  readonly tally: PageTally
  /** The interval at which the page asks: requests give up and rest by it. */
  readonly setIntervalMs: (intervalMs: DurationMs) => void
}

/** Builds them, once a page. Throws for a configuration without a metrics source, which no decoded one is. */
export function createEarlyServices(config: Config, clock: ObservingClock, decoder: Decoder): EarlyServices {
  const tally = createPageTally(document, Date.now)
  const transport = createTransport({ tally })
  const inside = new Map<string, Transport>()
  const metricsSources = config.sources.metrics.map((source) => {
    const { id, title = source.kind === 'sample' ? 'Sample data' : id, kind } = source
    const common = { id, title, decoder, clock }
    if (kind === 'prometheus') {
      const { url: baseUrl, tenant } = source
      return createPrometheusSource({ ...common, baseUrl, transport, ...(tenant !== undefined && { tenant }) })
    }
    const embedded = createLateTransport(async () => {
      const { startEmbedded } = await import('~/data/embedded/start-worker')
      return startEmbedded(source, config, clock)
    })
    // Scraping and rules go on whether or not somebody asks.
    embedded.start()
    inside.set(id, embedded)
    return createPrometheusSource({ ...common, kind, baseUrl: '', transport: embedded })
  })
  const health = createLateHealth(async () => {
    const { createPageHealth } = await import('./page-health')
    return createPageHealth(config, metricsSources, transport, clock)
  })
  const watch: Pick<HealthMonitor, 'reportSuccess' | 'reportFailure'> = {
    reportSuccess: health.reportSuccess,
    reportFailure(id, error) {
      if (error.kind === 'badPayload') tally.decodeFailures += 1
      health.reportFailure(id, error)
    },
  }
  const sources = new Map(metricsSources.map((source) => [source.id, watchMetricsSource(source, watch)]))
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

  return {
    config,
    metrics,
    sources,
    clock,
    plane,
    health,
    alertStores: async () =>
      (await import('./page-alert-stores')).alertStoresOf(config, metrics, transport, decoder, clock),
    logSources: async () => (await import('./page-log-sources')).logSourcesOf(config, transport, clock),
    traceSources: async () => (await import('./page-trace-sources')).traceSourcesOf(config, transport, clock),
    checks: async () => (await import('./page-checks')).checksOf(config, transport, inside, tally),
    tally,
    loadDashboard: (id) => loadDashboard(id, fetchSiteText, config.budgets),
    setIntervalMs(nextMs) {
      intervalMs = nextMs
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
