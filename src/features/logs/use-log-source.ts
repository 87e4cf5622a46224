import { useQuery } from '@tanstack/react-query'
import { useServices } from '~/data/services-context'
import type { LogSource } from '~/domain/logs/log-ports'

export interface LogSources {
  /** Undefined until their code is there. */
  readonly sources: readonly LogSource[] | undefined
  /** The one that is asked for, else the first; null where there is none. */
  readonly source: LogSource | null
}

/** The log sources of the configuration, and the one with an id. */
export function useLogSource(id: string): LogSources {
  const { logSources } = useServices()
  const { data: sources } = useQuery({
    queryKey: ['log-sources'],
    queryFn: logSources,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    networkMode: 'always',
  })
  return { sources, source: sources?.find((one) => one.id === id) ?? sources?.[0] ?? null }
}
