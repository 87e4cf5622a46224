import { useQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { useServices } from '~/data/services-context'
import type { SourceErrorDetail } from '~/domain/sources'
import type { TimeRange } from '~/domain/time/time-range'
import { tracesOfLines } from '~/domain/traces/flow'
import { fieldOf } from '~/domain/traces/from-log-lines'
import type { TraceSource } from '~/domain/traces/model'
import { useLogSource } from '../use-log-source'
import type { ListedTrace } from './FoundTraces'
import { type SourceLines, useFlowLines } from './use-flow-lines'
import { detailOf, useTraceSources } from './use-told-traces'
import { useTracePrivacy } from './use-trace-privacy'

/** Lines of each source that traces are made of. */
const MOST_LINES = 2_000
/** Traces of one service that a backend is asked for. */
const MOST_TOLD = 200

export interface TraceFilter {
  readonly minMs: number | null
  readonly failedOnly: boolean
  /** Of a tracing backend, `source/service`; empty takes the first. */
  readonly service: string
}

export interface RecentTraces {
  readonly traces: readonly ListedTrace[]
  /** Of log sources: lines that began traces, and those that tell of failures. */
  readonly parts: readonly SourceLines[]
  /** More lines matched than were read: the list is of the newest. */
  readonly isCut: boolean
  readonly isLoading: boolean
  /** Of tracing backends, as `source/service`, with words. */
  readonly services: readonly { readonly value: string; readonly label: string }[]
  /** The service that was asked for. */
  readonly service: string
  readonly failed: readonly { readonly source: TraceSource; readonly error: SourceErrorDetail }[]
  readonly hasSources: boolean
}

/** Recent traces as log lines and tracing backends tell them; those of one id in several places stay apart. */
export function useRecentTraces(range: TimeRange | null, filter: TraceFilter): RecentTraces {
  const { minMs, failedOnly } = filter
  const { sources } = useLogSource('')
  const least = minMs === null ? 'duration_ms=*' : `duration_ms>=${minMs}`
  const roots = useFlowLines(sources, `trace_id=* -parent_span_id=* ${least}`, range, MOST_LINES)
  const errors = useFlowLines(sources, 'trace_id=* level>=ERROR', range, MOST_LINES)
  // Where lines name no spans, those without a length tell what has begun and is not over; elsewhere nothing is asked.
  const hasLanes = roots.some(({ lines }) => lines?.some((line) => fieldOf(line, 'span_id') === null))
  const begun = useFlowLines(
    sources,
    hasLanes ? 'trace_id=* -span_id=* -parent_span_id=* -duration_ms=*' : '',
    range,
    MOST_LINES,
  )
  const told = useToldSummaries(range, filter)
  const fromLines = useMemo(() => listOf(roots, errors, begun), [roots, errors, begun])
  const traces = [...fromLines, ...told.traces].filter(
    ({ durationMs, failed }) => durationMs >= (minMs ?? 0) && (failed || !failedOnly),
  )
  const parts = [...roots, ...errors, ...begun]
  return {
    ...{ traces, parts: roots, services: told.services, service: told.service, failed: told.failed },
    isCut: parts.some(({ overview, lines }) => overview.matched > (lines?.length ?? overview.matched)),
    isLoading:
      sources === undefined ||
      parts.length < (hasLanes ? 3 : 2) * sources.length ||
      parts.some(({ overview, lines }) => overview.loading || lines === null) ||
      told.isLoading,
    hasSources: sources === undefined || sources.length > 0 || told.hasSources,
  }
}

/** Traces of lines that began them and of errors, with what other lines tell of the same ones. */
function listOf(
  roots: readonly SourceLines[],
  errors: readonly SourceLines[],
  begun: readonly SourceLines[],
): readonly ListedTrace[] {
  return roots.flatMap(({ source, lines }) => {
    const linesIn = (parts: readonly SourceLines[]) => parts.find((part) => part.source === source)?.lines ?? []
    const telling = [...(lines ?? []), ...linesIn(errors)]
    const ids = new Set(telling.map((line) => fieldOf(line, 'trace_id')))
    const more = linesIn(begun).filter((line) => ids.has(fieldOf(line, 'trace_id')))
    // A line that begins a trace and failed is in both.
    const unique = new Map([...telling, ...more].map((line) => [line.id, line]))
    return tracesOfLines([...unique.values()]).map((trace) => ({ ...trace, foundIn: source.title }))
  })
}

function useToldSummaries(range: TimeRange | null, { minMs, failedOnly, service }: TraceFilter) {
  const { plane } = useServices()
  const privacy = useTracePrivacy()
  const tickMs = useSyncExternalStore(plane.subscribe, () => plane.tickMs())
  const sources = useTraceSources()
  const listed = useQuery({
    queryKey: ['trace-services'],
    enabled: sources !== undefined && sources.length > 0,
    queryFn: ({ signal }) => Promise.all((sources ?? []).map((source) => servicesOf(source, signal))),
    retry: false,
    networkMode: 'always',
  }).data
  const services = (listed ?? []).flatMap(({ source, names }) =>
    names.map((name) => ({ value: `${source.id}/${name}`, label: `${name} (${source.title})` })),
  )
  const asked = services.some(({ value }) => value === service) ? service : (services[0]?.value ?? '')
  const source = sources?.find(({ id }) => asked.startsWith(`${id}/`))
  const isFixed = range?.kind === 'fixed'
  const found = useQuery({
    queryKey: ['recent-traces', asked, minMs, failedOnly, isFixed ? range : tickMs, privacy.masksUsers],
    enabled: source !== undefined && range !== null,
    queryFn: async ({ signal }) => {
      if (source === undefined || range === null) return null
      const { fromMs, toMs } = range
      const name = asked.slice(source.id.length + 1)
      try {
        const search = { service: name, fromMs, toMs, minDurationMs: minMs, failedOnly, limit: MOST_TOLD }
        const found = await source.search(search, signal)
        const traces = found.map((trace) => ({ ...trace, name: privacy.text(trace.name) }))
        return { source, traces, error: null }
      } catch (error) {
        return { source, traces: [], error: detailOf(error) }
      }
    },
    placeholderData: (before) => before,
    retry: false,
    networkMode: 'always',
  }).data
  const fault = found?.error == null ? [] : [{ source: found.source, error: found.error }]
  return {
    services,
    service: asked,
    traces: (found?.traces ?? []).map((trace) => ({ ...trace, foundIn: found?.source.title ?? '' })),
    failed: [
      ...(listed ?? []).flatMap(({ source: one, error }) => (error === null ? [] : [{ source: one, error }])),
      ...fault,
    ],
    isLoading:
      sources === undefined || (sources.length > 0 && (listed === undefined || (asked !== '' && found == null))),
    hasSources: sources === undefined || sources.length > 0,
  }
}

async function servicesOf(source: TraceSource, signal: AbortSignal) {
  try {
    return { source, names: await source.services(signal), error: null }
  } catch (error) {
    return { source, names: [], error: detailOf(error) }
  }
}
