import type { Decoder } from '~/data/decode/decoder'
import { explainStatus } from '~/data/decode/explain-status'
import type { ObservingClock } from '~/data/server-clock'
import { abortedError } from '~/data/transport/slots'
import type { Transport, TransportRequest, TransportResponse } from '~/data/transport/transport'
import type { AlertRule } from '~/domain/alerts/model'
import type { Grid } from '~/domain/series/frame'
import { type MetricsSource, type RequestCost, SourceError } from '~/domain/sources'
import type { DurationMs } from '~/domain/units-of-measure'
import type { AskPath } from './lesser-calls'
import type { StartCheck } from './start-check'
import { encodeForm, encodeSeconds, joinPath } from './wire'

export interface PrometheusOptions {
  readonly id: string
  readonly title: string
  /** `prometheus`, or what stands in for one. */
  readonly kind?: string
  /** Absolute or relative to the page, with or without a trailing slash: what stands before `/api/v1`. */
  readonly baseUrl: string
  /** Such as X-Scope-OrgID; cross-origin it costs a preflight that a plain Prometheus refuses. */
  readonly tenant?: { readonly header: string; readonly value: string }
  readonly transport: Transport
  readonly decoder: Decoder
  readonly clock: ObservingClock
}

const probeTimeoutMs: DurationMs = 4_000
/** Thousands of rules with thousands of alerts each of a bad day; and a Prometheus in the page first evaluates its rules for the past. */
const rulesLimits = { timeoutMs: 60_000, maxBytes: 64 * 1_048_576 } as const

/** Speaks to Prometheus, and to Thanos, Mimir and VictoriaMetrics, which answer like it. */
export function createPrometheusSource(options: PrometheusOptions): MetricsSource {
  const { id, title, baseUrl, transport, decoder, clock } = options
  const headers = options.tenant === undefined ? {} : { [options.tenant.header]: options.tenant.value }
  let startCheck: StartCheck | undefined
  let method: 'POST' | 'GET' = 'POST'
  let readRules: ((body: ArrayBuffer) => Promise<readonly AlertRule[]>) | undefined

  async function send(request: TransportRequest, signal: AbortSignal): Promise<TransportResponse> {
    const response = await transport.request(request, signal)
    clock.observe(response.headers.get('date'), response.sentMs, response.headMs)
    return response
  }

  async function ask(
    path: string,
    parameters: Readonly<Record<string, string>>,
    timeoutMs: DurationMs,
    signal: AbortSignal,
  ): Promise<TransportResponse> {
    // The server gives up a little earlier, so that its own word about it still arrives.
    const form = encodeForm({ ...parameters, timeout: `${Math.ceil(timeoutMs * 0.95)}ms` })
    const common = { timeoutMs, priority: 'refresh' } as const
    const get = { ...common, url: `${joinPath(baseUrl, path)}?${form}`, method: 'GET', headers } as const
    const post = {
      ...common,
      url: joinPath(baseUrl, path),
      method: 'POST',
      body: form,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    } as const
    if (method === 'GET') return send(get, signal)
    const response = await send(post, signal)
    if (!refusesPost(response)) return response
    const second = await send(get, signal)
    if (second.status < 300) method = 'GET'
    return second
  }

  /** Answers only with status 2xx, or with the one tolerated; a server that starts is told from one that is broken. */
  async function askWell(
    send: () => Promise<TransportResponse>,
    signal: AbortSignal,
    tolerated?: number,
  ): Promise<TransportResponse> {
    let error: SourceError
    try {
      const response = await send()
      if (response.status < 300 || response.status === tolerated) return response
      error = await explainStatus(response, title, clock.nowMs())
    } catch (caught) {
      error = toSourceError(caught)
    }
    throw (mayBeStarting(error) && (await checkStart(signal))) || error
  }

  async function checkStart(signal: AbortSignal): Promise<SourceError | undefined> {
    try {
      const { createStartCheck } = await import('./start-check')
      startCheck ??= createStartCheck({ title, baseUrl, headers, transport, clock })
    } catch {
      return undefined
    }
    return startCheck(signal)
  }

  const askPath =
    (signal: AbortSignal): AskPath =>
    (path, more, tolerated) => {
      const url = joinPath(baseUrl, path)
      const probe = { method: 'GET', timeoutMs: probeTimeoutMs, priority: 'user', maxBytes: 1_048_576 } as const
      return askWell(() => send({ ...probe, url, headers, ...more }, signal), signal, tolerated)
    }

  return {
    id,
    title,
    kind: options.kind ?? 'prometheus',

    async queryRange({ expr, startMs, endMs, stepMs, timeoutMs }, signal) {
      const grid: Grid = { startMs, stepMs, count: Math.round((endMs - startMs) / stepMs) + 1 }
      const parameters = {
        query: expr,
        start: encodeSeconds(startMs),
        end: encodeSeconds(endMs),
        step: encodeSeconds(stepMs),
      }
      const response = await askWell(() => ask('/api/v1/query_range', parameters, timeoutMs, signal), signal)
      return decoded(response, (body) => decoder.decodeRange(body, grid), signal)
    },

    async query({ expr, timeMs, timeoutMs }, signal) {
      const parameters = { query: expr, time: encodeSeconds(timeMs) }
      const response = await askWell(() => ask('/api/v1/query', parameters, timeoutMs, signal), signal)
      return decoded(response, (body) => decoder.decodeInstant(body, timeMs), signal)
    },

    probe: async (signal) => (await lesserCalls()).probeServer(askPath(signal)),
    labels: async (query, signal) => (await lesserCalls()).askLabels(askPath(signal), query),
    async ruleStates(signal) {
      // At once: the code that reads it comes meanwhile.
      const loading = lesserCalls()
      loading.catch(() => undefined)
      const response = await askPath(signal)('/api/v1/rules?type=alert', rulesLimits)
      const { createRulesReader } = await loading
      readRules ??= createRulesReader(decoder)
      const read = readRules
      const { rules } = await decoded(response, async (body) => ({ rules: await read(body) }), signal)
      return rules
    },
    alertRules: async (signal) => (await lesserCalls()).askAlertRules(askPath(signal)),
  }
}

async function decoded<Decoded>(
  { body, durationMs, url }: TransportResponse,
  decode: (body: ArrayBuffer) => Promise<Decoded>,
  signal: AbortSignal,
): Promise<Decoded & { readonly cost: RequestCost }> {
  // Counted first: the transfer to the worker empties the body.
  const cost: RequestCost = { bytes: body.byteLength, durationMs }
  try {
    const answer = await decode(body)
    if (!signal.aborted) return { ...answer, cost }
  } catch (error) {
    throw new SourceError({ address: url, ...toSourceError(error).detail })
  }
  throw abortedError()
}

/** Old servers and some proxies take queries by GET only; a proxy's own 403 is no JSON, the server's is. */
function refusesPost({ status, headers }: TransportResponse): boolean {
  const isJson = (headers.get('content-type') ?? '').includes('json')
  return status === 405 || status === 501 || (status === 403 && !isJson)
}

/** While it starts Prometheus answers 503 without CORS headers, which another origin cannot read. */
function mayBeStarting({ detail }: SourceError): boolean {
  return detail.httpStatus === 503 || (detail.kind === 'unreachable' && detail.cause === 'cors')
}

function toSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error
  return new SourceError({ kind: 'client', message: 'The request failed by a fault of this page.' })
}

/** Answers of queries are decoded in the worker; the other calls come with the first of them. */
async function lesserCalls() {
  try {
    return await import('./lesser-calls')
  } catch {
    throw new SourceError({ kind: 'client', message: 'A part of this page could not be loaded.' })
  }
}
