import type { Schedule } from '~/data/transport/schedule'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { FromWorker, ToWorker } from './worker-protocol'

export interface EmbeddedWorker {
  post(message: ToWorker): void
  stop(): void
}

/** Starts a worker, or throws where the page may not. `died` may be called after `stop`; it is ignored then. */
export type StartEmbeddedWorker = (events: { said(message: FromWorker): void; died(): void }) => EmbeddedWorker

export interface WatchedWorkerOptions {
  readonly start: StartEmbeddedWorker
  readonly schedule: Schedule
  readonly now: () => UnixMs
  /** The first message of each worker, and one that it answers at once. */
  readonly hello: () => ToWorker
  readonly ping: () => ToWorker
  readonly said: (message: FromWorker) => void
  /** A worker hung or died, and what it was asked is lost. Another one runs, unless too many died. */
  readonly lost: () => void
}

/** A worker that is replaced when it hangs or dies. */
export interface WatchedWorker {
  /** False where no worker can be started. */
  post(message: ToWorker): boolean
  /** Tells that a worker did what it is for: only deaths from here on count. */
  worked(): void
  /** Too many died without having worked: none is started until the next `post`. */
  readonly isGivenUp: boolean
  /** Whether any worker ever said something: if none did, most likely none can be loaded. */
  readonly hasSpoken: boolean
  dispose(): void
}

const PING_MS: DurationMs = 1_000
/** The engine ends an evaluation after 5 s, and everything else it does comes in slices: silence beyond this is a hang. */
const PATIENCE_MS: DurationMs = 7_000
const MAX_DEATHS = 3

/** Watches a worker, which is started by the first `post`. */
export function createWatchedWorker(options: WatchedWorkerOptions): WatchedWorker {
  const { start, schedule, now, hello, ping, said, lost } = options
  let worker: EmbeddedWorker | undefined
  let hasSpoken = false
  let deaths = 0
  let isDisposed = false
  let cancelWatch = () => {}
  let watchedMs = now()
  /** How long nothing was heard while this page was awake. */
  let silentMs: DurationMs = 0

  function ensureWorker(): EmbeddedWorker | undefined {
    if (worker !== undefined || isDisposed) return worker
    let started: EmbeddedWorker
    try {
      started = start({
        said(message) {
          if (worker !== started) return
          silentMs = 0
          hasSpoken = true
          said(message)
        },
        died() {
          if (worker === started) replaceWorker()
        },
      })
    } catch {
      return undefined
    }
    worker = started
    silentMs = 0
    watchedMs = now()
    started.post(hello())
    watchLater()
    return started
  }

  function watchLater(): void {
    cancelWatch()
    cancelWatch = schedule(watch, PING_MS)
  }

  function watch(): void {
    // A page that was asleep, frozen or throttled has itself not listened: of that time next to nothing counts.
    silentMs += Math.min(Math.max(0, now() - watchedMs), 2 * PING_MS)
    watchedMs = now()
    if (silentMs > PATIENCE_MS) {
      replaceWorker()
      return
    }
    worker?.post(ping())
    watchLater()
  }

  function stopWorker(): void {
    cancelWatch()
    worker?.stop()
    worker = undefined
  }

  function replaceWorker(): void {
    stopWorker()
    deaths += 1
    // Scraping and rules go on although nobody asks just now.
    if (deaths <= MAX_DEATHS) ensureWorker()
    lost()
  }

  return {
    post(message) {
      const running = ensureWorker()
      running?.post(message)
      return running !== undefined
    },
    worked() {
      deaths = 0
    },
    get isGivenUp() {
      return worker === undefined
    },
    get hasSpoken() {
      return hasSpoken
    },
    dispose() {
      isDisposed = true
      stopWorker()
    },
  }
}
