import { createAlertmanagerSource } from '~/data/alertmanager/alertmanager-source'
import { createHealthMonitor, type HealthMonitor } from '~/data/health/health-monitor'
import { probeAddress } from '~/data/logs/plan-sources'
import { createProbedSource } from '~/data/probed/probed-source'
import type { ObservingClock } from '~/data/server-clock'
import type { Transport } from '~/data/transport/transport'
import type { Config } from '~/domain/config/config'
import type { MetricsSource, ProbedSource } from '~/domain/sources'

/** Watches every source of the configuration; those that no page asks yet are probed alone. */
export function createPageHealth(
  config: Config,
  metricsSources: readonly MetricsSource[],
  transport: Transport,
  clock: ObservingClock,
): HealthMonitor {
  const { alerts, logs, traces } = config.sources
  const probed: readonly ProbedSource[] = [
    ...alerts.map(({ id, title = id, url }) => createAlertmanagerSource({ id, title, baseUrl: url, transport, clock })),
    ...logs.flatMap((source) => {
      const url = probeAddress(source)
      if (url === undefined) return []
      const { id, title = id, kind } = source
      return [createProbedSource({ id, title, kind, url, transport, clock })]
    }),
    ...traces.map(({ id, title = id, kind, url }) =>
      createProbedSource({ id, title, kind, url: `${url}/api/services`, transport, clock }),
    ),
  ]
  return createHealthMonitor({ sources: [...metricsSources, ...probed], clock })
}
