import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { matchPath, useLocation } from 'react-router-dom'
import { dashboardQuery, useServices } from '~/data/services-context'
import { findPanel } from '~/domain/dashboards/find-panel'
import type { Dashboard } from '~/domain/dashboards/model'
import { FLOW_PAGES } from '~/domain/links/log-links'
import { useFilledDashboard } from '~/state/filled-dashboard'
import { usePageZone } from '~/state/use-page-zone'
import { type ChangeView, useView } from '~/state/use-view'
import { DEFAULT_VIEW, FLOW_RANGE, HISTORY_RANGE, type View } from '~/state/view'
import { viewDefaultsOf } from '~/state/view-defaults'
import { useSettled } from '~/ui/primitives/settled'
import { titleOfOwn } from './own-pages'

export interface Page {
  /** Null where the address names no dashboard. */
  readonly dashboardId: string | null
  /** Of the app's own pages, such as Home; undefined where the address leads to a dashboard or nowhere. */
  readonly ownTitle: string | undefined
  /** What the page shows is of the range of its address. */
  readonly hasRange: boolean
  /** Undefined until its file was read. */
  readonly dashboard: Dashboard | undefined
  /** Title of the panel that has the page to itself. */
  readonly panelTitle: string | undefined
  readonly view: View
  readonly change: ChangeView
  /** The view of the address at this moment, which may be ahead of what is drawn. */
  readonly readView: () => View
  /** IANA name, resolved. */
  readonly timeZone: string
  /** What was wished for: `browser`, `utc` or a name that may be unknown here. */
  readonly zoneWish: string
  readonly zoneIsKnown: boolean
}

/** First parts of the addresses of what has one id. */
const FLOWS: ReadonlySet<string> = new Set(FLOW_PAGES.map(([first]) => first))

/** First parts of addresses of the app's own pages whose lines and traces are of a range. */
const RANGE_PAGES: ReadonlySet<string> = new Set(['logs', 'audit', 'traces', ...FLOWS])

/** First parts of addresses that name a dashboard next. */
const PAGES: ReadonlySet<string> = new Set(['d', 'embed', 'd-solo'])

/** What the shell knows of the page in it, all from the address and the dashboard's file. */
export function usePage(): Page {
  const { config } = useServices()
  const { refreshMs } = config
  const { pathname, search } = useLocation()
  const params = new URLSearchParams(search)
  const match = matchPath('/:kind/:id/*', pathname)
  const isPage = PAGES.has(match?.params.kind ?? '') && config.dashboards.includes(match?.params.id ?? '')
  const dashboardId = isPage ? (match?.params.id ?? null) : null
  const dashboard = useDashboards(dashboardId).find(({ id }) => id === dashboardId)?.dashboard
  const slug = params.get('viewPanel') ?? params.get('panelId') ?? match?.params['*'] ?? ''
  const isHistory = pathname === '/alerts/history'
  const isFlow = FLOWS.has(pathname.split('/')[1] ?? '')
  const defaults = useMemo(() => {
    if (dashboard !== undefined) return viewDefaultsOf(dashboard, refreshMs)
    return { ...DEFAULT_VIEW, ...(isHistory && HISTORY_RANGE), ...(isFlow && FLOW_RANGE), refresh: refreshMs }
  }, [dashboard, isHistory, isFlow, refreshMs])
  const [view, change, readView] = useView(defaults)
  const zone = usePageZone(config.timeZone)
  const panelTitle = dashboard && titleOfPanel(dashboard, slug)
  return {
    dashboardId,
    ownTitle: titleOfOwn(pathname),
    hasRange: dashboardId !== null || RANGE_PAGES.has(pathname.split('/')[1] ?? '') || isHistory,
    dashboard,
    panelTitle,
    view,
    change,
    readView,
    timeZone: zone.timeZone,
    zoneWish: zone.wish,
    zoneIsKnown: zone.known,
  }
}

export interface KnownDashboard {
  readonly id: string
  readonly dashboard: Dashboard | undefined
}

/** The dashboards of the configuration in their order; each one's content arrives with its file. */
export function useDashboards(currentId: string | null = null): readonly KnownDashboard[] {
  const services = useServices()
  const isSettled = useSettled()
  const ids = services.config.dashboards
  const filled = useFilledDashboard()
  const known = useQueries({
    // The others are read when the page stands: they are there for their titles.
    queries: ids.map((id) => ({ ...dashboardQuery(services, id), enabled: isSettled || id === currentId })),
    combine: (results) => results.map(({ data }, index) => ({ id: ids[index] ?? '', dashboard: data })),
  })
  return known.map((one) =>
    one.dashboard === filled.file ? { ...one, dashboard: filled.dashboard ?? undefined } : one,
  )
}

function titleOfPanel(dashboard: Dashboard, slug: string): string | undefined {
  const entry = findPanel(dashboard, slug)
  return entry?.ok === true ? entry.panel.title : entry?.broken.title
}
