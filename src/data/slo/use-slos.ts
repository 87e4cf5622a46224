import { useQuery } from '@tanstack/react-query'
import { fetchSiteText } from '~/data/dashboards/load-dashboard'
import type { DecodedSlos } from '~/domain/slo/decode-slos'
import { loadSlos } from './load-slos'

export interface SlosState {
  /** Undefined until the file is read, and where it cannot be. */
  readonly file: DecodedSlos | undefined
  readonly error: Error | null
  readonly retry: () => void
}

/** The objectives of `slos.json`, read once a visit. */
export function useSlos(): SlosState {
  const { data, error, refetch } = useQuery({
    queryKey: ['slos'],
    queryFn: () => loadSlos(fetchSiteText),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
    networkMode: 'always',
  })
  return { file: data, error, retry: () => void refetch() }
}
