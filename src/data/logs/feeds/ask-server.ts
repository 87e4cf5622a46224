import { explainStatus } from '~/data/decode/explain-status'
import type { LogServerSpec } from '~/data/logs/worker-protocol'
import type { Transport, TransportResponse } from '~/data/transport/transport'
import { SourceError } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

const TIMEOUT_MS: DurationMs = 30_000
/** 5,000 lines of 6 KiB; where lines are longer, fewer are asked for. */
const MAX_BYTES = 32 * 1_048_576

export interface AskOptions {
  readonly server: LogServerSpec
  readonly transport: Transport
  readonly now: () => UnixMs
}

export interface ServerRequest {
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  /** In the address, or as a form. */
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks a log server. An answer of another status than 2xx is given to `refused` first; throws SourceError and nothing else. */
export async function askServer(
  { server, transport, now }: AskOptions,
  { path, params, method, headers = {} }: ServerRequest,
  signal: AbortSignal,
): Promise<TransportResponse> {
  const form = new URLSearchParams(params).toString()
  const url = `${server.url}${path}${method === 'GET' ? `?${form}` : ''}`
  const body =
    method === 'GET' ? {} : { body: form, headers: { 'content-type': 'application/x-www-form-urlencoded' } as const }
  try {
    const response = await transport.request(
      {
        ...{ url, method, timeoutMs: TIMEOUT_MS, priority: 'user', maxBytes: MAX_BYTES },
        ...body,
        headers: { ...body.headers, ...server.headers, ...headers },
      },
      signal,
    )
    if (response.status < 300) return response
    throw asLimit(await explainStatus(response, server.title, now()))
  } catch (error) {
    if (error instanceof SourceError) throw error
    throw new SourceError({ kind: 'client', message: 'The request failed by a fault of this page.' })
  }
}

/** Log servers answer 400 to a query that is wrong and to one that asks for too much; their text tells them apart. */
function asLimit(error: SourceError): SourceError {
  if (error.kind !== 'badRequest' || !/limit|too (?:many|much|large)|exceeds?\b/i.test(error.message)) return error
  return new SourceError({
    ...error.detail,
    kind: 'tooMuch',
    nextStep: 'Choose a shorter range, or ask more narrowly.',
  })
}
