import type { PlaneQuery } from '~/data/query-plane/query-data'
import type { Dashboard } from '~/domain/dashboards/model'
import { replaceMacros } from '~/domain/promql/macros'
import { normaliseExpr } from '~/domain/promql/normalise'
import { planStep } from '~/domain/time/plan-step'
import { resolveTimeRange, type TimeRangeText } from '~/domain/time/time-range'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

interface QuestionContext extends PageContext {
  readonly rangeMs: DurationMs
  readonly stepMs: DurationMs
}

/**
 * Turns expressions of one page into questions. An expression that any panel wants over time is asked over time for all:
 * its newest point is the value that the others show, so one request serves both.
 */
function createQuestions(
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

/** What decides the questions of a page, beside its dashboard. */
export interface PageContext {
  readonly sourceId: string
  readonly rangeText: TimeRangeText
  readonly timeZone: string
  readonly scrapeIntervalMs: DurationMs
}

/** Step of the page's range at `nowMs`. A range that grows ("today so far") needs a coarser one once in a while. */
export function planPageStep({ rangeText, timeZone, scrapeIntervalMs }: PageContext, nowMs: UnixMs): DurationMs {
  const range = resolveTimeRange(rangeText, nowMs, timeZone)
  return range.ok ? planStep(range.value.toMs - range.value.fromMs, scrapeIntervalMs) : scrapeIntervalMs
}

/** How this page asks for an expression of its dashboard. */
export function planQuestions(
  dashboard: Pick<Dashboard, 'panels'>,
  context: PageContext,
  stepMs: DurationMs,
  nowMs: UnixMs,
): (expr: string, instant: boolean) => PlaneQuery {
  const range = resolveTimeRange(context.rangeText, nowMs, context.timeZone)
  const rangeMs = range.ok ? range.value.toMs - range.value.fromMs : stepMs
  return createQuestions(exprsOverTime(dashboard), { ...context, rangeMs, stepMs })
}

/** The window to ask for at `nowMs`. A range that reaches into the future is asked up to now. */
function windowAt(rangeText: TimeRangeText, nowMs: UnixMs, timeZone: string) {
  const range = resolveTimeRange(rangeText, nowMs, timeZone)
  if (!range.ok) return { fromMs: nowMs - 1, toMs: nowMs, live: false }
  const { fromMs, toMs, kind } = range.value
  return { fromMs: Math.min(fromMs, nowMs), toMs: Math.min(toMs, nowMs), live: kind !== 'fixed' }
}

/** Expressions of the dashboard that some panel wants over time; tiles and panels with instant queries want the newest value. */
function exprsOverTime(dashboard: Pick<Dashboard, 'panels'>): ReadonlySet<string> {
  return new Set(
    dashboard.panels.flatMap((entry) =>
      entry.ok ? entry.panel.queries.filter((query) => !query.instant).map((query) => query.expr) : [],
    ),
  )
}
