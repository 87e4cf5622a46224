import type { BinaryOp, ComparisonOp } from './ast'

/** Each comparison with its sides changed: `1 < x` is `x > 1`. */
export const MIRRORED: Readonly<Record<ComparisonOp, ComparisonOp>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
}

export function isComparison(op: BinaryOp): op is ComparisonOp {
  return Object.hasOwn(MIRRORED, op)
}
