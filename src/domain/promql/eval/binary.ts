import type { BinaryExpr } from '~/domain/promql/ast'
import { elementOp } from './binary-ops'
import type { EvalContext } from './context'
import type { EvalGrid } from './grid'
import { matchVectors } from './matching'
import { combineSets } from './set-operators'
import { dropNames, type EvalValue, type ScalarValue, type StepSeries, type VectorValue, withPoints } from './values'

/** Both sides evaluated; scalars at each step, vectors by scalars series by series, vectors by vectors matched. */
export function evalBinary(
  node: BinaryExpr,
  lhs: EvalValue,
  rhs: EvalValue,
  grid: EvalGrid,
  context: EvalContext,
): EvalValue {
  if (lhs.kind === 'scalar' && rhs.kind === 'scalar') return combineScalars(node, lhs, rhs)
  if (lhs.kind === 'vector' && rhs.kind === 'scalar') return combineWithScalar(node, lhs.series, rhs.values, false)
  if (lhs.kind === 'scalar' && rhs.kind === 'vector') return combineWithScalar(node, rhs.series, lhs.values, true)
  if (lhs.kind !== 'vector' || rhs.kind !== 'vector') throw new Error(`${node.op} of a text`)
  if (node.op === 'and' || node.op === 'or' || node.op === 'unless') {
    return combineSets(node.op, node.matching, lhs.series, rhs.series, grid)
  }
  return matchVectors(node, lhs.series, rhs.series, grid, context)
}

/** A comparison of scalars always has `bool`. */
function combineScalars(node: BinaryExpr, lhs: ScalarValue, rhs: ScalarValue): ScalarValue {
  const { isComparison, compute, holds } = elementOp(node.op)
  const values = lhs.values.map((left, step) => {
    const right = rhs.values[step] as number
    return isComparison ? Number(holds(left, right)) : compute(left, right)
  })
  return { kind: 'scalar', values }
}

/** Writes into the vector's own series. A filter keeps the vector's value, on whichever side it stands. */
function combineWithScalar(
  node: BinaryExpr,
  series: readonly StepSeries[],
  scalars: Float64Array,
  scalarIsLeft: boolean,
): VectorValue {
  const op = elementOp(node.op)
  for (const { values, present } of series) {
    for (let step = 0; step < values.length; step++) {
      if (present[step] === 0) continue
      const value = values[step] as number
      const scalar = scalars[step] as number
      const left = scalarIsLeft ? scalar : value
      const right = scalarIsLeft ? value : scalar
      if (!op.isComparison) values[step] = op.compute(left, right)
      else if (node.returnBool) values[step] = op.holds(left, right) ? 1 : 0
      else if (!op.holds(left, right)) present[step] = 0
    }
  }
  const kept = op.isComparison && !node.returnBool ? withPoints(series) : series
  return { kind: 'vector', series: op.dropsName || node.returnBool ? dropNames(kept) : kept }
}
