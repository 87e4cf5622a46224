import type { GenericSchema, InferOutput } from 'valibot'
import { createReceivedReader } from '~/data/decode/alerts/alert-reader'
import type { Decoder } from '~/data/decode/decoder'
import { badPayload, parseJson } from '~/data/decode/envelope'
import { explainStatus } from '~/data/decode/explain-status'
import { joinPath } from '~/data/prometheus/wire'
import type { Transport, TransportRequest, TransportResponse } from '~/data/transport/transport'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { SilenceDraft } from '~/domain/alerts/model'
import { type ServerClock, SourceError } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { DecodeError, decode } from '~/lib/decode'
import { createdSchema, silencesSchema, statusSchema } from './wire'

export interface AlertStoreOptions {
  readonly id: string
  readonly title: string
  /** Absolute or relative to the page, with or without a trailing slash: what stands before `/api/v2`. */
  readonly baseUrl: string
  readonly transport: Transport
  readonly decoder: Pick<Decoder, 'decodeAlerts'>
  readonly clock: ServerClock
}

const TIMEOUT_MS: DurationMs = 15_000
/** 5,000 alerts with long annotations. */
const MAX_BYTES = 32 * 1_048_576
/** A silence that ends now is refused as one in the past by a server whose clock runs ahead. */
const END_SOON_MS: DurationMs = 5_000

type StoreRequest = Pick<TransportRequest, 'method'> & { readonly path: string; readonly body?: object }

/** Speaks to an Alertmanager by its API of version 2. */
export function createAlertStore(options: AlertStoreOptions): AlertStore {
  const { id, title, baseUrl, transport, decoder, clock } = options
  // Apart, because they are not like each other.
  const [readAlerts, readSuppressed] = [createReceivedReader(decoder), createReceivedReader(decoder)]

  function ask<Schema extends GenericSchema>(
    request: StoreRequest,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<InferOutput<Schema>> {
    return askFor(request, (body) => decode(schema, parseJson(body)), signal)
  }

  async function askFor<Answer>(
    request: StoreRequest,
    read: (body: ArrayBuffer) => Answer | Promise<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { method, path, body } = request
    const url = joinPath(baseUrl, `/api/v2${path}`)
    const common = { url, method, timeoutMs: TIMEOUT_MS, priority: 'user', maxBytes: MAX_BYTES } as const
    const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    let response: TransportResponse
    try {
      response = await transport.request(body === undefined ? common : { ...common, ...json }, signal)
    } catch (error) {
      throw asSourceError(error)
    }
    if (response.status >= 300) throw await refusal(response, method === 'POST')
    try {
      return await read(response.body)
    } catch (error) {
      throw error instanceof DecodeError ? unreadable(error, response.url) : asSourceError(error)
    }
  }

  /** Of what is wrong with a request Alertmanager tells in a JSON string; a proxy before it does not. */
  async function refusal(response: TransportResponse, isSilence: boolean): Promise<SourceError> {
    const { status, url } = response
    const said = spokenWords(response.body)
    if (said !== null && [400, 404, 422].includes(status)) {
      const kind = status === 404 ? 'notFound' : 'badRequest'
      return new SourceError({ kind, message: said, httpStatus: status, address: url })
    }
    // Where others would speak of a query.
    if (isSilence && [400, 409, 413, 422].includes(status)) {
      return new SourceError({
        kind: 'badRequest',
        message: `${title} does not take the silence: ${said ?? `status ${status}`}`,
        nextStep:
          status === 413
            ? 'Write a shorter comment or fewer matchers, or have the proxy before it take more.'
            : 'Look at the log of the Alertmanager, and of the proxy before it.',
        httpStatus: status,
        address: url,
      })
    }
    return explainStatus(response, title, clock.nowMs())
  }

  return {
    id,
    title,
    alerts: (signal) => askFor({ method: 'GET', path: '/alerts' }, readAlerts, signal),
    async suppressed(signal) {
      // A server that does not know the parameters answers with all.
      const path = '/alerts?active=false&unprocessed=false'
      const found = await askFor({ method: 'GET', path }, readSuppressed, signal)
      return found.filter(({ state }) => state === 'suppressed')
    },
    async silences(signal) {
      return (await ask({ method: 'GET', path: '/silences' }, silencesSchema, signal)) ?? []
    },
    status: (signal) => ask({ method: 'GET', path: '/status' }, statusSchema, signal),
    async putSilence(draft, signal) {
      const { silenceID } = await ask(
        { method: 'POST', path: '/silences', body: encodeSilence(draft) },
        createdSchema,
        signal,
      )
      return silenceID
    },
    async expireSilence({ id: silenceId, matchers, startsMs, createdBy, comment }, signal) {
      // Not by DELETE, which its CORS rules refuse: the same silence, posted with an end that is near.
      const endsMs = clock.nowMs() + END_SOON_MS
      const draft = { id: silenceId, matchers, startsMs: Math.min(startsMs, endsMs - 1), endsMs, createdBy, comment }
      await ask({ method: 'POST', path: '/silences', body: encodeSilence(draft) }, createdSchema, signal)
    },
  }
}

function encodeSilence({ id, matchers, startsMs, endsMs, createdBy, comment }: SilenceDraft): object {
  return {
    ...(id === undefined ? {} : { id }),
    matchers: matchers.map(({ name, op, value }) => ({
      name,
      value,
      isRegex: op.endsWith('~'),
      isEqual: !op.startsWith('!'),
    })),
    startsAt: timeText(startsMs),
    endsAt: timeText(endsMs),
    createdBy,
    comment,
  }
}

function timeText(ms: UnixMs): string {
  return new Date(ms).toISOString()
}

/** What an answer says that is a JSON string, or has one as its message; null for anything else. */
function spokenWords(body: ArrayBuffer): string | null {
  try {
    const said: unknown = parseJson(body)
    const text = typeof said === 'object' && said !== null && 'message' in said ? said.message : said
    return typeof text === 'string' && text.trim() !== '' ? text.slice(0, 2_000) : null
  } catch {
    return null
  }
}

function unreadable({ issues }: DecodeError, address: string): SourceError {
  const [first] = issues
  const { detail } = badPayload(
    `The answer of the Alertmanager cannot be read: ${first?.path ?? ''} ${first?.message ?? ''}`,
    'Check that the address in config.json is that of an Alertmanager.',
  )
  return new SourceError({ ...detail, address })
}

function asSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error
  return new SourceError({ kind: 'client', message: 'The request failed by a fault of this page.' })
}
