import { createContext, useContext } from 'react'
import type { HealthMonitor } from '~/data/health/health-monitor'
import { ONCE_A_VISIT } from '~/data/query-client'
import type { QueryPlane } from '~/data/query-plane/plane'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { Observation } from '~/domain/checks/observation'
import type { PageFacts } from '~/domain/checks/page-facts'
import type { Config } from '~/domain/config/config'
import type { Dashboard } from '~/domain/dashboards/model'
import type { LogSource } from '~/domain/logs/log-ports'
import type { MetricsSource, ServerClock } from '~/domain/sources'
import type { TraceSource } from '~/domain/traces/model'

/** Looks at every part of the installation, and at this tab. */
export interface Checks {
  /** Asks everything once; rejects only where the signal fires. */
  observe(signal: AbortSignal): Promise<readonly Observation[]>
  pageFacts(): PageFacts
}

/** What a page may use of the outside world; `createServices` in `app` builds it once. */
export interface Services {
  readonly config: Config
  /** The first metrics source of the configuration. */
  readonly metrics: MetricsSource
  readonly clock: ServerClock
  readonly plane: QueryPlane
  readonly health: HealthMonitor
  /** What delivers alerts and keeps silences, in the order of the configuration. */
  readonly alertStores: () => Promise<readonly AlertStore[]>
  /** Where log lines are, in the order of the configuration; read when first asked for. */
  readonly logSources: () => Promise<readonly LogSource[]>
  readonly traceSources: () => Promise<readonly TraceSource[]>
  readonly checks: () => Promise<Checks>
  readonly loadDashboard: (id: string) => Promise<Dashboard>
  /** Asks for everything on the page at once, as the button does. */
  readonly refreshNow: () => void
}

export const ServicesContext = createContext<Services | null>(null)

/** The page's services; throws outside of the app. */
export function useServices(): Services {
  const services = useContext(ServicesContext)
  if (services === null) throw new Error('useServices needs a ServicesContext around it')
  return services
}

/** The one cache entry of a dashboard's file, shared by the pages, the navigation and the palette. */
export function dashboardQuery(services: Services, id: string) {
  return {
    queryKey: ['dashboard', id] as const,
    queryFn: () => services.loadDashboard(id),
    ...ONCE_A_VISIT,
  }
}
