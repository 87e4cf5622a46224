import { useQueries } from '@tanstack/react-query'
import { METRICS_KEY } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import { useServices } from '~/data/services-context'
import { type Dimension, labelOf, type PriceBook, type Usage } from '~/domain/cost/price-book'
import { isSamePeriod, WINDOW_HOLDS, type WindowId, windowAt } from '~/domain/cost/windows'
import type { SourceError } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'
import { askUsage, type UsageFigure } from './ask-usage'

/** What is known of one usage in one window. */
export interface FigureOutcome {
  readonly usage: Usage
  readonly windowId: WindowId
  readonly data: UsageFigure | undefined
  readonly error: SourceError | null
}

/**
 * The cost of usages in windows, live. Not by the query plane, whose questions have one text: here each tick has its own, for a
 * day that has run longer is a longer window. It shares the plane's ticks, so that a page and a panel tell of the same moment.
 */
export function useUsageFigures(
  book: PriceBook,
  windows: readonly WindowId[],
  dimension: Dimension | null,
  timeZone: string,
): readonly FigureOutcome[] {
  const { metrics, plane } = useServices()
  const wanted = book.usages.flatMap((usage) => windows.map((windowId) => ({ usage, windowId })))
  const results = useQueries({
    queries: wanted.map(({ usage, windowId }) => {
      const by = dimension !== null && labelOf(usage, dimension) !== undefined ? dimension : null
      return {
        queryKey: [METRICS_KEY, JSON.stringify(['cost', metrics.id, usage.id, windowId, timeZone, by])],
        queryFn: ({ client, queryKey, signal }: QueryContext) => {
          const nowMs = plane.tickMs()
          const held = client.getQueryData<UsageFigure>(queryKey)
          if (held !== undefined && isHeld(held.nowMs, nowMs, windowId, timeZone)) return held
          return askUsage(metrics, usage, book.prices, windowAt(windowId, nowMs, timeZone), by, nowMs, signal)
        },
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnMount: 'always' as const,
        gcTime: 60_000,
      }
    }),
  })
  return wanted.map((one, i) => ({
    ...one,
    data: results[i]?.data,
    error: asSourceError(results[i]?.error ?? null),
  }))
}

/** Whether an answer is new enough not to be asked for again. */
export function isHeld(heldMs: UnixMs, nowMs: UnixMs, windowId: WindowId, timeZone: string): boolean {
  const isNew = nowMs >= heldMs && nowMs - heldMs < Math.max(1, WINDOW_HOLDS[windowId])
  return isNew && isSamePeriod(windowId, heldMs, nowMs, timeZone)
}

interface QueryContext {
  readonly client: { getQueryData<T>(key: readonly unknown[]): T | undefined }
  readonly queryKey: readonly unknown[]
  readonly signal: AbortSignal
}
