import type { SetOp, VectorMatching } from '~/domain/promql/ast'
import type { EvalGrid } from './grid'
import { signatureOfMatching } from './matching'
import { mergeSameLabels, type StepSeries, type VectorValue, withPoints } from './values'

/** For each signature, the steps at which a side has a series with it. */
type Presence = ReadonlyMap<string, Uint8Array>

/** `and`, `unless` and `or` at all steps. Writes into the series it is given. */
export function combineSets(
  op: SetOp,
  matching: VectorMatching | undefined,
  lhs: readonly StepSeries[],
  rhs: readonly StepSeries[],
  grid: EvalGrid,
): VectorValue {
  const signatureOf = signatureOfMatching(matching)
  const presenceOf = (side: readonly StepSeries[]): Presence => {
    const steps = new Map<string, Uint8Array>()
    for (const { labels, present } of side) {
      const signature = signatureOf(labels)
      const known = steps.get(signature) ?? new Uint8Array(grid.count)
      for (let step = 0; step < known.length; step++) known[step] = (known[step] as number) | (present[step] as number)
      steps.set(signature, known)
    }
    return steps
  }
  const keepWhere = (side: readonly StepSeries[], other: Presence, isThere: 0 | 1) => {
    for (const { labels, present } of side) {
      const there = other.get(signatureOf(labels))
      for (let step = 0; step < present.length; step++) {
        if ((there?.[step] ?? 0) !== isThere) present[step] = 0
      }
    }
    return withPoints(side)
  }
  if (op === 'or') {
    const left = presenceOf(lhs)
    return { kind: 'vector', series: join(lhs, keepWhere(rhs, left, 0)) }
  }
  return { kind: 'vector', series: keepWhere(lhs, presenceOf(rhs), op === 'and' ? 1 : 0) }
}

/** Equal label sets on both sides have equal signatures, so they never stand at one step. */
function join(lhs: readonly StepSeries[], rhs: readonly StepSeries[]): StepSeries[] {
  return mergeSameLabels([...lhs, ...rhs])
}
