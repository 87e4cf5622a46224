import { isObject, parseJson } from '~/data/decode/envelope'
import type { Transport } from '~/data/transport/transport'
import { type ServerClock, SourceError } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { joinPath } from './wire'

interface StartCheckOptions {
  readonly title: string
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly transport: Transport
  readonly clock: ServerClock
}

/** An error of kind `starting` while the server starts. */
export type StartCheck = (signal: AbortSignal) => Promise<SourceError | undefined>

const timeoutMs: DurationMs = 2_000
const keptMs: DurationMs = 500

/**
 * Asks a server that seems unavailable whether it replays its write-ahead log: /api/v1/status/walreplay answers, with
 * CORS, while everything else does not. Many panels fail at once, so they share one question.
 */
export function createStartCheck(options: StartCheckOptions): StartCheck {
  const { title, baseUrl, headers, transport, clock } = options
  const url = joinPath(baseUrl, '/api/v1/status/walreplay')
  let last: { readonly atMs: UnixMs; readonly answer: Promise<SourceError | undefined> } | undefined

  async function ask(): Promise<SourceError | undefined> {
    try {
      // Shared by several callers, so no single one's signal may end it.
      const signal = new AbortController().signal
      const request = { url, method: 'GET', headers, timeoutMs, priority: 'user', maxBytes: 65_536 } as const
      const { status, body } = await transport.request(request, signal)
      const progress = status === 200 ? decodeWalReplay(parseJson(body)) : undefined
      return progress === undefined ? undefined : startingError(title, progress)
    } catch {
      return undefined
    }
  }

  return async (signal) => {
    const nowMs = clock.nowMs()
    if (last === undefined || Math.abs(nowMs - last.atMs) > keptMs) last = { atMs: nowMs, answer: ask() }
    const answer = await last.answer
    return signal.aborted ? undefined : answer
  }
}

/** 0 to 1 of the segments replayed; undefined where the server says that it is done, or says something else. */
export function decodeWalReplay(document: unknown): number | undefined {
  const { status, data } = isObject(document) ? document : {}
  if (status !== 'success' || !isObject(data)) return undefined
  const { min, max, current, state } = data
  if (typeof min !== 'number' || typeof max !== 'number' || typeof current !== 'number' || state === 'done')
    return undefined
  if (state === 'waiting') return 0
  const progress = (current - min + 1) / (max - min + 1)
  return Number.isFinite(progress) ? Math.min(1, Math.max(0, progress)) : 0
}

function startingError(title: string, progress: number): SourceError {
  return new SourceError({
    kind: 'starting',
    message: `${title} is starting: ${Math.floor(progress * 100)} % of its log is read back.`,
    nextStep: 'Nothing to do: the panels fill in by themselves when it is ready.',
    progress,
  })
}
