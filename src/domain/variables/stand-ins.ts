import type { AggregateExpr, BinaryExpr, CallExpr, Expr, VectorSelector } from '~/domain/promql/ast'
import { childrenOf, nodesOf } from '~/domain/promql/nodes-of'
import { printExpr } from '~/domain/promql/print-expr'

/*
 * Parts of an expression that have a value where nothing was measured: they stand in for what is missing.
 */

export function selectorsIn(expr: Expr): readonly VectorSelector[] {
  return [...nodesOf(expr)].filter((node): node is VectorSelector => node.kind === 'vectorSelector')
}

/** Whether its values are those of the expression's text, whatever the samples are: `vector(0)`, `0 * sum(x)`. */
export function isStandIn(expr: Expr): boolean {
  return selectorsIn(expr).length === 0 || constantOf(expr) !== null
}

/** The one value that an expression can have, where its text alone decides that; else null. */
function constantOf(expr: Expr): number | null {
  switch (expr.kind) {
    case 'number':
      return expr.value
    case 'string':
    case 'vectorSelector':
    case 'matrixSelector':
      return null
    case 'paren':
    case 'stepInvariant':
    case 'subquery':
      return constantOf(expr.expr)
    case 'unary': {
      const value = constantOf(expr.expr)
      return value === null || expr.op === '+' ? value : -value
    }
    case 'aggregate':
      return constantOfAggregate(expr)
    case 'call':
      return constantOfCall(expr)
    case 'binary':
      return constantOfBinary(expr)
  }
}

function constantOfAggregate({ op, expr }: AggregateExpr): number | null {
  if (op === 'group') return 1
  const value = constantOf(expr)
  const isKept = op === 'min' || op === 'max' || op === 'avg' || op === 'topk' || op === 'bottomk' || op === 'quantile'
  // How many there are decides a sum, unless they are zeros.
  return isKept || (op === 'sum' && value === 0) ? value : null
}

const ALWAYS_ONE = new Set(['absent', 'absent_over_time', 'present_over_time'])
const SAME = new Set([
  ...['vector', 'scalar', 'label_replace', 'label_join', 'sort', 'sort_desc', 'ceil', 'floor', 'round'],
  ...['avg_over_time', 'min_over_time', 'max_over_time', 'last_over_time'],
])
const SAME_OF_ZERO = new Set(['abs', 'sgn', 'sqrt', 'sum_over_time'])

function constantOfCall({ func, args }: CallExpr): number | null {
  if (ALWAYS_ONE.has(func)) return 1
  const [value = null] = args.slice(0, 1).map(constantOf)
  // Nothing is told of the other rounded numbers: none that is a whole one is changed.
  if (SAME.has(func)) return value === null || Number.isInteger(value) ? value : null
  return SAME_OF_ZERO.has(func) && value === 0 ? 0 : null
}

function constantOfBinary({ op, lhs, rhs, returnBool }: BinaryExpr): number | null {
  const [left, right] = [constantOf(lhs), constantOf(rhs)]
  switch (op) {
    case 'and':
    case 'unless':
      return left
    case 'or':
      return left === right ? left : null
    case '*':
      if (left === 0 || right === 0) return 0
      return left === null || right === null ? null : left * right
    case '-':
      if (printExpr(lhs) === printExpr(rhs)) return 0
      return left === null || right === null ? null : left - right
    case '+':
      return left === null || right === null ? null : left + right
    case '/':
      return left === 0 ? 0 : left === null || right === null ? null : left / right
    case '%':
      return left === 0 ? 0 : null
    case '==':
      // What is kept of the series equals the other side.
      return returnBool ? null : (left ?? right)
    case '!=':
    case '<':
    case '>':
    case '<=':
    case '>=':
      return returnBool ? null : left
    default:
      return null
  }
}

/** Names of the metrics without whose series an expression has no value: whoever stands in by it has asked for them. */
export function metricsNeededBy(expr: Expr): ReadonlySet<string> {
  switch (expr.kind) {
    case 'vectorSelector':
      return new Set(expr.name === undefined ? [] : [expr.name])
    case 'call':
      return ALWAYS_THERE.has(expr.func) ? new Set() : union(expr.args)
    case 'binary':
      if (expr.op === 'or') {
        const other = metricsNeededBy(expr.rhs)
        return new Set([...metricsNeededBy(expr.lhs)].filter((name) => other.has(name)))
      }
      return expr.op === 'unless' ? metricsNeededBy(expr.lhs) : union([expr.lhs, expr.rhs])
    default:
      return union(childrenOf(expr))
  }
}

/** They have a value whatever they are given. */
const ALWAYS_THERE = new Set(['absent', 'absent_over_time', 'scalar'])

function union(exprs: readonly Expr[]): ReadonlySet<string> {
  return new Set(exprs.flatMap((expr) => [...metricsNeededBy(expr)]))
}
