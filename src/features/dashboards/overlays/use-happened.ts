import { useDeferredValue, useMemo } from 'react'
import type { QueryData } from '~/data/query-plane/query-data'
import { steady, usePlaneFindings } from '~/data/query-plane/use-plane-findings'
import { useServices } from '~/data/services-context'
import { type AlertTarget, alertsExpr, alertTargets, isOfTarget } from '~/domain/annotations/alert-rules'
import { findAlertSpans } from '~/domain/annotations/alert-spans'
import { joinRestarts, type ProcessEvent } from '~/domain/annotations/deploys'
import type { Happened } from '~/domain/annotations/notes'
import { findRestarts, jobSizes, restartsExpr } from '~/domain/annotations/restarts'
import type { Panel } from '~/domain/dashboards/model'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { useAlertRules } from '~/features/dashboards/overlays/use-alert-rules'
import { once, pointsOf } from '~/features/dashboards/points-of'
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
  const findings = useMemo(() => {
    if (!isWanted) return []
    const mine = targets?.filter((target) => target.panel === panel.id) ?? []
    const found = [
      [restartsExpr(dashboard.platform), steady<Found>((data) => ({ processes: processesOf(data) }))],
      // The rules of the whole dashboard in one question, so that its panels share the answer.
      [alertsExpr(targets ?? []), steady<Found>((data) => ({ alerts: alertsOf(data, mine) }))],
    ] as const
    return found.flatMap(([expr, find]) => (expr === null ? [] : [{ query: questionOf(expr, false), find }]))
  }, [isWanted, dashboard.platform, targets, questionOf, panel.id])
  const [first, second] = usePlaneFindings(plane, findings).map(({ data }) => data)

  const known = useMemo(() => {
    if (!isWanted) return { ...NOTHING, isHidden: hideAnnotations }
    const { processes, alerts } = { ...first, ...second }
    return {
      isHidden: false,
      events: processes?.events ?? [],
      hasProcesses: processes?.hasProcesses ?? null,
      ruleCount: targets?.filter((target) => target.panel === panel.id).length ?? null,
      spans: alerts?.spans ?? [],
      isLive: alerts?.isLive ?? false,
    }
  }, [isWanted, hideAnnotations, first, second, targets, panel.id])
  // Something new happened to all panels at once: they are drawn again in slices.
  return useDeferredValue(known)
}

/** What one of the two answers tells. */
interface Found {
  readonly processes?: Processes
  readonly alerts?: Pick<Happened, 'spans'> & { readonly isLive: boolean }
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

function alertsOf(data: QueryData, targets: readonly AlertTarget[]) {
  const spans = findAlertSpans(pointsOf(data), (labels) => targets.some((target) => isOfTarget(target, labels)))
  return { spans, isLive: data.window.live }
}
