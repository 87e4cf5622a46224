import type { AggregateExpr, AggregateOp } from '~/domain/promql/ast'
import type { Labels } from '~/domain/series/frame'
import { ACCUMULATORS } from './accumulators'
import type { EvalContext } from './context'
import type { EvalGrid } from './grid'
import {
  keepLabels,
  METRIC_NAME,
  type SignatureOf,
  signatureOfLabels,
  signatureWithoutLabels,
  sortNames,
  withoutLabels,
} from './label-sets'
import type { StepSeries, VectorValue } from './values'

/** The series that an aggregation puts together, in the order of their first member. */
export interface Group {
  readonly labels: Labels
  readonly members: StepSeries[]
}

export interface Grouping {
  readonly signatureOf: SignatureOf
  readonly labelsOf: (labels: Labels) => Labels
}

export function groupingOf({ grouping, without }: Pick<AggregateExpr, 'grouping' | 'without'>): Grouping {
  const names = sortNames(grouping)
  if (without) {
    const dropped = new Set([METRIC_NAME, ...names])
    return { signatureOf: signatureWithoutLabels(names), labelsOf: (labels) => withoutLabels(labels, dropped) }
  }
  return { signatureOf: signatureOfLabels(names), labelsOf: (labels) => keepLabels(labels, names) }
}

export function groupSeries(series: readonly StepSeries[], { signatureOf, labelsOf }: Grouping): Group[] {
  const groups = new Map<string, Group>()
  for (const member of series) {
    const signature = signatureOf(member.labels)
    const known = groups.get(signature)
    if (known) known.members.push(member)
    else groups.set(signature, { labels: labelsOf(member.labels), members: [member] })
  }
  return [...groups.values()]
}

/** Aggregations that put one number after the other into one result a group. */
export function accumulate(
  op: AggregateOp,
  groups: readonly Group[],
  grid: EvalGrid,
  context: EvalContext,
): VectorValue {
  const accumulator = ACCUMULATORS.get(op)
  if (accumulator === undefined) throw new Error(`${op} is no plain aggregation`)
  const series = groups.map(({ labels, members }) => {
    const out = context.createSeries(labels, grid.count)
    accumulator(members, out)
    return out
  })
  return { kind: 'vector', series }
}
