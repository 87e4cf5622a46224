import { type ReactNode, useCallback, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router-dom'
import { createStore, type StoreApi } from 'zustand'
import type { PlaneQuery } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { questionsOfFreshness, scrapedMsOf } from '~/data/questions/freshness'
import { planPageStep, planQuestions } from '~/data/questions/plan-questions'
import { useServices } from '~/data/services-context'
import type { Dashboard } from '~/domain/dashboards/model'
import { logsPath } from '~/domain/links/log-links'
import { platformLogs } from '~/domain/links/platform-logs'
import { zoomTo } from '~/domain/time/range-of-width'
import { planRefreshMs } from '~/domain/time/refresh'
import { zoneOfRange } from '~/domain/time/time-range'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { type DashboardScope, DashboardScopeContext } from '~/features/dashboards/dashboard-scope'
import { useSameMembers } from '~/features/dashboards/use-same'
import { usePageZone } from '~/state/use-page-zone'
import { useView } from '~/state/use-view'
import { viewDefaultsOf } from '~/state/view-defaults'
import { useZoomHistory } from '~/state/zoom-history'

export interface DashboardScopeProviderProps {
  readonly dashboard: Dashboard
  readonly children: ReactNode
}

/** Decides once for all panels of a page what they ask: range, step, zone, refresh. */
export function DashboardScopeProvider({ dashboard, children }: DashboardScopeProviderProps) {
  const { config, metrics, plane } = useServices()
  const { scrapeIntervalMs, refreshMs } = config
  const defaults = useMemo(() => viewDefaultsOf(dashboard, refreshMs), [dashboard, refreshMs])
  const [view, changeView] = useView(defaults)
  const { timeZone } = usePageZone(config.timeZone)
  const { from, to, refresh, compare } = view
  const rangeText = useMemo(() => ({ from, to }), [from, to])

  const context = useMemo(
    () => ({ sourceId: metrics.id, rangeText, timeZone: zoneOfRange(rangeText, () => timeZone), scrapeIntervalMs }),
    [metrics.id, rangeText, timeZone, scrapeIntervalMs],
  )
  const stepMs = useSyncExternalStore(plane.subscribe, () => planPageStep(context, plane.tickMs()))
  const questionOf = useMemo(
    () => planQuestions(dashboard, context, stepMs, plane.tickMs()),
    [dashboard, context, stepMs, plane],
  )

  const scraped = useScraped(dashboard, questionOf, scrapeIntervalMs)
  const intervalMs = planRefreshMs(refresh, stepMs * 360, scrapeIntervalMs)
  const navigate = useNavigate()
  const push = useZoomHistory((history) => history.push)
  const pop = useZoomHistory((history) => history.pop)
  const onZoom = useCallback(
    (fromMs: number, toMs: number, withShift = false) => {
      if (withShift && config.sources.logs.length > 0) {
        void navigate(logsPath({ ...platformLogs(config.sources.logs, dashboard.platform), fromMs, toMs }))
        return
      }
      push(rangeText)
      changeView(zoomTo(fromMs, toMs))
    },
    [changeView, push, rangeText, navigate, config, dashboard.platform],
  )
  const onZoomBack = useCallback(() => {
    const earlier = pop()
    if (earlier) changeView(earlier)
  }, [changeView, pop])

  const scope = useSameMembers<DashboardScope>({
    dashboard,
    rangeText,
    compare,
    stepMs,
    timeZone,
    intervalMs,
    scrapeIntervalMs,
    questionOf,
    scraped,
    onZoom,
    onZoomBack,
  })
  return <DashboardScopeContext value={scope}>{children}</DashboardScopeContext>
}

/** Time of the platform's newest scrape in Unix milliseconds, asked like any other value; null where nobody can tell. */
function useScraped(
  dashboard: Dashboard,
  questionOf: DashboardScope['questionOf'],
  scrapeIntervalMs: DurationMs,
): StoreApi<UnixMs | null> {
  const { plane } = useServices()
  const answerOf = ({ key }: PlaneQuery) => plane.held(key)
  const questions = questionsOfFreshness(dashboard, { questionOf, scrapeIntervalMs, answerOf })
  // A question that fails keeps its last answer, which grows old.
  const scrapedMs = scrapedMsOf(usePlaneQueries(plane, questions).map(({ data }) => data))
  const [scraped] = useState(() => createStore(() => scrapedMs))
  useLayoutEffect(() => scraped.setState(scrapedMs), [scraped, scrapedMs])
  return scraped
}
