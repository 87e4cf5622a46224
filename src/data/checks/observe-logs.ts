import { isObject, parseJson } from '~/data/decode/envelope'
import type { TransportResponse } from '~/data/transport/transport'
import type { LogFile, Observation } from '~/domain/checks/observation'
import { SourceError } from '~/domain/sources'
import { type Ask, askerOf, clockOf, observe, orNull, type Subject, toSourceError } from './ask'
import { versionOf } from './decode-facts'

export interface FileToCheck {
  readonly name: string
  /** Below the address of the source, with its slash; empty for the address itself. */
  readonly path: string
}

interface SeenFile {
  readonly file: LogFile
  readonly response: TransportResponse | null
}

/** Looks at the files of a log source by the first byte of each. Never rejects but for a signal. */
export function observeFiles(
  subject: Subject,
  files: readonly FileToCheck[],
  signal: AbortSignal,
): Promise<Observation> {
  const ask = askerOf(subject, signal)
  return observe(subject, async () => {
    const seen = await Promise.all(files.map((file) => observeFile(ask, file)))
    const responses = seen.flatMap(({ response }) => response ?? [])
    const [first] = responses
    // Where not one file is answered for, the server itself is away.
    const fault = seen.find(({ file }) => file.error !== undefined)?.file.error
    if (first === undefined) throw new SourceError(fault ?? { kind: 'client', message: 'The source names no file.' })
    return {
      reach: { kind: 'answers', latencyMs: Math.min(...responses.map(({ durationMs }) => durationMs)) },
      version: null,
      clock: clockOf(first),
      files: seen.map(({ file }) => file),
    }
  })
}

async function observeFile(ask: Ask, { name, path }: FileToCheck): Promise<SeenFile> {
  try {
    // A range with a start and an end needs no preflight.
    const more = { headers: { range: 'bytes=0-0' }, maxBytes: 1_048_576 }
    const response = await ask(path, more, [404, 416])
    return { file: { name, state: stateOf(response) }, response }
  } catch (thrown) {
    const { detail } = toSourceError(thrown)
    if (detail.kind === 'aborted') throw thrown
    // More came than the one byte that was asked for, so the server does not know ranges; nothing of its head is left to read.
    const state = detail.kind === 'tooMuch' ? 'whole' : 'fails'
    return { file: { name, state, ...(state === 'fails' && { error: detail }) }, response: null }
  }
}

function stateOf({ status, headers, body }: TransportResponse): LogFile['state'] {
  if (status === 404) return 'missing'
  if (status === 416) return 'empty'
  if ((headers.get('content-type') ?? '').includes('html')) return 'page'
  if (status === 206) return 'ranges'
  return body.byteLength === 0 ? 'empty' : 'whole'
}

/** Looks at a Loki or a VictoriaLogs. Never rejects but for a signal. */
export function observeLogServer(subject: Subject, signal: AbortSignal): Promise<Observation> {
  const ask = askerOf(subject, signal)
  return observe(subject, async () => {
    const isLoki = subject.kind === 'loki'
    const response = await ask(isLoki ? '/loki/api/v1/labels' : '/health')
    if (isLoki) parseJson(response.body)
    const built = isLoki ? await orNull(ask('/loki/api/v1/status/buildinfo').then(({ body }) => parseJson(body))) : null
    return {
      reach: { kind: 'answers', latencyMs: response.durationMs },
      version: isObject(built) ? versionOf(built) : null,
      clock: clockOf(response),
    }
  })
}
