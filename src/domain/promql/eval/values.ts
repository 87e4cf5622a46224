import type { Labels } from '~/domain/series/frame'
import { failExecution } from './context'
import { labelsText, withoutName } from './label-sets'

/**
 * One series of an instant vector at all steps of the evaluation at once. `present[i]` is 1 where the vector of step `i` has
 * it; elsewhere `values[i]` means nothing. The node that receives a series owns it and may write to it.
 */
export interface StepSeries {
  readonly labels: Labels
  readonly values: Float64Array
  readonly present: Uint8Array
}

/** Takes the series of a vector one by one as they are made, so that not all of them have to be there at once. */
export interface SeriesSink {
  /** A series without points, to be written and then handed to `take` or `drop`. */
  readonly create: (labels: Labels) => StepSeries
  readonly take: (series: StepSeries) => void
  readonly drop: (series: StepSeries) => void
}

export interface ScalarValue {
  readonly kind: 'scalar'
  /** One a step. */
  readonly values: Float64Array
}

export interface VectorValue {
  readonly kind: 'vector'
  /** No two with equal labels, each with a point at one step at least, in the order in which an instant query answers. */
  readonly series: readonly StepSeries[]
}

export interface StringValue {
  readonly kind: 'string'
  readonly value: string
}

/** What a node evaluates to. Ranges are no values: the calls that take them read them window by window. */
export type EvalValue = ScalarValue | VectorValue | StringValue

const SAME_LABELSET = 'vector cannot contain metrics with the same labelset'

/**
 * Series whose labels were changed, put together where they have become equal. Prometheus looks at the vector of each step:
 * two equal label sets at one step are a fault, at different steps they are one series.
 */
export function mergeSameLabels(series: readonly StepSeries[]): StepSeries[] {
  const byLabels = new Map<string, StepSeries>()
  for (const next of series) {
    const key = labelsText(next.labels)
    const known = byLabels.get(key)
    if (known === undefined) byLabels.set(key, next)
    else mergePoints(known, next)
  }
  return [...byLabels.values()]
}

function mergePoints(into: StepSeries, from: StepSeries): void {
  for (let i = 0; i < from.present.length; i++) {
    if (from.present[i] === 0) continue
    if (into.present[i] === 1) failExecution(SAME_LABELSET)
    into.present[i] = 1
    into.values[i] = from.values[i] as number
  }
}

/**
 * Where Prometheus looks at the whole answer and not at each step (calls over ranges, unary minus), equal labels are a fault at
 * once. Gives the check of one label set after the other; `before` are the series whose names may have been dropped.
 */
export function labelGuard(
  before: readonly { readonly labels: Labels }[],
  areNamesDropped: boolean,
): (labels: Labels) => void {
  if (!areNamesDropped || haveOneName(before)) return () => {}
  const seen = new Set<string>()
  return (labels) => {
    const key = labelsText(labels)
    if (seen.has(key)) failExecution(SAME_LABELSET)
    seen.add(key)
  }
}

/** The same series without `__name__`; those that differ in nothing else are merged. */
export function dropNames(series: readonly StepSeries[]): StepSeries[] {
  const dropped = series.map((one) => ({ ...one, labels: withoutName(one.labels) }))
  return haveOneName(series) ? dropped : mergeSameLabels(dropped)
}

/** Label sets that are different and have the same name are different without it: the common case, which needs no keys. */
export function haveOneName(series: readonly { readonly labels: Labels }[]): boolean {
  const name = series[0]?.labels.get('__name__')
  return series.every(({ labels }) => labels.get('__name__') === name)
}

/** Only the series that have a point at some step. */
export function withPoints(series: readonly StepSeries[]): StepSeries[] {
  return series.filter(({ present }) => present.includes(1))
}
