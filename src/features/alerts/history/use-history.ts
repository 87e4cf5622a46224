import { useMemo, useSyncExternalStore } from 'react'
import type { PlaneQuery } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import { useServices } from '~/data/services-context'
import { alertHistory, type NamedHistory } from '~/domain/alerts/history'
import type { AlertRule } from '~/domain/alerts/model'
import type { SourceError } from '~/domain/sources'
import { planStep } from '~/domain/time/plan-step'
import { resolveTimeRange, type TimeRangeText } from '~/domain/time/time-range'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

export interface History {
  /** Undefined until it is answered. */
  readonly names: readonly NamedHistory[] | undefined
  /** From one point to the next: what is shorter may be missed. */
  readonly stepMs: DurationMs
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
  readonly error: SourceError | null
  /** What the server remarked on its answer. */
  readonly warnings: readonly string[]
}

/** A day in steps of 15 s, a week in steps of 2 min. `ALERTS` has points only where something waits or fires. */
const MAX_POINTS = 6000
const EXPR = 'ALERTS'

/** What fired in a range, asked as finely as rules are evaluated or, over long ranges, as points allow. */
export function useHistory(
  range: TimeRangeText,
  timeZone: string,
  rules: readonly AlertRule[] | undefined,
  isReady: boolean,
): History {
  const { config, metrics, plane } = useServices()
  const { from, to } = range
  const intervals = (rules ?? []).map(({ intervalMs }) => intervalMs).filter((ms) => ms > 0)
  const intervalMs = intervals.length === 0 ? config.scrapeIntervalMs : Math.min(...intervals)
  const stepMs = useSyncExternalStore(plane.subscribe, () => {
    const window = windowAt({ from, to }, plane.tickMs(), timeZone)
    return planStep(window.toMs - window.fromMs, intervalMs, MAX_POINTS)
  })
  const question = useMemo((): PlaneQuery => {
    const identity = ['alert-history', metrics.id, stepMs, from, to, timeZone]
    return {
      ...{ key: JSON.stringify(identity), sourceId: metrics.id, expr: EXPR, stepMs, mode: 'range' },
      resolveWindow: (nowMs) => windowAt({ from, to }, nowMs, timeZone),
    }
  }, [metrics.id, stepMs, from, to, timeZone])
  const [answer] = usePlaneQueries(plane, isReady ? [question] : [])
  const data = answer?.data
  const names = useMemo(() => {
    if (!data?.matrix) return undefined
    const { grid, series } = data.matrix
    const timesMs = Array.from({ length: grid.count }, (_, i) => grid.startMs + i * grid.stepMs)
    return alertHistory({ timesMs, stepMs: grid.stepMs, series })
  }, [data])
  const { fromMs, toMs } = data?.window ?? windowAt({ from, to }, plane.tickMs(), timeZone)
  const error = asSourceError(answer?.error ?? null)
  return { names, stepMs, fromMs, toMs, error, warnings: data?.warnings ?? [] }
}

/** What is in the future is not asked. */
function windowAt(range: TimeRangeText, nowMs: UnixMs, timeZone: string) {
  const resolved = resolveTimeRange(range, nowMs, timeZone)
  if (!resolved.ok) return { fromMs: nowMs - 1, toMs: nowMs, live: false }
  const { fromMs, toMs, kind } = resolved.value
  return { fromMs: Math.min(fromMs, nowMs), toMs: Math.min(toMs, nowMs), live: kind !== 'fixed' }
}
