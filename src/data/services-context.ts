import { createContext, useContext } from 'react'
import type { HealthMonitor } from '~/data/health/health-monitor'
import type { QueryPlane } from '~/data/query-plane/plane'
import type { Config } from '~/domain/config/config'
import type { Dashboard } from '~/domain/dashboards/model'
import type { MetricsSource, ServerClock } from '~/domain/sources'

/** What a page may use of the outside world; `createServices` in `app` builds it once. */
export interface Services {
  readonly config: Config
  /** The first metrics source of the configuration. */
  readonly metrics: MetricsSource
  readonly clock: ServerClock
  readonly plane: QueryPlane
  readonly health: HealthMonitor
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
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
    networkMode: 'always' as const,
  }
}
