import type { Expr } from './ast'

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

/** An expression and all that it is made of, in the order of the text; without recursion, so that a tree may have any height. */
export function* nodesOf(root: Expr): Generator<Expr> {
  const open = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node
    open.push(...childrenOf(node).reverse())
  }
}
