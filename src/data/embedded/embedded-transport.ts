import { realSchedule, type Schedule } from '~/data/transport/schedule'
import { abortedError } from '~/data/transport/slots'
import type { Transport, TransportRequest, TransportResponse } from '~/data/transport/transport'
import { type ServerClock, SourceError } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { EmbeddedSpec } from './embedded-spec'
import type { FromWorker, ToWorker } from './worker-protocol'

export interface EmbeddedWorker {
  post(message: ToWorker): void
  stop(): void
}

/** Starts a worker, or throws where the page may not. `died` may be called after `stop`; it is ignored then. */
export type StartEmbeddedWorker = (events: { said(message: FromWorker): void; died(): void }) => EmbeddedWorker

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
  readonly sentMs: UnixMs
  /** It was under way when a worker died: a second death is blamed on it. */
  wasLost: boolean
  readonly settle: (answer: { status: number; body: ArrayBuffer } | SourceError) => void
}

const PING_MS: DurationMs = 1_000
/** The engine ends an evaluation after 5 s, and everything else it does comes in slices: silence beyond this is a hang. */
const PATIENCE_MS: DurationMs = 7_000
/** Deaths in a row, without an answer in between, after which nothing is started any more until somebody asks again. */
const MAX_DEATHS = 3

const JSON_HEADERS = new Headers({ 'content-type': 'application/json' })

/**
 * A transport whose server is a worker of this page: requests are those of the HTTP client, answers those of Prometheus' API. A
 * worker that hangs or dies is replaced, and what it was doing asked once more.
 */
export function createEmbeddedTransport(options: EmbeddedTransportOptions): Transport {
  const { spec, start, clock, schedule = realSchedule, now = Date.now } = options
  const pending = new Map<number, Pending>()
  let worker: EmbeddedWorker | undefined
  let lastId = 0
  let deaths = 0
  let heardMs = now()
  let cancelPing = () => {}

  function ensureWorker(): EmbeddedWorker {
    if (worker !== undefined) return worker
    const started: EmbeddedWorker = start({
      said(message) {
        if (worker === started) hear(message)
      },
      died() {
        if (worker === started) replaceWorker()
      },
    })
    worker = started
    heardMs = now()
    started.post({ kind: 'start', spec, clockOffsetMs: clock.offsetMs() })
    cancelPing()
    cancelPing = schedule(watch, PING_MS)
    return started
  }

  function hear(message: FromWorker): void {
    heardMs = now()
    if (message.kind !== 'answer') return
    deaths = 0
    const job = pending.get(message.id)
    pending.delete(message.id)
    job?.settle(message)
  }

  /** A page that was frozen or asleep has heard nothing for long; its worker gets a ping's time to speak. */
  let lastWatchMs = now()
  function watch(): void {
    const wokeUp = now() - lastWatchMs > 5 * PING_MS
    lastWatchMs = now()
    if (wokeUp) heardMs = now()
    if (now() - heardMs > PATIENCE_MS) {
      replaceWorker()
      return
    }
    lastId += 1
    worker?.post({ kind: 'ping', id: lastId })
    cancelPing = schedule(watch, PING_MS)
  }

  function replaceWorker(): void {
    worker?.stop()
    worker = undefined
    cancelPing()
    deaths += 1
    const jobs = [...pending]
    pending.clear()
    for (const [id, job] of jobs) {
      if (job.wasLost || deaths > MAX_DEATHS) {
        job.settle(workerError())
        continue
      }
      job.wasLost = true
      ask(id, job)
    }
    // Scraping and rules go on although nobody asks just now.
    if (deaths <= MAX_DEATHS) tryStart()
  }

  function tryStart(): EmbeddedWorker | undefined {
    try {
      return ensureWorker()
    } catch {
      return undefined
    }
  }

  function ask(id: number, job: Pending): void {
    const started = tryStart()
    if (started === undefined) {
      job.settle(workerError())
      return
    }
    pending.set(id, job)
    const [path = '', search = ''] = splitUrl(job.request.url)
    const query = [search, job.request.body ?? ''].filter((part) => part !== '').join('&')
    started.post({ kind: 'ask', id, path, query, clockOffsetMs: clock.offsetMs() })
  }

  return {
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
        const onAbort = () => {
          finish()
          reject(abortedError())
        }
        const cancelTimeout = schedule(() => {
          finish()
          reject(timeoutError(request.timeoutMs))
        }, request.timeoutMs)
        signal.addEventListener('abort', onAbort, { once: true })
        ask(id, {
          request,
          sentMs,
          wasLost: false,
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
        })
      })
    },
    dispose() {
      cancelPing()
      worker?.stop()
      worker = undefined
      for (const job of [...pending.values()]) job.settle(workerError())
      pending.clear()
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

function workerError(): SourceError {
  return new SourceError({
    kind: 'client',
    message: 'The Prometheus in this page stopped working and was started again.',
    nextStep: 'The next refresh asks again. If it stays so, choose a shorter range or fewer targets.',
  })
}
