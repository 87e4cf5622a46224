import type { Expr } from './ast'
import type { LabelMatcher } from './matchers'
import { nodesOf } from './nodes-of'

/** The matchers of every selector in an expression, from left to right. */
export function selectorsOf(expr: Expr): readonly (readonly LabelMatcher[])[] {
  const found: (readonly LabelMatcher[])[] = []
  for (const node of nodesOf(expr)) if (node.kind === 'vectorSelector') found.push(node.matchers)
  return found
}
