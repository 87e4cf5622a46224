import type { BinaryExpr, Expr } from '~/domain/promql/ast'
import { isComparison } from '~/domain/promql/comparisons'
import { aggregateBounds } from './aggregate-bounds'
import { arithmeticBounds } from './arithmetic-bounds'
import { type Bounds, FREE, graver, type JudgeContext, lesser } from './bounds'
import { ABSENT, callBounds, isAbsent } from './call-bounds'
import { comparisonBounds } from './comparison-bounds'
import { selectorBounds } from './selector-bounds'

/*
 * What an expression can be, whatever the samples are: between which bounds its values lie, and whether it can have any. It is
 * computed from the leaves up; where nothing is known the bounds are infinite, so that nothing is said of it.
 */

/** Bounds of an expression, and why it can have no value where that is so. */
export function boundsOf(expr: Expr, context: JudgeContext): Bounds {
  switch (expr.kind) {
    case 'number':
      return { ...FREE, lo: expr.value, hi: expr.value, what: String(expr.value), labels: [] }
    case 'string':
      return FREE
    case 'vectorSelector':
      return selectorBounds(expr, context)
    case 'matrixSelector':
      return boundsOf(expr.selector, context)
    case 'subquery':
    case 'paren':
    case 'stepInvariant':
      return boundsOf(expr.expr, context)
    case 'unary': {
      const value = boundsOf(expr.expr, context)
      return expr.op === '+' ? value : { ...value, lo: -value.hi, hi: -value.lo, scale: null }
    }
    case 'aggregate':
      if (expr.param !== undefined) boundsOf(expr.param, context)
      return aggregateBounds(expr, boundsOf(expr.expr, context), context)
    case 'call': {
      // What does not exist is what it looks for: the notes on it do not matter.
      if (isAbsent(expr)) return ABSENT
      const values = expr.args.map((arg) => boundsOf(arg, context))
      return callBounds(expr, values, context)
    }
    case 'binary':
      return binaryBounds(expr, context)
  }
}

function binaryBounds(expr: BinaryExpr, context: JudgeContext): Bounds {
  const { op, lhs, rhs } = expr
  const left = boundsOf(lhs, context)
  const right = boundsOf(rhs, context)
  if (op === 'or') return orBounds(left, right)
  if (op === 'and') return { ...left, empty: graver(left.empty, right.empty) }
  if (op === 'unless') return left
  if (isComparison(op)) return comparisonBounds(expr, op, left, right, context)
  return arithmeticBounds(expr, op, left, right)
}

/** Of either side. */
function orBounds(left: Bounds, right: Bounds): Bounds {
  const empty = left.empty !== null && right.empty !== null ? lesser(left.empty, right.empty) : null
  return {
    ...FREE,
    empty,
    lo: Math.min(left.lo, right.lo),
    hi: Math.max(left.hi, right.hi),
    soft: left.soft || right.soft,
    what: left.what === right.what ? left.what : `${left.what} or ${right.what}`,
    labels: left.labels?.join() === right.labels?.join() ? left.labels : null,
  }
}
