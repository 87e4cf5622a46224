import type { BucketBounds } from '~/domain/histogram/bucket-layouts'
import { formatText, formatValue } from '~/domain/units/format-value'

const ROUNDING = 1e-12

/** The true quantile is above `lower`, and at most `upper`; infinite where the bucket has no such end. */
export interface Bucket {
  readonly lower: number
  readonly upper: number
}

/**
 * Bucket that a quantile falls in, as Prometheus' `bucketQuantile` found it; null for what no bucket explains: NaN, infinity,
 * a value of another layout. The highest finite bound is what Prometheus returns for everything above it, and also where the
 * rank is exactly at the end of the last bucket but one. The answer is the same number, so it is taken for the first: to warn
 * of an edge once too often is the safe side, and one more observation above would make it so.
 */
export function bucketOf(value: number, bounds: BucketBounds): Bucket | null {
  const top = topBound(bounds)
  if (value === top) return { lower: value, upper: Number.POSITIVE_INFINITY }
  const [first = Number.NaN] = bounds
  if (!Number.isFinite(value)) return null
  // Interpolation may end a rounding above the bucket's own end.
  const least = value - Math.abs(value) * ROUNDING
  if (least <= first) {
    // Prometheus takes 0 for the lower end; where that is no end, it returns the bound itself.
    if (first > 0) return value >= 0 ? { lower: 0, upper: first } : null
    return value >= first ? { lower: Number.NEGATIVE_INFINITY, upper: first } : null
  }
  const at = firstAtLeast(bounds, least)
  const [lower, upper] = [bounds[at - 1], bounds[at]]
  return lower === undefined || upper === undefined ? null : { lower, upper }
}

/**
 * The value of a quantile that is only known to be at least that; undefined where no value says so: with no bound but one
 * below zero Prometheus returns it for what is below it too.
 */
export function topBound(bounds: BucketBounds): number | undefined {
  const top = bounds.at(-1)
  return bounds.length > 1 || (top !== undefined && top > 0) ? top : undefined
}

/** "2.5–5 s". The unit is said once where both ends have the same. */
export function formatBucket({ lower, upper }: Bucket, unit: string): string {
  if (upper === Number.POSITIVE_INFINITY) return 'no upper bound'
  if (lower === Number.NEGATIVE_INFINITY) return `at most ${formatText(upper, { unit })}`
  const [from, to] = [formatValue(lower, { unit }), formatText(upper, { unit })]
  const isPlain = lower === 0 || (from.unit !== '' && to.endsWith(` ${from.unit}`))
  const start = isPlain ? from.text : formatText(lower, { unit })
  return lower < 0 ? `${start} to ${to}` : `${start}–${to}`
}

/** "0.1, 0.5, 1, 2.5 s": all bounds, each unit once. */
export function formatBounds(bounds: BucketBounds, unit: string): string {
  return bounds
    .map((bound, i) => {
      const shown = formatValue(bound, { unit })
      const next = bounds[i + 1]
      const isSaid = next !== undefined && formatValue(next, { unit }).unit === shown.unit
      return isSaid || shown.unit === '' ? shown.text : `${shown.text} ${shown.unit}`
    })
    .join(', ')
}

function firstAtLeast(bounds: BucketBounds, value: number): number {
  let [low, high] = [0, bounds.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((bounds[middle] ?? Number.NaN) >= value) high = middle
    else low = middle + 1
  }
  return low
}
