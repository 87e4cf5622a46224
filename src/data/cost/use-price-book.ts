import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { loadPrices } from '~/data/prices/load-prices'
import { ONCE_A_VISIT } from '~/data/query-client'
import { fetchSiteText } from '~/data/site-file'
import type { PriceBook } from '~/domain/cost/price-book'

/** How often a file that could not be read is tried again. */
const RETRY_MS = 10_000

/** `prices.json`, read once a page; tried again while it cannot be read. */
export function usePriceBook(): UseQueryResult<PriceBook> {
  const [result] = useQueries({
    queries: [
      {
        queryKey: ['prices'],
        queryFn: () => loadPrices(fetchSiteText),
        ...ONCE_A_VISIT,
        refetchInterval: ({ state }: { readonly state: { readonly status: string } }) =>
          state.status === 'error' ? RETRY_MS : (false as const),
      },
    ],
  })
  return result as UseQueryResult<PriceBook>
}
