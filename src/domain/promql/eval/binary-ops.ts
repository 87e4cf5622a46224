import type { BinaryOp } from '~/domain/promql/ast'
import { goAtan2, goPow } from './go-math'

/** A comparison keeps its left value where it holds; arithmetic keeps all. */
export interface ElementOp {
  readonly isComparison: boolean
  /** All arithmetic but `atan2`, which Prometheus 2.42 forgets. */
  readonly dropsName: boolean
  /** Arithmetic. */
  readonly compute: (left: number, right: number) => number
  /** Comparison. */
  readonly holds: (left: number, right: number) => boolean
}

const arithmetic = (compute: ElementOp['compute']): ElementOp => ({
  isComparison: false,
  dropsName: true,
  compute,
  holds: () => true,
})

const comparison = (holds: ElementOp['holds']): ElementOp => ({
  isComparison: true,
  dropsName: false,
  compute: (left) => left,
  holds,
})

const OPS: ReadonlyMap<BinaryOp, ElementOp> = new Map<BinaryOp, ElementOp>([
  ['+', arithmetic((left, right) => left + right)],
  ['-', arithmetic((left, right) => left - right)],
  ['*', arithmetic((left, right) => left * right)],
  ['/', arithmetic((left, right) => left / right)],
  ['%', arithmetic((left, right) => left % right)],
  ['^', arithmetic(goPow)],
  ['atan2', { ...arithmetic(goAtan2), dropsName: false }],
  ['==', comparison((left, right) => left === right)],
  ['!=', comparison((left, right) => left !== right)],
  ['<', comparison((left, right) => left < right)],
  ['>', comparison((left, right) => left > right)],
  ['<=', comparison((left, right) => left <= right)],
  ['>=', comparison((left, right) => left >= right)],
])

export function elementOp(op: BinaryOp): ElementOp {
  const known = OPS.get(op)
  if (known === undefined) throw new Error(`${op} works on sets`)
  return known
}
