import type { Expr } from '~/domain/promql/ast'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import type { Queryable } from '~/domain/promql/queryable'
import type { QueryResult, ResultSeries } from '~/domain/promql/result'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { EvalContext, failExecution } from './context'
import { evaluateNode, evaluateRangeArg } from './evaluate-node'
import { instantGrid, rangeGrid } from './grid'
import type { EvalOptions } from './options'
import { preprocess, unwrap } from './preprocess'

import { rangeSeries, stepSeries } from './results'

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
  const series = isRange ? rangeSeries(evaluateRangeArg(root, grid, context), root.kind === 'subquery', context) : []
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
