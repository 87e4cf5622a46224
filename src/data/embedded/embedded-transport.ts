import { realSchedule, type Schedule } from '~/data/transport/schedule'
import { abortedError } from '~/data/transport/slots'
import type { Transport, TransportRequest, TransportResponse } from '~/data/transport/transport'
import { type ServerClock, SourceError } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { createCancelFlags } from './cancel-flags'
import type { EmbeddedSpec } from './embedded-spec'
import { createWatchedWorker, type StartEmbeddedWorker } from './watched-worker'
import type { FromWorker } from './worker-protocol'

export interface EmbeddedTransportOptions {
  readonly spec: EmbeddedSpec
  readonly start: StartEmbeddedWorker
  /** Where the worker learns the server's time from. */
  readonly clock: Pick<ServerClock, 'offsetMs'>
  readonly schedule?: Schedule
  readonly now?: () => UnixMs
}

interface Pending {
  readonly request: TransportRequest
  /** A worker fell silent over it: the second one that does makes it fail. */
  isSuspect: boolean
  readonly settle: (answer: { readonly status: number; readonly body: ArrayBuffer } | SourceError) => void
}

const JSON_HEADERS = new Headers({ 'content-type': 'application/json' })

/**
 * A transport whose server is a worker of this page: requests are those of the HTTP client, answers those of Prometheus' API. A
 * worker that hangs or dies is replaced; what it was asked is asked once more, what it was doing just then no third time.
 */
export function createEmbeddedTransport(options: EmbeddedTransportOptions): Transport & { start(): void } {
  const { spec, start, clock, schedule = realSchedule, now = Date.now } = options
  const pending = new Map<number, Pending>()
  const cancels = createCancelFlags()
  let lastId = 0
  /** The question that the worker is busy with. */
  let begunId: number | undefined

  const worker = createWatchedWorker({
    start,
    schedule,
    now,
    hello: () => ({ kind: 'start', spec, clockOffsetMs: clock.offsetMs(), cancels: cancels.buffer }),
    ping: () => ({ kind: 'ping', clockOffsetMs: clock.offsetMs() }),
    said: hear,
    lost: askAgain,
  })

  function hear(message: FromWorker): void {
    if (message.kind === 'begins') begunId = message.id
    if (message.kind !== 'answer') return
    worker.worked()
    if (begunId === message.id) begunId = undefined
    pending.get(message.id)?.settle(message)
  }

  function askAgain(): void {
    const suspect = begunId === undefined ? undefined : pending.get(begunId)
    begunId = undefined
    for (const [id, job] of pending) {
      if (worker.isGivenUp || (job === suspect && job.isSuspect)) job.settle(workerError(worker.hasSpoken))
      else {
        if (job === suspect) job.isSuspect = true
        ask(id, job)
      }
    }
  }

  function ask(id: number, job: Pending): void {
    const [path = '', search = ''] = splitUrl(job.request.url)
    const query = [search, job.request.body ?? ''].filter((part) => part !== '').join('&')
    if (!worker.post({ kind: 'ask', id, path, query, clockOffsetMs: clock.offsetMs() })) job.settle(workerError(false))
  }

  return {
    start: () => void worker.post({ kind: 'ping', clockOffsetMs: clock.offsetMs() }),

    request(request, signal) {
      return new Promise<TransportResponse>((resolve, reject) => {
        if (signal.aborted) {
          reject(abortedError())
          return
        }
        lastId += 1
        const id = lastId
        const sentMs = now()
        const finish = () => {
          pending.delete(id)
          cancelTimeout()
          signal.removeEventListener('abort', onAbort)
        }
        const giveUp = (error: SourceError) => {
          finish()
          cancels.cancel(id)
          worker.post({ kind: 'cancel', id })
          reject(error)
        }
        const onAbort = () => giveUp(abortedError())
        const cancelTimeout = schedule(() => giveUp(timeoutError(request.timeoutMs)), request.timeoutMs)
        signal.addEventListener('abort', onAbort, { once: true })
        const job: Pending = {
          request,
          isSuspect: false,
          settle(answer) {
            finish()
            if (answer instanceof SourceError) {
              reject(answer)
              return
            }
            const headMs = now()
            const { status, body } = answer
            const url = 'this page'
            resolve({ status, body, headers: JSON_HEADERS, durationMs: headMs - sentMs, url, sentMs, headMs })
          },
        }
        pending.set(id, job)
        ask(id, job)
      })
    },

    dispose() {
      worker.dispose()
      for (const job of pending.values()) job.settle(workerError(worker.hasSpoken))
    },
  }
}

function splitUrl(url: string): readonly string[] {
  const at = url.indexOf('?')
  return at < 0 ? [url] : [url.slice(0, at), url.slice(at + 1)]
}

function timeoutError(timeoutMs: DurationMs): SourceError {
  return new SourceError({
    kind: 'timeout',
    message: `The Prometheus in this page did not answer within ${Math.round(timeoutMs / 100) / 10} s.`,
    nextStep: 'The next refresh asks again. A shorter time range or a recording rule makes the query cheaper.',
  })
}

function workerError(hasSpoken: boolean): SourceError {
  return hasSpoken
    ? new SourceError({
        kind: 'client',
        message: 'The Prometheus in this page stopped working and was started again.',
        nextStep: 'The next refresh asks again. If it stays so, choose a shorter range or fewer targets.',
      })
    : new SourceError({
        kind: 'client',
        message: 'The Prometheus in this page could not be started.',
        nextStep:
          'Reload the page. If it stays so, this browser or a policy of the server lets the page have no worker.',
      })
}
