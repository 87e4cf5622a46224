import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { AtModifier, Expr } from './ast'
import { childrenOf } from './nodes-of'

/** The steps of an evaluation; for one moment both are it. */
export interface EvaluationSpan {
  readonly startMs: UnixMs
  readonly endMs: UnixMs
}

/**
 * The oldest time at which any selector of an expression may find a sample that counts: with ranges, offsets, `@` and subqueries, and
 * a value looked back for. Infinity where there is no selector. Without recursion, so that a tree may have any height.
 */
export function earliestRead(root: Expr, span: EvaluationSpan, lookbackMs: DurationMs): UnixMs {
  let earliestMs = Number.POSITIVE_INFINITY
  const open: { readonly node: Expr; readonly fromMs: UnixMs; readonly windowMs: DurationMs }[] = [
    { node: root, fromMs: span.startMs, windowMs: lookbackMs },
  ]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, fromMs, windowMs } = next
    if (node.kind === 'vectorSelector') {
      earliestMs = Math.min(earliestMs, timeOf(node.at, fromMs, span) - node.offsetMs - windowMs)
    } else if (node.kind === 'matrixSelector') {
      open.push({ node: node.selector, fromMs, windowMs: node.rangeMs })
    } else if (node.kind === 'subquery') {
      const innerMs = timeOf(node.at, fromMs, span) - node.offsetMs - node.rangeMs
      open.push({ node: node.expr, fromMs: innerMs, windowMs: lookbackMs })
    } else for (const child of childrenOf(node)) open.push({ node: child, fromMs, windowMs: lookbackMs })
  }
  return earliestMs
}

function timeOf(at: AtModifier | undefined, fromMs: UnixMs, { startMs, endMs }: EvaluationSpan): UnixMs {
  if (at === undefined) return fromMs
  if (at.kind === 'time') return at.timeMs
  return at.kind === 'start' ? startMs : endMs
}
