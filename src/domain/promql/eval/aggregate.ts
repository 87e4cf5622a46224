import type { AggregateExpr, AggregateOp } from '~/domain/promql/ast'
import type { Labels } from '~/domain/series/frame'
import { type Accumulator, createAccumulator } from './accumulators'
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

/** An aggregation that folds its series one after the other into one a group, and keeps none of them. */
export class Accumulation {
  readonly #op: AggregateOp
  readonly #grouping: Grouping
  readonly #grid: EvalGrid
  readonly #context: EvalContext
  readonly #groups = new Map<string, Accumulator>()

  constructor(node: AggregateExpr, grid: EvalGrid, context: EvalContext) {
    this.#op = node.op
    this.#grouping = groupingOf(node)
    this.#grid = grid
    this.#context = context
  }

  add(member: StepSeries): void {
    const signature = this.#grouping.signatureOf(member.labels)
    let group = this.#groups.get(signature)
    if (group === undefined) {
      group = createAccumulator(
        this.#op,
        this.#context.createSeries(this.#grouping.labelsOf(member.labels), this.#grid.count),
      )
      this.#groups.set(signature, group)
    }
    group.add(member)
  }

  finish(): VectorValue {
    return { kind: 'vector', series: [...this.#groups.values()].map((group) => group.finish()) }
  }
}
