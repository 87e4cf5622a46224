import { realSchedule, type Schedule } from '~/data/transport/schedule'
import { SourceError } from '~/domain/sources'
import type { DurationMs } from '~/domain/units-of-measure'
import type { PackedAlerts } from './alerts/packed'
import type { DecodedInstant, DecodedRange } from './decode-answer'
import type { Decoder } from './decoder'
import type { DecodedAnswer, DecodeReply, DecodeRequest, DecodeTask } from './worker-protocol'

export interface DecodeWorker {
  post(request: DecodeRequest, transfer: Transferable[]): void
  stop(): void
}

/** Starts a worker, or throws where the page may not. `died` may be called after `stop`; it is ignored then. */
export type StartWorker = (events: { replied(message: unknown): void; died(): void }) => DecodeWorker

interface Pending {
  readonly task: DecodeTask
  readonly bytes: number
  /** What is left of a transferred body: a copy, for bodies small enough to keep one. */
  readonly copy: ArrayBuffer | undefined
  retried: boolean
  readonly resolve: (decoded: DecodedAnswer) => void
  readonly reject: (error: unknown) => void
}

const keptCopyBytes = 4 * 1024 * 1024
const patienceMs: DurationMs = 3_000
/** Slower than the slowest device seen: JSON at 2 MB a second. */
const bytesPerMs = 2_000
const maxFailedStarts = 2

/**
 * A decoder in one worker. A worker that dies or does not answer in time is replaced: what it was doing is tried once
 * more, then answered with kind `client`. Where no worker will start, decoding goes on in the page's own thread.
 */
export function createDecoder(options: { readonly start: StartWorker; readonly schedule?: Schedule }): Decoder {
  const schedule = options.schedule ?? realSchedule
  const pending = new Map<number, Pending>()
  let worker: DecodeWorker | undefined
  /** The worker that runs now has said something: its script loaded, so a later death is not a failed start. */
  let heard = false
  let failedStarts = 0
  let lastId = 0
  let cancelWatch = () => {}

  function startWorker(): DecodeWorker | undefined {
    if (failedStarts >= maxFailedStarts) return undefined
    heard = false
    try {
      const started: DecodeWorker = options.start({
        replied(message) {
          if (worker !== started) return
          heard = true
          failedStarts = 0
          settle(message as DecodeReply) // our own worker, built with this page
        },
        died() {
          if (worker === started) replaceWorker()
        },
      })
      return started
    } catch {
      failedStarts = maxFailedStarts
      return undefined
    }
  }

  function settle(reply: DecodeReply): void {
    const job = pending.get(reply.id)
    if (job === undefined || 'ready' in reply) return
    pending.delete(reply.id)
    watchOldest()
    if ('error' in reply) job.reject(new SourceError(reply.error))
    else job.resolve(reply.decoded)
  }

  /** The worker answers in order, so the oldest job is the one that it does now. */
  function watchOldest(): void {
    cancelWatch()
    const [oldest] = pending.values()
    if (oldest !== undefined) cancelWatch = schedule(replaceWorker, patienceMs + oldest.bytes / bytesPerMs)
  }

  function replaceWorker(): void {
    if (!heard) failedStarts += 1
    worker?.stop()
    worker = undefined
    const jobs = [...pending]
    pending.clear()
    cancelWatch()
    // A worker that never came to life cannot have died of what it was to do.
    const culprit = heard ? jobs[0]?.[0] : undefined
    for (const [id, job] of jobs) {
      const isCulprit = id === culprit
      if (job.copy === undefined || (isCulprit && job.retried)) {
        job.reject(workerError())
        continue
      }
      if (isCulprit) job.retried = true
      post(id, job, job.copy.slice(0))
    }
  }

  function post(id: number, job: Pending, body: ArrayBuffer): void {
    worker ??= startWorker()
    if (worker === undefined) {
      decodeHere(body, job)
      return
    }
    pending.set(id, job)
    worker.post({ id, body, ...job.task }, [body])
    if (pending.size === 1) watchOldest()
  }

  function run(body: ArrayBuffer, task: DecodeTask): Promise<DecodedAnswer> {
    return new Promise((resolve, reject) => {
      const bytes = body.byteLength
      const copy = bytes <= keptCopyBytes ? body.slice(0) : undefined
      lastId += 1
      post(lastId, { task, bytes, copy, retried: false, resolve, reject }, body)
    })
  }

  worker = startWorker()
  return {
    decodeRange: (body, grid) => run(body, { kind: 'range', grid }) as Promise<DecodedRange>,
    decodeInstant: (body, timeMs) => run(body, { kind: 'instant', timeMs }) as Promise<DecodedInstant>,
    decodeAlerts: (body, task) => run(body, task) as Promise<PackedAlerts>,
    dispose() {
      worker?.stop()
      worker = undefined
      failedStarts = maxFailedStarts
      cancelWatch()
      for (const job of pending.values()) job.reject(workerError())
      pending.clear()
    },
  }
}

/** Loaded only where it is needed, which is hardly ever. */
function decodeHere(body: ArrayBuffer, job: Pending): void {
  import('./worker-protocol')
    .then(({ runDecode }) => job.resolve(runDecode(body, job.task)))
    .catch((error) => job.reject(error instanceof SourceError ? error : workerError()))
}

function workerError(): SourceError {
  return new SourceError({
    kind: 'client',
    message: 'The part of this page that decodes answers stopped working and was started again.',
    nextStep: 'The next refresh asks again. If it stays so, choose a shorter range.',
  })
}
