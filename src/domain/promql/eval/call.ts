import type { CallExpr, Expr, MatrixSelector, SubqueryExpr } from '~/domain/promql/ast'
import type { EvalContext } from './context'
import type { EvalGrid } from './grid'
import { unwrap } from './preprocess'

import type { EvalValue, StepSeries } from './values'
import type { Samples, Windows } from './windows'

/** A range argument: samples of its series, and where the windows over them lie. */
export interface RangeArg {
  readonly series: readonly Samples[]
  readonly windows: Windows
}

/** One call at all steps. Arguments are evaluated when they are asked for, in the function's own order. */
export interface Call {
  readonly node: CallExpr
  readonly grid: EvalGrid
  readonly context: EvalContext
  readonly evaluate: (expr: Expr) => EvalValue
  readonly evaluateRange: (expr: MatrixSelector | SubqueryExpr) => RangeArg
}

export type CallFunction = (call: Call) => EvalValue

/** The parser has checked number and types of arguments: what these three throw would be a fault of ours. */
export function argOf(call: Call, index: number): Expr {
  const arg = call.node.args[index]
  if (arg === undefined) throw new Error(`${call.node.func}: argument ${index} is missing`)
  return arg
}

export function hasArg(call: Call, index: number): boolean {
  return index < call.node.args.length
}

/** One number a step. */
export function scalarArg(call: Call, index: number): Float64Array {
  const value = call.evaluate(argOf(call, index))
  if (value.kind !== 'scalar') throw new Error(`${call.node.func}: argument ${index} is no scalar`)
  return value.values
}

export function vectorArg(call: Call, index: number): readonly StepSeries[] {
  const value = call.evaluate(argOf(call, index))
  if (value.kind !== 'vector') throw new Error(`${call.node.func}: argument ${index} is no vector`)
  return value.series
}

export function stringArg(call: Call, index: number): string {
  const value = unwrap(argOf(call, index))
  if (value.kind !== 'string') throw new Error(`${call.node.func}: argument ${index} is no text`)
  return value.value
}

export function rangeArg(call: Call, index: number): RangeArg {
  const value = unwrap(argOf(call, index))
  if (value.kind !== 'matrixSelector' && value.kind !== 'subquery') {
    throw new Error(`${call.node.func}: argument ${index} is no range`)
  }
  return call.evaluateRange(value)
}
