import type { Expr, SubqueryExpr } from '~/domain/promql/ast'
import type { EvalContext } from './context'
import { type EvalGrid, firstStepOf, lastStepMs } from './grid'
import { looksOf } from './looks'
import type { EvalValue, StepSeries } from './values'
import type { Samples } from './windows'

/**
 * The steps of a subquery that the windows of all steps of the outer grid need: absolute multiples of its own step, so that
 * neighbouring evaluations see the same points. With `@` they go as far beyond its time as the outer grid goes on, but read
 * nothing later: see `looksOf`.
 *
 * Where the first step happens to be that of the outer grid, which takes a negative offset about as long as the range, Prometheus
 * 2.42 forgets to take this offset into account for the `@` inside: `sum_over_time((x @ 100)[1m:1m] offset -1m)` reads x at 40.
 */
export function subqueryGrid(node: SubqueryExpr, outer: EvalGrid, context: EvalContext): EvalGrid {
  const stepMs = node.stepMs ?? context.defaultSubqueryStepMs
  const { firstMs, readFromMs, readToMs } = looksOf(node, outer)
  const fromMs = firstMs - node.rangeMs + (context.leftOpen ? 1 : 0)
  const toMs = firstMs + (lastStepMs(outer) - outer.startMs)
  const startMs = Math.ceil(fromMs / stepMs) * stepMs
  const atShiftMs = node.at?.kind === 'time' ? outer.startMs - node.at.timeMs : outer.shiftMs
  return {
    startMs,
    stepMs,
    count: Math.max(0, Math.floor((toMs - startMs) / stepMs) + 1),
    seenFromMs: readFromMs - node.rangeMs,
    seenToMs: readToMs,
    shiftMs: startMs === outer.startMs ? atShiftMs + node.offsetMs : 0,
  }
}

/**
 * Evaluates the inner expression on the subquery's own steps and makes samples of its points. What is the same at every step
 * Prometheus evaluates at the first of them even where there is none: `vector(1)[1m:5m]` at 00:07 has its one point at 00:10.
 */
export function evalSubquery(
  node: SubqueryExpr,
  outer: EvalGrid,
  context: EvalContext,
  evaluate: (expr: Expr, grid: EvalGrid) => EvalValue,
): Samples[] {
  const steps = subqueryGrid(node, outer, context)
  const grid = steps.count === 0 && node.expr.kind === 'stepInvariant' ? firstStepOf(steps) : steps
  if (grid.count === 0) return []
  // `[1y:1ms]` of a scalar would be too much already.
  context.hold(grid.count)
  const value = evaluate(node.expr, grid)
  if (value.kind !== 'vector') throw new Error('a subquery reads an instant vector')
  const timesMs = Float64Array.from({ length: grid.count }, (_, step) => grid.startMs + step * grid.stepMs)
  return value.series.map((series) => samplesOf(series, timesMs))
}

function samplesOf({ labels, values, present }: StepSeries, timesMs: Float64Array): Samples {
  if (!present.includes(0)) return { labels, timesMs, values }
  const real = (_: number, step: number) => present[step] === 1
  return { labels, timesMs: timesMs.filter(real), values: values.filter(real) }
}
