import type { Expr } from '~/domain/promql/ast'

/** How many nodes stand above each other in a tree, found without recursion, so that a tree of any height can be asked. */
export function treeHeight(root: Expr): number {
  let height = 0
  for (let level = [root]; level.length > 0; level = level.flatMap(childrenOf)) height++
  return height
}

/** The expressions that an expression is made of, in the order of the text. */
export function childrenOf(expr: Expr): Expr[] {
  switch (expr.kind) {
    case 'number':
    case 'string':
    case 'vectorSelector':
      return []
    case 'matrixSelector':
      return [expr.selector]
    case 'binary':
      return [expr.lhs, expr.rhs]
    case 'call':
      return [...expr.args]
    case 'aggregate':
      return expr.param === undefined ? [expr.expr] : [expr.param, expr.expr]
    case 'subquery':
    case 'unary':
    case 'paren':
    case 'stepInvariant':
      return [expr.expr]
  }
}
