import { QueryClient } from '@tanstack/react-query'

/**
 * The cache of the page. Asked is also while the browser believes that it is offline, for a server may be on this machine; nobody
 * but the page's ticker and the health of a source says when to ask again; and answers are too large to be compared.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, structuralSharing: false },
    },
  })
}

/** Of what is read once and stays: files beside index.html. */
export const ONCE_A_VISIT = { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY }
