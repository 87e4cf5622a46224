import { useMemo } from 'react'
import type { QueryData } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { useServices } from '~/data/services-context'
import { type AlertTarget, alertsExpr, alertTargets, isOfTarget } from '~/domain/annotations/alert-rules'
import { findAlertSpans } from '~/domain/annotations/alert-spans'
import { joinRestarts, type ProcessEvent } from '~/domain/annotations/deploys'
import type { Happened } from '~/domain/annotations/notes'
import { findRestarts, jobSizes, restartsExpr } from '~/domain/annotations/restarts'
import type { Panel } from '~/domain/dashboards/model'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { useAlertRules } from '~/features/dashboards/overlays/use-alert-rules'
import { joinAnswers } from '~/features/dashboards/panel-answers'
import { useSame } from '~/features/dashboards/use-same'
import type { PanelData } from '~/panels/panel-kind'
import { useView } from '~/state/use-view'
import { DEFAULT_VIEW } from '~/state/view'
import { lowerBound } from '~/ui/chart/nearest'

/** What happened, and what it is known from. */
export interface KnownHappened extends Happened {
  /** The reader does not want to see it, and it is not asked. */
  readonly isHidden: boolean
  /** Whether any process of the platform tells when it began; null while that is not answered. */
  readonly hasProcesses: boolean | null
  /** Rules whose alerts belong to the panel; null while they are not known. */
  readonly ruleCount: number | null
}

const NOTHING = { events: [], spans: [], isLive: false, hasProcesses: null, ruleCount: null }

/** What happened to the dashboard's platform and to the alerts of a panel, over the range of the page. */
export function useHappened(panel: Panel): KnownHappened {
  const { plane } = useServices()
  const { dashboard, questionOf } = useDashboardScope()
  const [{ hideAnnotations }] = useView(DEFAULT_VIEW)
  const isWanted = panel.kind === 'timeseries' && !hideAnnotations
  const rules = useAlertRules(isWanted)

  const targets = useMemo(() => rules && alertTargets(rules, dashboard.id), [rules, dashboard.id])
  const questions = useMemo(() => {
    // The rules of the whole dashboard in one question, so that its panels share the answer.
    const exprs = isWanted ? [restartsExpr(dashboard.platform), alertsExpr(targets ?? [])] : []
    return exprs.flatMap((expr) => (expr === null ? [] : [questionOf(expr, false)]))
  }, [isWanted, dashboard.platform, targets, questionOf])
  const [processes, alerts] = usePlaneQueries(plane, questions).map(({ data }) => data)

  const found = useMemo(() => {
    if (!isWanted) return { ...NOTHING, isHidden: hideAnnotations }
    const known = processes && processesOf(processes)
    const mine = targets?.filter((target) => target.panel === panel.id)
    return {
      isHidden: false,
      events: known?.events ?? [],
      hasProcesses: known?.hasProcesses ?? null,
      ruleCount: mine?.length ?? null,
      spans: mine && alerts ? spansOf(alerts, mine) : [],
      isLive: alerts?.window.live ?? false,
    }
  }, [isWanted, hideAnnotations, processes, alerts, targets, panel.id])
  // Each refresh brings other answers, in which mostly nothing new has happened.
  return useSame(found)
}

interface Processes {
  readonly events: readonly ProcessEvent[]
  readonly hasProcesses: boolean
}

/** All panels of a page have the same answer, and look at it once. */
const processesOf = once((data: QueryData): Processes => {
  const points = pointsOf(data)
  const sizes = jobSizes(points)
  const sizeOf = (job: string, timeMs: number) => {
    const at = Math.min(lowerBound(points.timesMs, timeMs), points.timesMs.length - 1)
    return sizes.get(job)?.[at] ?? 0
  }
  return { events: joinRestarts(findRestarts(points), sizeOf), hasProcesses: sizes.size > 0 }
})

function spansOf(alerts: QueryData, targets: readonly AlertTarget[]) {
  return findAlertSpans(pointsOf(alerts), (labels) => targets.some((target) => isOfTarget(target, labels)))
}

const pointsOf = once((data: QueryData): PanelData => joinAnswers([{ legend: '', data, error: null }]).data)

function once<Result>(find: (data: QueryData) => Result): (data: QueryData) => Result {
  const known = new WeakMap<QueryData, Result>()
  return (data) => {
    const found = known.get(data) ?? find(data)
    known.set(data, found)
    return found
  }
}
