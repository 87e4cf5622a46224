import { explainStatus } from '~/data/decode/explain-status'
import type { Transport } from '~/data/transport/transport'
import { type ProbedSource, type ServerClock, SourceError } from '~/domain/sources'

export interface ProbedOptions {
  readonly id: string
  readonly title: string
  /** Such as "logs" or "traces". */
  readonly kind: string
  /** The address that is asked, absolute or relative to the page. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly transport: Transport
  readonly clock: ServerClock
}

/** A source of which only its being there is known: any readable answer of its address will do. */
export function createProbedSource(options: ProbedOptions): ProbedSource {
  const { id, title, kind, url, headers = {}, transport, clock } = options

  async function ask(method: 'HEAD' | 'GET', signal: AbortSignal) {
    // The first byte of a log file is enough; a range from a start needs no preflight.
    const range = method === 'GET' ? { range: 'bytes=0-0' } : {}
    const request = { url, method, headers: { ...headers, ...range }, timeoutMs: 4_000, priority: 'user' } as const
    return transport.request({ ...request, maxBytes: 1_048_576 }, signal)
  }

  return {
    id,
    title,
    kind,
    async probe(signal) {
      try {
        const head = await ask('HEAD', signal)
        const response = head.status === 405 || head.status === 501 ? await ask('GET', signal) : head
        // 416: the file is there and empty.
        if (response.status < 300 || response.status === 416) return { latencyMs: response.durationMs }
        throw await explainStatus(response, title, clock.nowMs())
      } catch (error) {
        if (error instanceof SourceError) throw error
        throw new SourceError({ kind: 'client', message: 'The request failed by a fault of this page.' })
      }
    },
  }
}
