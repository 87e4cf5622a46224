import type { DurationMs } from '~/domain/units-of-measure'
import type { PartAnswer, PartRequest } from './part'

/** Asks for a part of a file; throws what its `fetch` throws. */
export type PartFetch = (url: string, request: PartRequest, signal: AbortSignal) => Promise<PartAnswer>

/** Bytes that are read and thrown away at most, of a server without Range. */
const MAX_SKIPPED = 64 * 1024 * 1024

/** A server that sends nothing for so long is not waited for. */
const IDLE_MS: DurationMs = 30_000

/** A PartFetch over HTTP. Of an answer of any size it keeps no more than was asked for, and breaks it off there. */
export function createHttpParts(
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  idleMs: DurationMs = IDLE_MS,
): PartFetch {
  return async (url, { from, length, ranged }, signal) => {
    const abort = new AbortController()
    const onAbort = () => abort.abort()
    signal.addEventListener('abort', onAbort, { once: true })
    let timer: ReturnType<typeof setTimeout> | undefined
    const waitOn = () => {
      clearTimeout(timer)
      timer = setTimeout(() => abort.abort(new Error(`nothing was sent for ${idleMs / 1000} s`)), idleMs)
    }
    waitOn()
    try {
      const response = await fetch(url, {
        headers: ranged ? { Range: `bytes=${from}-${from + length - 1}` } : {},
        credentials: 'same-origin',
        cache: 'no-store',
        signal: abort.signal,
      })
      const { status, headers } = response
      const isBody = status === 200 || status === 206
      const read = await readBody(isBody ? response.body : null, status === 200 ? from : 0, length, waitOn)
      return {
        status,
        contentRange: headers.get('content-range'),
        contentEncoding: headers.get('content-encoding'),
        contentLength: headers.has('content-length') ? Number(headers.get('content-length')) : null,
        ...read,
      }
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      // Whatever was not read is not wanted: without this the server would send it to its end.
      abort.abort()
    }
  }
}

async function readBody(
  body: ReadableStream<Uint8Array> | null,
  skip: number,
  length: number,
  came: () => void,
): Promise<Pick<PartAnswer, 'body' | 'skipped' | 'ended'>> {
  const chunks: Uint8Array[] = []
  let skipped = 0
  let taken = 0
  let ended = body === null
  const reader = body?.getReader()
  // One byte more than is kept tells a body that ends here from one that goes on.
  while (reader !== undefined && skipped <= MAX_SKIPPED && taken <= length) {
    const { done, value } = await reader.read()
    if (done) {
      ended = true
      break
    }
    came()
    const passed = Math.min(value.length, skip - skipped)
    skipped += passed
    if (passed < value.length) chunks.push(value.subarray(passed))
    taken += value.length - passed
  }
  const whole = new Uint8Array(Math.min(taken, length))
  let at = 0
  for (const chunk of chunks) {
    const part = chunk.subarray(0, whole.length - at)
    whole.set(part, at)
    at += part.length
  }
  return { body: whole, skipped, ended: ended && taken <= length }
}
