import { SourceError } from '~/domain/sources'

/** What every answer of the API carries, beside its result. */
export interface Envelope {
  /** Undefined for an answer without data (204, an empty body, `null`): a query that matched nothing. */
  readonly resultType: string | undefined
  readonly result: unknown
  readonly warnings: readonly string[]
  readonly infos: readonly string[]
  readonly partial: boolean
}

type JsonObject = Readonly<Record<string, unknown>>

/** Thanos names partial answers in warnings only: a store that is missing, or a receive or fetch that failed. */
const partialWarning = /\bpartial\b|store ?api|(receive|fetch) series|failed to (receive|fetch)|rpc error|remote.?read/i

const maxNotes = 50
const maxNoteLength = 1_000

/** Opens the envelope of a Prometheus answer. Throws SourceError for an error with status 200 and for what is no answer. */
export function decodeEnvelope(body: ArrayBuffer): Envelope {
  if (body.byteLength === 0) return empty
  const document = parseJson(body)
  if (document === null) return empty
  if (!isObject(document)) throw badPayload('The answer is JSON, but not one of the Prometheus API.')
  const { status, error, data, isPartial, warnings: warningList, infos } = document
  if (status === 'error') throw answeredError(error)
  if (status !== 'success') throw badPayload('The answer has no status, so it is not one of the Prometheus API.')
  const warnings = decodeNotes(warningList)
  const notes = {
    warnings,
    infos: decodeNotes(infos),
    partial: isPartial === true || warnings.some((warning) => partialWarning.test(warning)),
  }
  if (data === null || data === undefined) return { ...empty, ...notes }
  if (!isObject(data)) throw badPayload('The data of the answer is not an object.')
  const { resultType, result } = data
  if (typeof resultType !== 'string') throw badPayload('The answer does not say of which type its result is.')
  return { resultType, result: result ?? [], ...notes }
}

const empty: Envelope = { resultType: undefined, result: [], warnings: [], infos: [], partial: false }

/** JSON as the server sent it; a web page instead of JSON is told apart, for it comes from a proxy or a sign-in page. */
export function parseJson(body: ArrayBuffer): unknown {
  const text = new TextDecoder().decode(body)
  try {
    return JSON.parse(text)
  } catch {
    if (/^\s*</.test(text)) {
      throw badPayload(
        'The answer is a web page instead of data.',
        'Check the address in config.json; if there is a sign-in before the server, reload the page.',
      )
    }
    throw badPayload('The answer is not complete JSON.', 'The next refresh asks again.')
  }
}

/** An object and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An answer that is not what the API promises. */
export function badPayload(message: string, nextStep?: string): SourceError {
  return new SourceError({
    kind: 'badPayload',
    message,
    nextStep: nextStep ?? 'Check that the address in config.json is that of a Prometheus API.',
  })
}

function answeredError(error: unknown): SourceError {
  const text = typeof error === 'string' && error !== '' ? clip(error) : 'it gave no reason'
  return new SourceError({
    kind: 'execution',
    message: `The server could not run the query: ${text}`,
    nextStep: 'Open the query in the Prometheus UI to try it there.',
  })
}

function decodeNotes(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return []
  const notes = value.filter((note): note is string => typeof note === 'string')
  return notes.slice(0, maxNotes).map(clip)
}

function clip(text: string): string {
  return text.length <= maxNoteLength ? text : `${text.slice(0, maxNoteLength)}…`
}
