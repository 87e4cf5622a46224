import { SourceError, type SourceErrorKind } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: ArrayBuffer
  /** Without query or credentials. */
  readonly url: string
}

const maxTextLength = 500
const maxRetryAfterMs: DurationMs = 5 * 60_000
const defaultRetryAfterMs: DurationMs = 10_000

/** Turns an answer with an error status into a SourceError with the server's own text, as text. `who` is the source's title. */
export function decodeHttpError(answer: HttpAnswer, who: string, nowMs: UnixMs): SourceError {
  const { status, headers, url } = answer
  const text = readErrorText(answer)
  const kind = kindOf(status, text)
  const retryAfterMs = kind === 'throttled' || kind === 'unavailable' ? readRetryAfter(headers, nowMs) : undefined
  const wait = retryAfterMs ?? (kind === 'throttled' ? defaultRetryAfterMs : undefined)
  return new SourceError({
    kind,
    message: sentence(kind, status, who, text, headers.get('x-prometheus-stopping') === 'true'),
    nextStep: nextSteps[kind] ?? 'The next refresh asks again.',
    httpStatus: status,
    address: url,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  })
}

const byStatus = new Map<number, SourceErrorKind>([
  [400, 'badRequest'],
  [401, 'auth'],
  [403, 'auth'],
  [404, 'notFound'],
  [407, 'auth'],
  [408, 'timeout'],
  [413, 'tooMuch'],
  [422, 'execution'],
  [429, 'throttled'],
  [499, 'unavailable'],
])

function kindOf(status: number, text: string): SourceErrorKind {
  // Prometheus has one status for a wrong query and for one that asks for too much, so only its text tells them apart.
  if ((status === 400 || status === 422) && /exceeded maximum resolution|too many (samples|points)/i.test(text))
    return 'tooMuch'
  // Prometheus answers 503 both when a query ran too long and when it starts or stops.
  if (status === 503 && /timed out|timeout|deadline exceeded/i.test(text)) return 'timeout'
  return byStatus.get(status) ?? (status >= 500 ? 'unavailable' : 'badRequest')
}

function sentence(kind: SourceErrorKind, status: number, who: string, text: string, isStopping: boolean): string {
  if (isStopping) return `${who} is shutting down.`
  const detail = text === '' ? `status ${status}` : text
  switch (kind) {
    case 'badRequest':
      return `${who} does not accept the query: ${detail}`
    case 'auth':
      return `${who} asks for a sign-in or refuses access (status ${status}).`
    case 'notFound':
      return `${who} does not know this address (status ${status}).`
    case 'execution':
      return `${who} could not run the query: ${detail}`
    case 'tooMuch':
      return `The query asks for too much: ${detail}`
    case 'timeout':
      return `The query took ${who} too long: ${detail}`
    case 'throttled':
      return `${who} limits how often it may be asked: ${detail}`
    default:
      return `${who} is not available: ${detail}`
  }
}

const nextSteps: Partial<Record<SourceErrorKind, string>> = {
  badRequest: 'Correct the query; it is not asked again until it changes.',
  auth: 'Sign in there and reload this page, or set the access up in the proxy before it.',
  notFound: 'Check the address in config.json, also a path in front of /api.',
  execution: 'Open the query in the Prometheus UI to try it there.',
  tooMuch: 'Choose a shorter range, or aggregate the series.',
  timeout: 'Choose a shorter range, or record the expression by a rule.',
  throttled: 'Lookout waits as long as the server asks, then goes on by itself.',
}

/** The `error` of an API answer or a short plain text; never a web page, which says nothing to a reader. */
function readErrorText({ body, headers }: HttpAnswer): string {
  const text = new TextDecoder().decode(body.byteLength > 65_536 ? body.slice(0, 65_536) : body).trim()
  if (text.startsWith('<') || (headers.get('content-type') ?? '').includes('html')) return ''
  return clip(jsonError(text) ?? text)
}

function jsonError(text: string): string | undefined {
  try {
    const document: unknown = JSON.parse(text)
    if (typeof document === 'string') return document
    if (typeof document !== 'object' || document === null) return ''
    const { error, message, errors } = document as { error?: unknown; message?: unknown; errors?: unknown }
    // Jaeger: {"data": null, "errors": [{"code": 500, "msg": "..."}]}
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined
    const msg = typeof first === 'object' && first !== null ? Reflect.get(first, 'msg') : undefined
    return [error, message, msg].find((part): part is string => typeof part === 'string') ?? ''
  } catch {
    return undefined
  }
}

function clip(text: string): string {
  return text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength)}…`
}

/** Seconds or a date, capped at 5 minutes. Cross-origin the header is mostly unreadable. */
function readRetryAfter(headers: Headers, nowMs: UnixMs): DurationMs | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs
  return Number.isNaN(waitMs) ? undefined : Math.min(maxRetryAfterMs, Math.max(0, waitMs))
}
