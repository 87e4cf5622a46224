import { useEffect, useMemo, useRef, useState } from 'react'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { useServices } from '~/data/services-context'
import type { BoundsOf } from '~/domain/histogram/bucket-layouts'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs } from '~/domain/units-of-measure'

// The parser of PromQL is not small: a page without quantiles never loads it.
const loadCode = () => import('~/data/questions/quantile-code')
type QuantileCode = Awaited<ReturnType<typeof loadCode>>

/** Buckets change with a deploy, and are of the bytes of a refresh the most. */
const HOLDS_MS: DurationMs = 10 * 60_000

const NO_BOUNDS: BoundsOf = () => undefined

/**
 * Bounds of the buckets behind each expression, macros replaced, in their order; none for what is no quantile, and until they
 * are known. They are asked like any value of the page, equal questions once, but anew only after ten minutes. The array
 * is the same until an answer is another.
 */
export function useQuantileBounds(
  exprs: readonly string[],
  questionOf: (expr: string, instant: boolean) => PlaneQuery,
): readonly BoundsOf[] {
  const { plane } = useServices()
  const text = exprs.join('\n')
  const code = useQuantileCode(text.includes('histogram_quantile'))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what the array says
  const sources = useMemo(() => exprs.map((expr) => code?.findQuantile(expr) ?? null), [code, text])
  const bounds = sources.flatMap((source) => (source ? [source.boundsExpr] : []))
  const asked = [...new Set(bounds)]
  const results = usePlaneQueries(
    plane,
    asked.map((expr) => ({ ...questionOf(expr, true), holdsMs: HOLDS_MS })),
  )
  // Another range is another question of the same buckets: until it is answered they are what they were.
  const known = useRef(new Map<string, readonly BucketSeries[]>()).current
  asked.forEach((expr, i) => {
    const data = results[i]?.data
    if (data !== undefined) known.set(expr, seriesOf(data))
  })
  // Each refresh brings another answer, and nearly always the same buckets.
  const state = asked
    .map((expr) =>
      known
        .get(expr)
        ?.map(({ key }) => key)
        .join(' '),
    )
    .join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the state says what is known
  return useMemo(
    () =>
      sources.map((source) => {
        const labels = known.get(source?.boundsExpr ?? '')?.map((one) => one.labels)
        return code !== null && source !== null && labels ? code.readLayouts(source, labels) : NO_BOUNDS
      }),
    [code, sources, state],
  )
}

interface BucketSeries {
  readonly key: string
  readonly labels: Labels
}

/** Of a range too: some panel may show the buckets themselves over time. */
function seriesOf({ matrix, tip }: QueryData): readonly BucketSeries[] {
  return [...(matrix?.series ?? []), ...(tip?.samples ?? [])]
}

/** Null while it is not there. A load that fails leaves values as they are; the next page tries again. */
function useQuantileCode(isWanted: boolean): QuantileCode | null {
  const [code, setCode] = useState<QuantileCode | null>(null)
  useEffect(() => {
    if (isWanted) loadCode().then(setCode, () => undefined)
  }, [isWanted])
  return code
}
