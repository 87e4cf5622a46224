import type { BinaryExpr, VectorMatching } from '~/domain/promql/ast'
import type { Labels } from '~/domain/series/frame'
import { quoteText } from '../parse/go-quote'
import { type ElementOp, elementOp } from './binary-ops'
import { type EvalContext, failExecution } from './context'
import type { EvalGrid } from './grid'
import {
  keepLabels,
  labelsText,
  METRIC_NAME,
  type SignatureOf,
  signatureOfLabels,
  signatureWithoutLabels,
  sortNames,
  withLabel,
  withoutLabels,
  withoutName,
} from './label-sets'
import { mergeSameLabels, type StepSeries, type VectorValue, withPoints } from './values'

const DEFAULT_MATCHING: VectorMatching = { card: 'one-to-one', on: false, labels: [], include: [] }

export function signatureOfMatching(matching: VectorMatching = DEFAULT_MATCHING): SignatureOf {
  return matching.on ? signatureOfLabels(sortNames(matching.labels)) : signatureWithoutLabels(matching.labels)
}

/** The series of the "one" side that share a signature. At each step one of them at most may have a point. */
interface OneSide {
  readonly series: StepSeries[]
  /** Which of them has the point of a step, -1 for none; null while there is one series only. */
  at: Int32Array | null
}

/**
 * Arithmetic and comparison of two vectors at all steps. Signatures are made once for each series; what Prometheus checks at
 * each step (two candidates on the "one" side, two results with equal labels) is checked at each step here too.
 */
export function matchVectors(
  node: BinaryExpr,
  lhs: readonly StepSeries[],
  rhs: readonly StepSeries[],
  grid: EvalGrid,
  context: EvalContext,
): VectorValue {
  const matching = node.matching ?? DEFAULT_MATCHING
  const op = elementOp(node.op)
  const swapped = matching.card === 'one-to-many'
  const [many, one] = swapped ? [rhs, lhs] : [lhs, rhs]
  const signatureOf = signatureOfMatching(matching)
  const ones = groupOneSide(one, many, matching, signatureOf, grid)
  const pair: PairRules = { op, matching, swapped, returnBool: node.returnBool }
  const taken = new Map<string, Uint8Array>()
  const results: StepSeries[] = []
  for (const left of many) {
    const signature = signatureOf(left.labels)
    const group = ones.get(signature)
    if (group === undefined) continue
    const made = pairSeries(left, group, pair, context)
    // One-to-one: a second series of the "many" side that finds the same partner at a step is a fault.
    if (matching.card === 'one-to-one') claimSteps(taken, signature, made)
    else refuseEqualResults(taken, signature, made)
    results.push(...made)
  }
  return { kind: 'vector', series: mergeSameLabels(withPoints(results)) }
}

function groupOneSide(
  one: readonly StepSeries[],
  many: readonly StepSeries[],
  matching: VectorMatching,
  signatureOf: SignatureOf,
  grid: EvalGrid,
): Map<string, OneSide> {
  // Prometheus looks for partners only at steps where the "many" side has anything at all.
  let manyPresent: Uint8Array | undefined
  const groups = new Map<string, OneSide>()
  for (const series of one) {
    const signature = signatureOf(series.labels)
    const group = groups.get(signature)
    if (group === undefined) {
      groups.set(signature, { series: [series], at: null })
      continue
    }
    manyPresent ??= presentAnywhere(many, grid)
    group.at ??= Int32Array.from(group.series[0]?.present ?? [], (present) => present - 1)
    const index = group.series.push(series) - 1
    for (let step = 0; step < grid.count; step++) {
      if (series.present[step] === 0) continue
      const known = group.series[group.at[step] as number]
      if (known !== undefined && manyPresent[step] === 1) failManyToMany(matching, series.labels, known.labels)
      group.at[step] = index
    }
  }
  return groups
}

function presentAnywhere(series: readonly StepSeries[], grid: EvalGrid): Uint8Array {
  const anywhere = new Uint8Array(grid.count)
  for (const { present } of series) {
    for (let step = 0; step < anywhere.length; step++)
      anywhere[step] = (anywhere[step] as number) | (present[step] as number)
  }
  return anywhere
}

interface PairRules {
  readonly op: ElementOp
  readonly matching: VectorMatching
  readonly swapped: boolean
  readonly returnBool: boolean
}

/** Results of one series of the "many" side: one series for each set of labels that its partners give it. */
function pairSeries(left: StepSeries, group: OneSide, rules: PairRules, context: EvalContext): StepSeries[] {
  const steps = left.values.length
  if (group.at === null) {
    return group.series.map((right) => {
      const out = context.createSeries(resultLabels(left.labels, right.labels, rules), steps)
      combine(left, right, rules, out)
      return out
    })
  }
  const byLabels = new Map<string, StepSeries>()
  const outs = group.series.map((right) => {
    const labels = resultLabels(left.labels, right.labels, rules)
    const key = labelsText(labels)
    const out = byLabels.get(key) ?? context.createSeries(labels, steps)
    byLabels.set(key, out)
    return out
  })
  for (let step = 0; step < steps; step++) {
    const index = group.at[step] as number
    const right = group.series[index]
    const out = outs[index]
    if (right !== undefined && out !== undefined && left.present[step] === 1) combineStep(left, right, rules, out, step)
  }
  return [...byLabels.values()]
}

function combine(left: StepSeries, right: StepSeries, rules: PairRules, out: StepSeries): void {
  for (let step = 0; step < left.values.length; step++) {
    if (left.present[step] === 1 && right.present[step] === 1) combineStep(left, right, rules, out, step)
  }
}

function combineStep(left: StepSeries, right: StepSeries, rules: PairRules, out: StepSeries, step: number): void {
  const { op, swapped, returnBool } = rules
  const a = (swapped ? right.values[step] : left.values[step]) as number
  const b = (swapped ? left.values[step] : right.values[step]) as number
  const keeps = op.holds(a, b)
  if (returnBool) out.values[step] = keeps ? 1 : 0
  else if (keeps) out.values[step] = op.compute(a, b)
  else return
  out.present[step] = 1
}

function claimSteps(taken: Map<string, Uint8Array>, signature: string, made: readonly StepSeries[]): void {
  for (const { present } of made) {
    const known = taken.get(signature)
    if (known === undefined) {
      taken.set(signature, present.slice())
      continue
    }
    for (let step = 0; step < known.length; step++) {
      if (present[step] === 0) continue
      if (known[step] === 1) {
        failExecution('multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)')
      }
      known[step] = 1
    }
  }
}

function refuseEqualResults(taken: Map<string, Uint8Array>, signature: string, made: readonly StepSeries[]): void {
  for (const { labels, present } of made) {
    const key = `${signature.length}:${signature}${labelsText(labels)}`
    const known = taken.get(key)
    if (known === undefined) {
      taken.set(key, present)
      continue
    }
    for (let step = 0; step < known.length; step++) {
      if (present[step] === 1 && known[step] === 1) {
        failExecution('multiple matches for labels: grouping labels must ensure unique matches')
      }
    }
    taken.set(
      key,
      known.map((there, step) => there | (present[step] as number)),
    )
  }
}

/** Labels of a pair's result: the "many" side's, cut to what was matched or widened by what is included. */
function resultLabels(many: Labels, one: Labels, { op, matching, returnBool }: PairRules): Labels {
  let labels = op.dropsName ? withoutName(many) : many
  if (matching.card === 'one-to-one') {
    labels = matching.on
      ? keepLabels(labels, sortNames(matching.labels))
      : withoutLabels(labels, new Set(matching.labels))
  }
  for (const name of matching.include) labels = withLabel(labels, name, one.get(name) ?? '')
  return returnBool ? withoutName(labels) : labels
}

function failManyToMany(matching: VectorMatching, labels: Labels, other: Labels): never {
  const side = matching.card === 'one-to-many' ? 'left' : 'right'
  const matched = matching.on
    ? keepLabels(labels, sortNames(matching.labels))
    : withoutLabels(labels, new Set([METRIC_NAME, ...matching.labels]))
  failExecution(
    `found duplicate series for the match group ${printLabels(matched)} on the ${side} hand-side of the operation: ` +
      `[${printLabels(labels)}, ${printLabels(other)}];many-to-many matching not allowed: ` +
      'matching labels must be unique on one side',
  )
}

function printLabels(labels: Labels): string {
  return `{${[...labels].map(([name, value]) => `${name}=${quoteText(value)}`).join(', ')}}`
}
