import { useQuery } from '@tanstack/react-query'
import { ONCE_A_VISIT } from '~/data/query-client'

export interface SiteFileState<T> {
  /** Undefined until the file is read, and where it cannot be. */
  readonly file: T | undefined
  readonly error: Error | null
  readonly retry: () => void
}

/** What a file beside index.html says, read once a visit; `name` is that of its entry in the cache. */
export function useSiteFile<T>(name: string, load: () => Promise<T>): SiteFileState<T> {
  const { data, error, refetch } = useQuery({ queryKey: [name], queryFn: load, ...ONCE_A_VISIT })
  return { file: data, error, retry: () => void refetch() }
}
