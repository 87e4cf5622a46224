import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import type { QueryPlane } from '~/data/query-plane/plane'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { planeOptions } from '~/data/query-plane/use-plane-queries'

/** What is looked for in an answer. */
export interface Finding<Found> {
  readonly query: PlaneQuery
  /** The same function while it finds the same; see `steady`. */
  readonly find: (data: QueryData) => Found
}

/** As `usePlaneQueries`, but for what is found in the answers: whoever takes `data` alone renders again where something else is found, not with each answer. */
export function usePlaneFindings<Found>(
  plane: QueryPlane,
  findings: readonly Finding<Found>[],
): UseQueryResult<Found>[] {
  return useQueries({ queries: findings.map(({ query, find }) => ({ ...planeOptions(plane, query), select: find })) })
}

/** As `find`, but the same object as before while that says the same. For what is small, and plain as JSON is. */
export function steady<Found>(find: (data: QueryData) => Found): (data: QueryData) => Found {
  let known: { readonly found: Found; readonly text: string } | undefined
  return (data) => {
    const found = find(data)
    const text = JSON.stringify(found)
    if (known?.text !== text) known = { found, text }
    return known.found
  }
}
