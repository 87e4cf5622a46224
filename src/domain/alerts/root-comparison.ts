import type { BinaryExpr, ComparisonOp, Expr } from '~/domain/promql/ast'
import { isComparison, MIRRORED } from '~/domain/promql/comparisons'
import { constantOf } from '~/domain/promql/constant-of'

/** A rule's expression, taken apart where it compares with a number. */
export interface RootComparison {
  readonly ok: true
  /** What is compared. */
  readonly compared: Expr
  /** As if the number stood on the right. */
  readonly op: ComparisonOp
  readonly threshold: number
  /** What must hold beside it, from the outermost: each `and` or `unless` that has the next one, or the comparison, on its left. */
  readonly filters: readonly BinaryExpr[]
}

export interface NoRootComparison {
  readonly ok: false
  /** A sentence. */
  readonly why: string
}

/**
 * The comparison with a number at the root of an expression. `value > 1 and other` keeps the value of its left side: a filter
 * keeps labels and values, so that it does not matter whether it comes before or after the others.
 */
export function rootComparison(expr: Expr): RootComparison | NoRootComparison {
  let at = expr
  const filters: BinaryExpr[] = []
  for (;;) {
    if (at.kind === 'paren') at = at.expr
    else if (at.kind === 'binary' && (at.op === 'and' || at.op === 'unless')) {
      filters.push(at)
      at = at.lhs
    } else break
  }
  const no = (why: string): NoRootComparison => ({ ok: false, why })
  if (at.kind !== 'binary') return no('It is not compared with a number at its root.')
  if (at.op === 'or') return no('It is one of several conditions, each with a threshold of its own.')
  if (!isComparison(at.op)) return no('It is not compared with a number at its root.')
  if (at.returnBool) return no('Its comparison gives 0 or 1 and filters nothing.')
  const [left, right] = [constantOf(at.lhs), constantOf(at.rhs)]
  if (left !== null && right !== null) return no('It compares two numbers.')
  if (right !== null) return { ok: true, compared: at.lhs, op: at.op, threshold: right, filters }
  if (left !== null) return { ok: true, compared: at.rhs, op: MIRRORED[at.op], threshold: left, filters }
  return no('It is compared with another series, not with a number.')
}
