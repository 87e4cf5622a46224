import type { Expr } from './ast'
import type { LabelMatcher } from './matchers'

/** The matchers of every selector in an expression, from left to right. */
export function selectorsOf(expr: Expr): readonly (readonly LabelMatcher[])[] {
  const found: (readonly LabelMatcher[])[] = []
  const visit = (node: Expr): void => {
    switch (node.kind) {
      case 'vectorSelector':
        found.push(node.matchers)
        return
      case 'matrixSelector':
        found.push(node.selector.matchers)
        return
      case 'aggregate':
        if (node.param !== undefined) visit(node.param)
        visit(node.expr)
        return
      case 'subquery':
      case 'unary':
      case 'paren':
      case 'stepInvariant':
        visit(node.expr)
        return
      case 'binary':
        visit(node.lhs)
        visit(node.rhs)
        return
      case 'call':
        node.args.forEach(visit)
        return
      case 'number':
      case 'string':
    }
  }
  visit(expr)
  return found
}
