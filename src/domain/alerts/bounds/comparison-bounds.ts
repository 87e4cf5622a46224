import type { BinaryExpr, ComparisonOp } from '~/domain/promql/ast'
import { MIRRORED } from '~/domain/promql/comparisons'
import { printExpr } from '~/domain/promql/print-expr'
import { type Bounds, type Finding, FREE, graver, type JudgeContext, type Range } from './bounds'
import { mismatch } from './mismatch'

/** Of what a comparison lets through; what is odd about it is noted. */
export function comparisonBounds(
  expr: BinaryExpr,
  op: ComparisonOp,
  left: Bounds,
  right: Bounds,
  context: JudgeContext,
): Bounds {
  const empty = graver(graver(left.empty, right.empty), mismatch(expr, left, right))
  if (expr.returnBool) return { ...FREE, empty, lo: 0, hi: 1, what: 'a comparison', labels: left.labels }
  // A number stands on either side: the series is what is kept.
  const isMirrored = expr.lhs.kind === 'number' && expr.rhs.kind !== 'number'
  const [kept, limit, sign] = isMirrored ? [right, left, MIRRORED[op]] : [left, right, op]
  const verdict = compareBounds(sign, kept, limit)
  const [lo, hi] = narrowed(sign, kept, limit)
  const text = printExpr(expr)
  const isSoft = kept.soft || limit.soft
  if (verdict === 'never') {
    return {
      ...kept,
      lo,
      hi,
      empty: graver({ level: isSoft ? 'may' : 'blind', kind: kindOf(kept), text: neverText(text, kept, limit) }, empty),
    }
  }
  if (kept.what === 'one' && verdict === 'always') {
    const why = `It divides each series by itself, so that the quotient is always 1 and "${text}" always true: a sum is missing around both sides.`
    context.notes.push({ level: 'odd', kind: 'always-one', text: why })
  }
  if (kept.scale === 'percent' && limit.lo === limit.hi && limit.lo > 0 && limit.lo < 1) {
    const why = `It compares a percentage of 0 to 100 with ${limit.lo}, which is less than 1 %: ${limit.lo * 100} was perhaps meant.`
    context.notes.push({ level: 'odd', kind: 'percent', text: why })
  }
  return { ...kept, lo, hi, empty }
}

function kindOf({ what, scale }: Bounds): Finding['kind'] {
  if (what === 'one') return 'always-one'
  return scale === null ? 'never' : 'percent'
}

function neverText(text: string, kept: Bounds, limit: Bounds): string {
  if (kept.what === 'one') {
    return `"${text}" is never true: it divides each series by itself, so that the quotient is always 1. A sum is missing around both sides.`
  }
  const bound = limit.lo
  const hint =
    kept.scale === 'ratio' && bound > 1 && bound <= 100
      ? ` ${bound} % is ${bound / 100} here, or the left side needs 100 times.`
      : ''
  if (kept.scale === 'ratio' && kept.soft)
    return `"${text}" is hardly ever true: by its name the metric goes from 0 to 1.${hint}`
  if (kept.scale === 'percent' && kept.soft)
    return `"${text}" is hardly ever true: by its name the metric goes from 0 to 100.`
  const what = kept.what === '' ? 'what it compares' : kept.what
  return `"${text}" is never true for ${what.replace(/,$/, '')}.${hint}`
}

function compareBounds(op: ComparisonOp, a: Range, b: Range): 'never' | 'always' | 'open' {
  switch (op) {
    case '>':
      return a.hi <= b.lo ? 'never' : a.lo > b.hi ? 'always' : 'open'
    case '>=':
      return a.hi < b.lo ? 'never' : a.lo >= b.hi ? 'always' : 'open'
    case '<':
      return a.lo >= b.hi ? 'never' : a.hi < b.lo ? 'always' : 'open'
    case '<=':
      return a.lo > b.hi ? 'never' : a.hi <= b.lo ? 'always' : 'open'
    case '==':
      if (a.hi < b.lo || a.lo > b.hi) return 'never'
      return a.lo === a.hi && b.lo === b.hi && a.lo === b.lo ? 'always' : 'open'
    case '!=':
      return a.lo === a.hi && b.lo === b.hi && a.lo === b.lo ? 'never' : a.hi < b.lo || a.lo > b.hi ? 'always' : 'open'
  }
}

/** Bounds of what the comparison lets through. */
function narrowed(op: ComparisonOp, a: Range, b: Range): readonly [lo: number, hi: number] {
  if (op === '>' || op === '>=') return [Math.max(a.lo, b.lo), a.hi]
  if (op === '<' || op === '<=') return [a.lo, Math.min(a.hi, b.hi)]
  return op === '==' ? [Math.max(a.lo, b.lo), Math.min(a.hi, b.hi)] : [a.lo, a.hi]
}
