import type { Expr } from '~/domain/promql/ast'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import { compareLabels } from '~/domain/promql/labels'
import type { Queryable } from '~/domain/promql/queryable'
import type { QueryResult, ResultSeries } from '~/domain/promql/result'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { EvalContext, failExecution } from './context'
import { evaluateNode, evaluateRangeArg } from './evaluate-node'
import { type EvalGrid, instantGrid, rangeGrid } from './grid'
import { NO_LABELS } from './label-sets'
import type { EvalOptions } from './options'
import { preprocess, unwrap } from './preprocess'

import type { EvalValue, StepSeries } from './values'
import type { Samples } from './windows'

/**
 * Evaluates an expression at one time, as Prometheus' `/api/v1/query`. Throws PromqlEvalError, in Prometheus' words where it
 * has any. A vector keeps the order in which the outermost operation made it.
 */
export function evaluateInstant(
  expr: Expr,
  source: Queryable,
  at: { readonly timeMs: UnixMs },
  options: EvalOptions = {},
): QueryResult {
  const { timeMs } = at
  const context = new EvalContext(source, options)
  const grid = instantGrid(timeMs)
  const prepared = preprocess(expr, timeMs, timeMs, context.limits.maxDepth)
  const root = unwrap(prepared)
  const isRange = root.kind === 'matrixSelector' || root.kind === 'subquery'
  const series = isRange ? rangeSeries(evaluateRangeArg(root, grid, context)) : []
  if (prepared.kind === 'stepInvariant' && prepared.expr.kind === 'paren') refuseParen(root, series)
  if (isRange) return { type: 'matrix', series }
  const value = evaluateNode(prepared, grid, context)
  switch (value.kind) {
    case 'scalar':
      return { type: 'scalar', timeMs, value: value.values[0] as number }
    case 'string':
      return { type: 'string', timeMs, value: value.value }
    case 'vector': {
      const samples = value.series.map(({ labels, values }) => ({ labels, timeMs, value: values[0] as number }))
      return { type: 'vector', samples }
    }
  }
}

/** What Prometheus 2.42 cannot answer, in its words: a text in parentheses, and a range with `@` in parentheses. */
function refuseParen({ kind }: Expr, series: readonly ResultSeries[]): void {
  if (kind === 'string') failExecution('unexpected result in StepInvariantExpr evaluation: *parser.StepInvariantExpr')
  if (series.some(({ values }) => values.length !== 1)) failExecution('unexpected number of samples')
}

/** Evaluates an expression at each step from start to end, as Prometheus' `/api/v1/query_range`; series sorted by labels. */
export function evaluateRange(
  expr: Expr,
  source: Queryable,
  range: { readonly startMs: UnixMs; readonly endMs: UnixMs; readonly stepMs: DurationMs },
  options: EvalOptions = {},
): QueryResult {
  const context = new EvalContext(source, options)
  const grid = rangeGrid(range.startMs, range.endMs, range.stepMs)
  if (grid.count - 1 > context.limits.maxPoints) {
    throw new PromqlEvalError(
      'limit',
      `exceeded maximum resolution of ${context.limits.maxPoints.toLocaleString('en-US')} points per timeseries. ` +
        'Try decreasing the query resolution (?step=XX)',
    )
  }
  const prepared = preprocess(expr, range.startMs, range.endMs, context.limits.maxDepth)
  refuseRangeType(unwrap(prepared))
  return { type: 'matrix', series: stepSeries(evaluateNode(prepared, grid, context), grid) }
}

function refuseRangeType({ kind }: Expr): void {
  const type = kind === 'string' ? 'string' : kind === 'matrixSelector' || kind === 'subquery' ? 'range vector' : ''
  if (type !== '') {
    throw new PromqlEvalError(
      'execution',
      `invalid expression type "${type}" for range query, must be Scalar or instant Vector`,
    )
  }
}

function rangeSeries({ series, windows }: ReturnType<typeof evaluateRangeArg>): ResultSeries[] {
  return sorted(series.map((samples) => cut(samples, windows.firstFromMs, windows.firstToMs)))
}

function cut({ labels, timesMs, values }: Samples, fromMs: UnixMs, toMs: UnixMs): ResultSeries {
  const inside = (_: number, index: number) => {
    const timeMs = timesMs[index] as number
    return timeMs >= fromMs && timeMs <= toMs
  }
  // Copies: the samples may be the store's own.
  return { labels, timesMs: timesMs.filter(inside), values: values.filter(inside) }
}

function stepSeries(value: EvalValue, grid: EvalGrid): ResultSeries[] {
  const timesMs = Float64Array.from({ length: grid.count }, (_, step) => grid.startMs + step * grid.stepMs)
  if (value.kind === 'string') return []
  if (value.kind === 'scalar') return [{ labels: NO_LABELS, timesMs, values: value.values }]
  return sorted(value.series.map((series) => pointsOf(series, timesMs)))
}

function pointsOf({ labels, values, present }: StepSeries, timesMs: Float64Array): ResultSeries {
  if (!present.includes(0)) return { labels, timesMs, values }
  const real = (_: number, step: number) => present[step] === 1
  return { labels, timesMs: timesMs.filter(real), values: values.filter(real) }
}

function sorted(series: readonly ResultSeries[]): ResultSeries[] {
  return series.filter(({ values }) => values.length > 0).sort((a, b) => compareLabels(a.labels, b.labels))
}
