import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useServices } from '~/data/services-context'
import { SourceError, type SourceErrorDetail } from '~/domain/sources'
import { askAgainMs, mayGrow } from '~/domain/traces/ask-again'
import type { Trace, TraceSource } from '~/domain/traces/model'
import type { UnixMs } from '~/domain/units-of-measure'
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

/**
 * Asks all tracing backends for a trace; asks none where the id is null. Backends collect spans for some seconds: while the page
 * `follows` the clock, those are asked again that do not know the trace or its end.
 */
export function useToldTraces(id: string | null, follows: boolean): ToldTraces {
  const sources = useTraceSources()
  const privacy = useTracePrivacy()
  const { clock } = useServices()
  const times = useRef(0)
  const { data } = useQuery({
    queryKey: ['told-trace', id, privacy.masksUsers],
    enabled: id !== null && sources !== undefined && sources.length > 0,
    queryFn: ({ signal, client, queryKey }) => {
      const known = times.current === 0 ? [] : (client.getQueryData<readonly Told[]>(queryKey) ?? [])
      times.current += 1
      return Promise.all(
        (sources ?? []).map((source, i) => askFor(source, id ?? '', known[i], clock.nowMs(), { privacy, signal })),
      )
    },
    refetchInterval: ({ state }) =>
      follows &&
      askAgainMs(
        (state.data ?? []).map(({ trace }) => trace),
        times.current,
        clock.nowMs(),
      ),
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

/** What a source has told stays where it told all of it, and where it cannot be asked again. */
async function askFor(
  source: TraceSource,
  id: string,
  known: Told | undefined,
  nowMs: UnixMs,
  { privacy, signal }: { readonly privacy: TracePrivacy; readonly signal: AbortSignal },
): Promise<Told> {
  const before = known?.trace ?? null
  if (known !== undefined && before !== null && !mayGrow(before, nowMs)) return known
  try {
    // By its own id, for which nothing has to be searched.
    const trace = await source.trace(before?.id ?? id, signal)
    return { source, trace: trace === null ? before : privacy.trace(trace), error: null }
  } catch (error) {
    return { source, trace: before, error: detailOf(error) }
  }
}

export function detailOf(error: unknown): SourceErrorDetail {
  if (error instanceof SourceError) return error.detail
  return { kind: 'client', message: 'The traces could not be asked for by a fault of this page.' }
}
