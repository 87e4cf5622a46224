import { useQuery } from '@tanstack/react-query'
import { useServices } from '~/data/services-context'
import { SourceError, type SourceErrorDetail } from '~/domain/sources'
import type { Trace, TraceSource } from '~/domain/traces/model'
import { type TracePrivacy, useTracePrivacy } from './use-trace-privacy'

export function useTraceSources(): readonly TraceSource[] | undefined {
  const { traceSources } = useServices()
  return useQuery({
    queryKey: ['trace-sources'],
    queryFn: traceSources,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    networkMode: 'always',
  }).data
}

/** What tracing backends say about an id. */
export interface ToldTraces {
  /** Undefined until their code is there. */
  readonly sources: readonly TraceSource[] | undefined
  readonly found: readonly { readonly source: TraceSource; readonly trace: Trace }[]
  readonly failed: readonly { readonly source: TraceSource; readonly error: SourceErrorDetail }[]
  readonly isLoading: boolean
}

/** Asks all tracing backends for a trace; asks none where the id is null. */
export function useToldTraces(id: string | null): ToldTraces {
  const sources = useTraceSources()
  const privacy = useTracePrivacy()
  const { data } = useQuery({
    queryKey: ['told-trace', id, privacy.masksUsers],
    enabled: id !== null && sources !== undefined && sources.length > 0,
    // A trace that is known grows by late spans only: asked again when the page is opened again.
    queryFn: ({ signal }) => Promise.all((sources ?? []).map((source) => askFor(source, id ?? '', privacy, signal))),
    networkMode: 'always',
    retry: false,
  })
  const answers = data ?? []
  return {
    sources,
    found: answers.flatMap(({ source, trace }) => (trace === null ? [] : [{ source, trace }])),
    failed: answers.flatMap(({ source, error }) => (error === null ? [] : [{ source, error }])),
    isLoading: sources === undefined || (id !== null && sources.length > 0 && data === undefined),
  }
}

interface Told {
  readonly source: TraceSource
  readonly trace: Trace | null
  readonly error: SourceErrorDetail | null
}

async function askFor(source: TraceSource, id: string, privacy: TracePrivacy, signal: AbortSignal): Promise<Told> {
  try {
    const trace = await source.trace(id, signal)
    return { source, trace: trace === null ? null : privacy.trace(trace), error: null }
  } catch (error) {
    return { source, trace: null, error: detailOf(error) }
  }
}

export function detailOf(error: unknown): SourceErrorDetail {
  if (error instanceof SourceError) return error.detail
  return { kind: 'client', message: 'The traces could not be asked for by a fault of this page.' }
}
