import type { BinaryExpr, Expr, VectorSelector } from '~/domain/promql/ast'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { printExpr } from '~/domain/promql/print-expr'

/**
 * What a quotient is, where its text decides it: `one` where each series is divided by itself (`f{status="failed"} / f`, whose
 * sides match label by label), `part` where it is a part of its own whole; null for any other. A part can only be told where
 * neither side is negative.
 */
export function ratioOf({ lhs, rhs, matching }: BinaryExpr, isPositive: boolean): 'one' | 'part' | null {
  const [above, below] = [bare(lhs), bare(rhs)]
  if (matching === undefined || matching.card === 'many-to-many') return null
  if (isPositive && isTermOf(above, below)) return 'part'
  const inner = sameShape(above, below)
  if (inner === null) return null
  const [ours, theirs] = inner
  const extra = beyond(ours.matchers, theirs.matchers)
  if (extra === null) return null
  const kept = keptLabels(above)
  const isMatched = (label: string) => matching.labels.includes(label) === matching.on
  const isDividedByItself = kept !== null && extra.every((label) => kept(label) && isMatched(label))
  if (isDividedByItself && matching.card === 'one-to-one') return 'one'
  return isPositive && isSumOfParts(above) ? 'part' : null
}

function bare(expr: Expr): Expr {
  return expr.kind === 'paren' || expr.kind === 'stepInvariant' ? bare(expr.expr) : expr
}

/** Whether `whole` is a sum with `part` as one of its terms. */
function isTermOf(part: Expr, whole: Expr): boolean {
  const text = printExpr(part)
  const termsOf = (expr: Expr): readonly Expr[] => {
    const inner = bare(expr)
    return inner.kind === 'binary' && inner.op === '+' ? [...termsOf(inner.lhs), ...termsOf(inner.rhs)] : [inner]
  }
  const terms = termsOf(whole)
  return terms.length > 1 && terms.some((term) => printExpr(term) === text)
}

/** The one selector of each side, where the sides differ in nothing else. */
function sameShape(above: Expr, below: Expr): readonly [VectorSelector, VectorSelector] | null {
  const [ours, theirs] = [onlySelector(above), onlySelector(below)]
  if (ours === null || theirs === null || ours.name === undefined || ours.name !== theirs.name) return null
  const isSame = printExpr(withoutMatchers(above)) === printExpr(withoutMatchers(below))
  return isSame ? [ours, theirs] : null
}

/** The one selector of a chain of calls and aggregations; null where there is another or none. */
export function onlySelector(expr: Expr): VectorSelector | null {
  switch (expr.kind) {
    case 'vectorSelector':
      return expr
    case 'matrixSelector':
      return expr.selector
    case 'paren':
      return onlySelector(expr.expr)
    case 'aggregate':
      return expr.param === undefined ? onlySelector(expr.expr) : null
    case 'call':
      return expr.args.length === 1 && expr.args[0] !== undefined ? onlySelector(expr.args[0]) : null
    default:
      return null
  }
}

function withoutMatchers(expr: Expr): Expr {
  switch (expr.kind) {
    case 'vectorSelector':
      return { ...expr, matchers: [] }
    case 'matrixSelector':
      return { ...expr, selector: { ...expr.selector, matchers: [] } }
    case 'paren':
      return withoutMatchers(expr.expr)
    case 'aggregate':
      return { ...expr, expr: withoutMatchers(expr.expr), grouping: [...expr.grouping].sort() }
    case 'call':
      return { ...expr, args: expr.args.map(withoutMatchers) }
    default:
      return expr
  }
}

/** Labels of the matchers that only the upper side has; null where the lower one has some that the upper has not. */
function beyond(ours: readonly LabelMatcher[], theirs: readonly LabelMatcher[]): readonly string[] | null {
  const textOf = ({ name, op, value }: LabelMatcher) => `${name}${op}${value}`
  const [mine, other] = [ours, theirs].map((all) => new Set(all.map(textOf)))
  if (theirs.some((one) => !mine?.has(textOf(one)))) return null
  return ours.filter((one) => !other?.has(textOf(one))).map(({ name }) => name)
}

/** Which labels a side still has when it is divided; null where that cannot be told. */
function keptLabels(expr: Expr): ((label: string) => boolean) | null {
  const inner = bare(expr)
  if (inner.kind !== 'aggregate') return inner.kind === 'call' || inner.kind === 'vectorSelector' ? () => true : null
  if (inner.op !== 'sum' && inner.op !== 'count' && inner.op !== 'max' && inner.op !== 'min' && inner.op !== 'avg')
    return null
  const has = (label: string) => inner.grouping.includes(label) !== inner.without
  const below = keptLabels(inner.expr)
  return below === null ? null : (label) => has(label) && below(label)
}

/** Fewer series have a smaller sum; their average or maximum may be anything. */
function isSumOfParts(expr: Expr): boolean {
  const inner = bare(expr)
  if (inner.kind === 'vectorSelector') return true
  if (inner.kind === 'aggregate') return (inner.op === 'sum' || inner.op === 'count') && isSumOfParts(inner.expr)
  return inner.kind === 'call' && ['rate', 'irate', 'increase', 'sum_over_time', 'count_over_time'].includes(inner.func)
}
