import type { KeptLabels, QuantileSource } from '~/domain/histogram/quantile-source'
import { parseGoFloat } from '~/domain/promql/eval/go-text'
import { type Labels, labelsKey } from '~/domain/series/frame'

/** Finite upper bounds of a histogram's buckets, ascending, on the scale of the quantile's values. Never empty. */
export type BucketBounds = readonly number[]

/** Bounds by series of a quantile: undefined where its histogram has none, as a native one, or is gone. */
export type BoundsOf = (labels: Labels) => BucketBounds | undefined

/**
 * Reads the answer to `boundsExpr`. Two histograms that a quantile tells apart may have different buckets; two that it sums
 * have those of both, as in Prometheus.
 */
export function readLayouts(
  { kept, scale }: Pick<QuantileSource, 'kept' | 'scale'>,
  buckets: Iterable<Labels>,
): BoundsOf {
  const found = new Map<string, Set<number>>()
  for (const labels of buckets) {
    const bound = parseGoFloat(labels.get('le') ?? '')
    if (bound === undefined || !Number.isFinite(bound)) continue
    const key = layoutKey(kept, labels)
    const bounds = found.get(key) ?? new Set()
    found.set(key, bounds.add(scale(bound)))
  }
  const layouts = new Map([...found].map(([key, bounds]) => [key, [...bounds].sort((a, b) => a - b)]))
  return (labels) => layouts.get(layoutKey(kept, labels))
}

function layoutKey({ labels: named, without }: KeptLabels, labels: Labels): string {
  const isKept = ([name, value]: readonly [string, string]) =>
    value !== '' && name !== 'le' && name !== '__name__' && named.includes(name) !== without
  return labelsKey(new Map([...labels].filter(isKept)))
}
