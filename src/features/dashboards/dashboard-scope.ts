import { createContext, useContext } from 'react'
import type { StoreApi } from 'zustand'
import type { PlaneQuery } from '~/data/query-plane/query-data'
import type { Dashboard } from '~/domain/dashboards/model'
import type { TimeRangeText } from '~/domain/time/time-range'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** What all panels of a page share: the range, its step, the zone, and how a query of the page is asked. */
export interface DashboardScope {
  readonly dashboard: Dashboard
  readonly rangeText: TimeRangeText
  /** See `View`. */
  readonly compare: string | null
  readonly stepMs: DurationMs
  /** IANA zone, resolved. */
  readonly timeZone: string
  /** Null while refresh is off. */
  readonly intervalMs: DurationMs | null
  readonly scrapeIntervalMs: DurationMs
  /** The question for an expression of this dashboard, with its macros replaced. */
  readonly questionOf: (expr: string, instant: boolean) => PlaneQuery
  /** Newest scrape of the platform, null where nobody can tell: apart, because it is another with most refreshes, and few look at it. */
  readonly scraped: StoreApi<UnixMs | null>
  /** With Shift it leads to the logs of the span, where there are some. */
  readonly onZoom: (fromMs: UnixMs, toMs: UnixMs, withShift?: boolean) => void
  /** Back to the range before the last zoom. */
  readonly onZoomBack: () => void
}

export const DashboardScopeContext = createContext<DashboardScope | null>(null)

export function useDashboardScope(): DashboardScope {
  const scope = useContext(DashboardScopeContext)
  if (!scope) throw new Error('useDashboardScope needs a DashboardScopeContext around it')
  return scope
}
