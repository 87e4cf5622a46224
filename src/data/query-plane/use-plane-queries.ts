import { type QueryClient, type UseQueryResult, useQueries } from '@tanstack/react-query'
import type { QueryPlane } from '~/data/query-plane/plane'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'

/** First part of the cache key of all metric questions: what a page refresh refetches. */
export const METRICS_KEY = 'metrics'

/** Kept this long after the last panel that shows it is gone, so that going back finds it. */
const KEPT_MS = 60_000

/** A request nobody waited for in this time is cancelled. */
const LEFT_MS = 1000

/** Asks the plane for each query and keeps the answers live; equal keys are asked once however many panels ask. */
export function usePlaneQueries(plane: QueryPlane, queries: readonly PlaneQuery[]): UseQueryResult<QueryData>[] {
  return useQueries({ queries: queries.map((query) => planeOptions(plane, query)) })
}

/** How a question is asked and its answer kept. */
export function planeOptions(plane: QueryPlane, query: PlaneQuery) {
  return {
    queryKey: [METRICS_KEY, query.key],
    queryFn: () => plane.load(query),
    initialData: () => plane.held(query.key),
    // Age is told by the samples; the page's ticker decides when to ask again.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always' as const,
    gcTime: KEPT_MS,
  }
}

/** Lets the plane forget what the cache has forgotten, and stop asking what nobody looks at. Returns the undo. */
export function bindPlaneToCache(client: QueryClient, plane: QueryPlane): () => void {
  return client.getQueryCache().subscribe((event) => {
    const [scope, key] = event.query.queryKey
    if (scope !== METRICS_KEY || typeof key !== 'string') return
    if (event.type === 'removed') plane.drop(key)
    if (event.type === 'observerRemoved' && event.query.getObserversCount() === 0) {
      // Between two pages that show the same panel nobody looks for a moment; a request need not die of that.
      setTimeout(() => {
        if (event.query.getObserversCount() === 0) plane.abandon(key)
      }, LEFT_MS)
    }
  })
}
