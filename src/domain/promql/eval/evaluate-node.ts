import type { AggregateExpr, CallExpr, Expr, MatrixSelector, SubqueryExpr, UnaryExpr } from '~/domain/promql/ast'
import { Accumulation, groupingOf, groupSeries } from './aggregate'
import { evalBinary } from './binary'
import type { Call, RangeArg } from './call'
import { type EvalContext, failExecution } from './context'
import { countValues } from './count-values'
import { FUNCTIONS } from './functions'
import { type EvalGrid, firstStepOf } from './grid'
import { withoutName } from './label-sets'
import { eachOverRange, RANGE_FUNCTIONS } from './range-functions'
import { quantileOfGroups, rankGroups } from './ranking'
import { eachNewest, evalVectorSelector, selectSamples } from './selectors'
import { evalSubquery } from './subquery'
import { type EvalValue, labelGuard, type StepSeries } from './values'
import { windowsOf } from './windows'

/** Evaluates one node at all steps of the grid at once. */
export function evaluateNode(node: Expr, grid: EvalGrid, context: EvalContext): EvalValue {
  const held = context.held
  const value = evaluateKind(node, grid, context)
  // What the children made is garbage now; the result stays.
  context.releaseTo(held)
  if (value.kind === 'vector') context.hold(value.series.length * grid.count)
  return value
}

function evaluateKind(node: Expr, grid: EvalGrid, context: EvalContext): EvalValue {
  context.checkCanceled()
  switch (node.kind) {
    case 'number':
      return { kind: 'scalar', values: new Float64Array(grid.count).fill(node.value) }
    case 'string':
      return { kind: 'string', value: node.value }
    case 'paren':
      return evaluateNode(node.expr, grid, context)
    case 'stepInvariant':
      return repeat(evaluateNode(node.expr, firstStepOf(grid), context), grid, context)
    case 'vectorSelector':
      return evalVectorSelector(node, grid, context)
    case 'unary':
      return evaluateUnary(node, grid, context)
    case 'binary': {
      const lhs = evaluateNode(node.lhs, grid, context)
      return evalBinary(node, lhs, evaluateNode(node.rhs, grid, context), grid, context)
    }
    case 'aggregate':
      return evaluateAggregate(node, grid, context)
    case 'call':
      return evaluateCall(node, grid, context)
    case 'matrixSelector':
    case 'subquery':
      return failExecution('a range is no value at each step')
  }
}

/** The value of one step at all steps. */
function repeat(value: EvalValue, grid: EvalGrid, context: EvalContext): EvalValue {
  if (grid.count === 1 || value.kind === 'string') return value
  if (value.kind === 'scalar')
    return { kind: 'scalar', values: new Float64Array(grid.count).fill(value.values[0] as number) }
  const series = value.series.map(({ labels, values }) => {
    const out = context.createSeries(labels, grid.count)
    out.values.fill(values[0] as number)
    out.present.fill(1)
    return out
  })
  return { kind: 'vector', series }
}

function evaluateUnary(node: UnaryExpr, grid: EvalGrid, context: EvalContext): EvalValue {
  const value = evaluateNode(node.expr, grid, context)
  if (node.op === '+' || value.kind === 'string') return value
  if (value.kind === 'scalar') return { kind: 'scalar', values: value.values.map((one) => -one) }
  const guard = labelGuard(value.series, true)
  const series = value.series.map(({ labels, values, present }) => {
    for (let step = 0; step < values.length; step++) values[step] = -(values[step] as number)
    const nameless = withoutName(labels)
    guard(nameless)
    return { labels: nameless, values, present }
  })
  return { kind: 'vector', series }
}

function evaluateAggregate(node: AggregateExpr, grid: EvalGrid, context: EvalContext): EvalValue {
  if (node.param === undefined) {
    const accumulation = new Accumulation(node, grid, context)
    eachSeries(node.expr, grid, context, (series) => accumulation.add(series))
    return accumulation.finish()
  }
  const param = evaluateNode(node.param, grid, context)
  const value = evaluateNode(node.expr, grid, context)
  if (value.kind !== 'vector') throw new Error(`${node.op} of no vector`)
  if (param.kind === 'string') return countValues(param.value, node, value.series, grid, context)
  if (param.kind !== 'scalar') throw new Error(`${node.op} by no scalar`)
  const groups = groupSeries(value.series, groupingOf(node))
  if (node.op === 'quantile') return quantileOfGroups(groups, param.values, grid, context)
  if (node.op === 'topk' || node.op === 'bottomk') return rankGroups(node.op, groups, param.values, grid, context)
  throw new Error(`${node.op} takes no parameter`)
}

/**
 * Shows the series of an expression to `visit` one after the other, in their order. Those of selectors and of functions over
 * ranges, which are many, are made one by one and never stand in memory together.
 */
function eachSeries(expr: Expr, grid: EvalGrid, context: EvalContext, visit: (series: StepSeries) => void): void {
  let inner = expr
  while (inner.kind === 'paren') inner = inner.expr
  const overRange = inner.kind === 'call' ? RANGE_FUNCTIONS.get(inner.func) : undefined
  if (inner.kind === 'vectorSelector') eachNewest(inner, grid, context, context.passTo(visit, grid.count))
  else if (inner.kind === 'call' && overRange !== undefined) {
    eachOverRange(callOf(inner, grid, context), overRange, context.passTo(visit, grid.count))
  } else {
    const value = evaluateNode(inner, grid, context)
    if (value.kind !== 'vector') throw new Error('an aggregation of no vector')
    for (const series of value.series) visit(series)
  }
}

function evaluateCall(node: CallExpr, grid: EvalGrid, context: EvalContext): EvalValue {
  const call = FUNCTIONS.get(node.func)
  if (call === undefined) return failExecution(`unknown function with name "${node.func}"`)
  return call(callOf(node, grid, context))
}

function callOf(node: CallExpr, grid: EvalGrid, context: EvalContext): Call {
  return {
    node,
    grid,
    context,
    evaluate: (expr) => evaluateNode(expr, grid, context),
    evaluateRange: (expr) => evaluateRangeArg(expr, grid, context),
  }
}

export function evaluateRangeArg(expr: MatrixSelector | SubqueryExpr, grid: EvalGrid, context: EvalContext): RangeArg {
  if (expr.kind === 'matrixSelector') {
    const placed = { ...expr.selector, rangeMs: expr.rangeMs }
    return { series: selectSamples(expr, grid, context), windows: windowsOf(placed, grid, context) }
  }
  const series = evalSubquery(expr, grid, context, (inner, steps) => evaluateNode(inner, steps, context))
  // Of the two it is the steps alone that the shift moves.
  return { series, windows: windowsOf(expr, { ...grid, shiftMs: 0 }, context) }
}
