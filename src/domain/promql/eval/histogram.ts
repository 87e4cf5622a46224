import type { Labels } from '~/domain/series/frame'
import { type Call, type CallFunction, scalarArg, vectorArg } from './call'
import { parseGoFloat } from './go-text'
import { labelsText, METRIC_NAME, withoutLabels } from './label-sets'
import { mergeSameLabels, type StepSeries, type VectorValue, withPoints } from './values'

const BUCKET_LABEL = 'le'
const NOT_OF_RESULT = new Set([METRIC_NAME, BUCKET_LABEL])

interface BucketSeries {
  /** Upper bound, included. */
  readonly bound: number
  readonly series: StepSeries
}

interface Histogram {
  readonly labels: Labels
  readonly buckets: BucketSeries[]
}

/** `histogram_quantile(q, v)` of classic histograms, bucket by bucket as Prometheus 2.42 does it. */
function histogramQuantile(call: Call): VectorValue {
  const quantiles = scalarArg(call, 0)
  const series = groupBuckets(vectorArg(call, 1)).map(({ labels, buckets }) => {
    const out = call.context.createSeries(labels, call.grid.count)
    fillQuantiles(sortBuckets(buckets), quantiles, out)
    return out
  })
  return { kind: 'vector', series: mergeSameLabels(withPoints(series)) }
}

/** Series whose `le` is no number are no buckets, and left out. Two metrics' buckets are two histograms. */
function groupBuckets(series: readonly StepSeries[]): Histogram[] {
  const bySignature = new Map<string, Histogram>()
  const notOfSignature = new Set([BUCKET_LABEL])
  for (const one of series) {
    const bound = parseGoFloat(one.labels.get(BUCKET_LABEL) ?? '')
    if (bound === undefined) continue
    const signature = labelsText(withoutLabels(one.labels, notOfSignature))
    const known = bySignature.get(signature)
    if (known) known.buckets.push({ bound, series: one })
    else {
      const labels = withoutLabels(one.labels, NOT_OF_RESULT)
      bySignature.set(signature, { labels, buckets: [{ bound, series: one }] })
    }
  }
  return [...bySignature.values()]
}

/** Insertion sort, so that a bound of NaN, which has no order, ends where Prometheus' sort leaves it. */
function sortBuckets(buckets: readonly BucketSeries[]): BucketSeries[] {
  if (!buckets.some(({ bound }) => Number.isNaN(bound))) return [...buckets].sort((a, b) => compareBounds(a, b))
  const sorted: BucketSeries[] = []
  for (const bucket of buckets) {
    let at = sorted.length
    while (at > 0 && bucket.bound < (sorted[at - 1] as BucketSeries).bound) at--
    sorted.splice(at, 0, bucket)
  }
  return sorted
}

function compareBounds(a: BucketSeries, b: BucketSeries): number {
  return a.bound === b.bound ? 0 : a.bound < b.bound ? -1 : 1
}

function fillQuantiles(buckets: readonly BucketSeries[], quantiles: Float64Array, out: StepSeries): void {
  const bounds = new Float64Array(buckets.length)
  const counts = new Float64Array(buckets.length)
  for (let step = 0; step < out.values.length; step++) {
    let used = 0
    for (const { bound, series } of buckets) {
      if (series.present[step] === 0) continue
      const count = series.values[step] as number
      // `le="1"` and `le="1.0"` are one bucket.
      if (used > 0 && bounds[used - 1] === bound) counts[used - 1] = (counts[used - 1] as number) + count
      else {
        bounds[used] = bound
        counts[used] = count
        used++
      }
    }
    if (used === 0) continue
    out.values[step] = bucketQuantile(quantiles[step] as number, bounds, counts, used)
    out.present[step] = 1
  }
}

/** `bounds` ascending. Writes into `counts`: where a bucket counts less than one before it, it counts as much. */
function bucketQuantile(quantile: number, bounds: Float64Array, counts: Float64Array, used: number): number {
  if (Number.isNaN(quantile)) return Number.NaN
  if (quantile < 0) return -Infinity
  if (quantile > 1) return Infinity
  if (bounds[used - 1] !== Infinity) return Number.NaN
  makeMonotonic(counts, used)
  const observations = counts[used - 1] as number
  if (used < 2 || observations === 0) return Number.NaN
  let rank = quantile * observations
  const bucket = firstAtLeast(counts, used - 1, rank)
  if (bucket === used - 1) return bounds[used - 2] as number
  const end = bounds[bucket] as number
  if (bucket === 0 && end <= 0) return end
  let start = 0
  let inside = counts[bucket] as number
  if (bucket > 0) {
    start = bounds[bucket - 1] as number
    inside -= counts[bucket - 1] as number
    rank -= counts[bucket - 1] as number
  }
  return start + (end - start) * (rank / inside)
}

function makeMonotonic(counts: Float64Array, used: number): void {
  let most = counts[0] as number
  for (let i = 1; i < used; i++) {
    const count = counts[i] as number
    if (count > most) most = count
    else if (count < most) counts[i] = most
  }
}

/** Binary search, whose answer among counts of NaN is that of Prometheus' own. */
function firstAtLeast(counts: Float64Array, length: number, rank: number): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((counts[middle] as number) >= rank) high = middle
    else low = middle + 1
  }
  return low
}

export const HISTOGRAM_FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map<string, CallFunction>([
  ['histogram_quantile', histogramQuantile],
])
