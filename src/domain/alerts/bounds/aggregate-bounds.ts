import type { AggregateExpr, Expr } from '~/domain/promql/ast'
import { onlySelector } from '../self-ratio'
import { type Bounds, FREE, type JudgeContext, LEAST, summed } from './bounds'

/** Of an aggregation of what has the bounds `value`. */
export function aggregateBounds(
  { op, expr, grouping, without }: AggregateExpr,
  value: Bounds,
  context: JudgeContext,
): Bounds {
  if (!without) noteGrouping(expr, grouping, context)
  const labels =
    op === 'topk' || op === 'bottomk' ? value.labels : without || op === 'count_values' ? null : [...grouping].sort()
  const base = { ...FREE, empty: value.empty, labels }
  switch (op) {
    case 'sum':
      return { ...base, ...summed(value) }
    case 'count':
    case 'count_values':
      return { ...base, lo: op === 'count' ? 1 : LEAST, what: 'a count, which is at least 1,' }
    case 'group':
      return { ...base, lo: 1, hi: 1, what: 'group, which is always 1,' }
    case 'stddev':
    case 'stdvar':
      return { ...base, lo: 0, what: 'a deviation' }
    case 'quantile':
      return base
    default:
      return { ...value, labels }
  }
}

/** A label that is on no series groups nothing: all series become one. */
function noteGrouping(expr: Expr, grouping: readonly string[], { facts, notes }: JudgeContext): void {
  const name = onlySelector(expr)?.name
  if (name === undefined) return
  for (const label of grouping) {
    if (facts.hasLabel(name, label) !== false) continue
    const text = `It groups by the label ${label}, which no series of ${name} has: nothing is told apart by it.`
    notes.push({ level: 'odd', kind: 'label', text })
  }
}
