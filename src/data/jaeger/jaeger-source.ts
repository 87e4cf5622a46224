import type { GenericSchema, InferOutput } from 'valibot'
import { badPayload, parseJson } from '~/data/decode/envelope'
import { explainStatus } from '~/data/decode/explain-status'
import { joinPath } from '~/data/prometheus/wire'
import type { Transport } from '~/data/transport/transport'
import { type ServerClock, SourceError } from '~/domain/sources'
import type { Trace, TraceSearch, TraceSource } from '~/domain/traces/model'
import { summaryOf } from '~/domain/traces/summary'
import type { DurationMs } from '~/domain/units-of-measure'
import { DecodeError, decode } from '~/lib/decode'
import { servicesSchema, traceOfWire, tracesSchema } from './wire'

export interface JaegerOptions {
  readonly id: string
  readonly title: string
  /** Absolute or relative to the page, with or without a trailing slash: what stands before `/api/traces`. */
  readonly baseUrl: string
  readonly transport: Transport
  readonly clock: ServerClock
}

const TIMEOUT_MS: DurationMs = 15_000
/** 50,000 spans with their tags. */
const MAX_BYTES = 64 * 1_048_576
/** 32 hex digits are a trace id; fewer had leading zeros. */
const HEX_ID = /^[0-9a-f]{1,32}$/i
/** Tags under which applications note an id of their own. */
const ID_TAGS = ['trace_id', 'request_id', 'job_id'] as const
/** Services that are asked for an id of the application's own: Jaeger searches one at a time. */
const MOST_SERVICES = 20
const DAY_MS: DurationMs = 86_400_000

/** Speaks to Jaeger's query service. */
export function createJaegerSource(options: JaegerOptions): TraceSource {
  const { id, title, baseUrl, transport, clock } = options

  async function ask<Schema extends GenericSchema>(
    path: string,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<InferOutput<Schema> | null> {
    const url = joinPath(baseUrl, path)
    try {
      const request = { url, method: 'GET', timeoutMs: TIMEOUT_MS, priority: 'user', maxBytes: MAX_BYTES } as const
      const response = await transport.request(request, signal)
      // "trace not found" has this status, with a body of errors.
      if (response.status === 404) return null
      if (response.status >= 300) throw await explainStatus(response, title, clock.nowMs())
      return decode(schema, parseJson(response.body))
    } catch (error) {
      throw asSourceError(error)
    }
  }

  async function services(signal: AbortSignal): Promise<readonly string[]> {
    return (await ask('/api/services', servicesSchema, signal))?.data ?? []
  }

  /** Traces in which some span has one of the tags that applications note their ids under. */
  async function traceByTag(wanted: string, signal: AbortSignal): Promise<Trace | null> {
    const endMs = clock.nowMs()
    for (const service of (await services(signal)).slice(0, MOST_SERVICES)) {
      for (const tag of ID_TAGS) {
        const found = await find(
          { service, tags: { [tag]: wanted }, fromMs: endMs - 2 * DAY_MS, toMs: endMs, limit: 1 },
          signal,
        )
        const [first] = found
        if (first !== undefined) return first
      }
    }
    return null
  }

  async function find(search: TagSearch, signal: AbortSignal): Promise<readonly Trace[]> {
    const answer = await ask(`/api/traces?${searchParams(search)}`, tracesSchema, signal)
    return (answer?.data ?? []).map(traceOfWire)
  }

  return {
    id,
    title,
    kind: 'jaeger',
    services,
    async probe(signal) {
      const sentMs = performance.now()
      if ((await ask('/api/services', servicesSchema, signal)) === null) throw notJaeger()
      return { latencyMs: performance.now() - sentMs }
    },
    async trace(traceId, signal) {
      if (!HEX_ID.test(traceId)) return traceByTag(traceId, signal)
      const answer = await ask(`/api/traces/${traceId.toLowerCase()}`, tracesSchema, signal)
      const [first] = answer?.data ?? []
      return first === undefined ? traceByTag(traceId, signal) : traceOfWire(first)
    },
    async search({ service, fromMs, toMs, minDurationMs, failedOnly, limit }: TraceSearch, signal) {
      const tags = failedOnly ? { error: 'true' } : {}
      const traces = await find({ service, tags, fromMs, toMs, limit, minDurationMs }, signal)
      return traces.map(summaryOf).toSorted((a, b) => b.startMs - a.startMs)
    },
  }
}

interface TagSearch {
  readonly service: string
  readonly tags: Readonly<Record<string, string>>
  readonly fromMs: number
  readonly toMs: number
  readonly limit: number
  readonly minDurationMs?: number | null
}

function searchParams({ service, tags, fromMs, toMs, limit, minDurationMs = null }: TagSearch): string {
  const params = new URLSearchParams({
    service,
    start: String(Math.round(fromMs * 1000)),
    end: String(Math.round(toMs * 1000)),
    limit: String(limit),
    ...(Object.keys(tags).length > 0 && { tags: JSON.stringify(tags) }),
    ...(minDurationMs !== null && { minDuration: `${minDurationMs}ms` }),
  })
  return params.toString()
}

function notJaeger(): SourceError {
  return badPayload(
    'The server answers, but not as Jaeger does.',
    'Check that the address in config.json is that of the query service of Jaeger (port 16686).',
  )
}

function asSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error
  if (error instanceof DecodeError) return notJaeger()
  return new SourceError({ kind: 'client', message: 'The request failed by a fault of this page.' })
}
