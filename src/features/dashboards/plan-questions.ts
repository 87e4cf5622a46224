import type { PlaneQuery } from '~/data/query-plane/plane'
import type { Dashboard } from '~/domain/dashboards/model'
import { replaceMacros } from '~/domain/promql/macros'
import { normaliseExpr } from '~/domain/promql/normalise'
import { resolveTimeRange, type TimeRangeText } from '~/domain/time/time-range'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

export interface QuestionContext {
  readonly sourceId: string
  readonly rangeText: TimeRangeText
  readonly timeZone: string
  readonly rangeMs: DurationMs
  readonly stepMs: DurationMs
  readonly scrapeIntervalMs: DurationMs
}

/**
 * Turns expressions of one page into questions. An expression that any panel wants over time is asked over time for all:
 * its newest point is the value that the others show, so one request serves both.
 */
export function createQuestions(
  overTime: ReadonlySet<string>,
  context: QuestionContext,
): (expr: string, instant: boolean) => PlaneQuery {
  const { sourceId, rangeText, timeZone, stepMs } = context
  const resolveWindow = (nowMs: UnixMs) => windowAt(rangeText, nowMs, timeZone)
  return (expr, instant) => {
    const asked = normaliseExpr(replaceMacros(expr, context))
    const mode = instant && !overTime.has(expr) ? 'instant' : 'range'
    const identity = [sourceId, mode, stepMs, rangeText.from, rangeText.to, timeZone, asked]
    return { key: JSON.stringify(identity), sourceId, expr: asked, stepMs, mode, resolveWindow }
  }
}

/** The window to ask for at `nowMs`. A range that reaches into the future is asked up to now. */
export function windowAt(rangeText: TimeRangeText, nowMs: UnixMs, timeZone: string) {
  const range = resolveTimeRange(rangeText, nowMs, timeZone)
  if (!range.ok) return { fromMs: nowMs - 1, toMs: nowMs, live: false }
  const { fromMs, toMs, kind } = range.value
  return { fromMs: Math.min(fromMs, nowMs), toMs: Math.min(toMs, nowMs), live: kind !== 'fixed' }
}

/** Expressions of the dashboard that some panel wants over time; tiles and panels with instant queries want the newest value. */
export function exprsOverTime(dashboard: Dashboard): ReadonlySet<string> {
  return new Set(
    dashboard.panels.flatMap((entry) =>
      entry.ok ? entry.panel.queries.filter((query) => !query.instant).map((query) => query.expr) : [],
    ),
  )
}
