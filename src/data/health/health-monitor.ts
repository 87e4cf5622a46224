import { realSchedule, type Schedule } from '~/data/transport/schedule'
import { type ProbedSource, type ServerClock, SourceError, type SourceErrorDetail } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { judgeFailure, judgeProbeFailure, type SourceHealth } from './source-health'

export interface HealthMonitor {
  /** Probes every source once, and goes on until `stop`. */
  start(): void
  /** Clears all timers and ends running probes. */
  stop(): void
  /** Every request's outcome comes here, so that a busy source needs no probes. */
  reportSuccess(id: string, latencyMs: DurationMs): void
  reportFailure(id: string, error: SourceError): void
  /** Probes now, for a reader who asks. */
  probeNow(id: string): void
  /** Called at once when a source answers again after it was down or starting. */
  onRecovered(listener: (id: string) => void): () => void
  /** For useSyncExternalStore: changes of status come at once, ages and latencies at most four times a second. */
  subscribe(listener: () => void): () => void
  getSnapshot(): readonly SourceHealth[]
}

export interface HealthOptions {
  readonly sources: readonly ProbedSource[]
  readonly clock: Pick<ServerClock, 'nowMs'>
  readonly schedule?: Schedule
  /** 0 to 1, for the jitter. */
  readonly random?: () => number
}

interface Watched {
  readonly source: ProbedSource
  health: SourceHealth
  latenciesMs: readonly DurationMs[]
  /** Failures in a row, for the back-off. */
  failures: number
  probe: AbortController | undefined
  cancelTimer: () => void
}

const idleMs: DurationMs = 60_000
const firstRetryMs: DurationMs = 1_000
const lastRetryMs: DurationMs = 5_000
const publishMs: DurationMs = 250
const keptLatencies = 5

/** Watches the sources: fed by requests, and by its own probes where there are none or a source is down. */
export function createHealthMonitor(options: HealthOptions): HealthMonitor {
  const { sources, clock } = options
  const schedule = options.schedule ?? realSchedule
  const random = options.random ?? Math.random
  const listeners = new Set<() => void>()
  const recoveredListeners = new Set<(id: string) => void>()
  const watched = new Map<string, Watched>(sources.map((source) => [source.id, watch(source, clock.nowMs())]))
  let snapshot: readonly SourceHealth[] = [...watched.values()].map(({ health }) => health)
  let cancelPublish: (() => void) | undefined
  let running = false

  function publish(): void {
    cancelPublish?.()
    cancelPublish = undefined
    snapshot = [...watched.values()].map(({ health }) => health)
    for (const listener of listeners) listener()
  }

  function set(entry: Watched, next: Omit<SourceHealth, 'id' | 'title' | 'kind' | 'sinceMs'>): void {
    const { id, title, kind, status, sinceMs, error } = entry.health
    const changed = status !== next.status
    entry.health = { id, title, kind, ...next, sinceMs: changed ? clock.nowMs() : sinceMs }
    if (changed || error?.message !== next.error?.message) publish()
    else cancelPublish ??= schedule(publish, publishMs)
    if (changed && next.status === 'up' && status !== 'unknown') {
      for (const listener of recoveredListeners) listener(id)
    }
  }

  function answered(entry: Watched, latencyMs: DurationMs | undefined, version: string | undefined): void {
    if (latencyMs !== undefined) entry.latenciesMs = [...entry.latenciesMs, latencyMs].slice(-keptLatencies)
    const known = version ?? entry.health.version
    const median = [...entry.latenciesMs].sort((a, b) => a - b)[Math.floor(entry.latenciesMs.length / 2)]
    const wasUp = entry.health.status === 'up'
    set(entry, {
      status: 'up',
      lastAnswerMs: clock.nowMs(),
      ...(median === undefined ? {} : { latencyMs: median }),
      ...(known === undefined ? {} : { version: known }),
    })
    if (!wasUp) waitThenProbe(entry, idleMs)
  }

  function failed(entry: Watched, status: 'down' | 'starting', error: SourceErrorDetail): void {
    const { lastAnswerMs, version } = entry.health
    set(entry, {
      status,
      error,
      ...(lastAnswerMs === undefined ? {} : { lastAnswerMs }),
      ...(version === undefined ? {} : { version }),
    })
  }

  /** From the start of one probe to the next it is 5 s at most, also where a probe hangs: recovery is seen within that. */
  function retry(entry: Watched, probeTookMs: DurationMs): void {
    const betweenMs = Math.min(lastRetryMs, firstRetryMs * 2 ** entry.failures) * (0.5 + random() / 2)
    waitThenProbe(entry, Math.max(firstRetryMs / 4, betweenMs - Math.max(0, probeTookMs)))
    entry.failures += 1
  }

  function waitThenProbe(entry: Watched, delayMs: DurationMs): void {
    entry.cancelTimer()
    if (running) entry.cancelTimer = schedule(() => probeUnlessBusy(entry), delayMs)
  }

  function probeUnlessBusy(entry: Watched): void {
    const { status, lastAnswerMs } = entry.health
    const quietMs = clock.nowMs() - (lastAnswerMs ?? Number.NEGATIVE_INFINITY)
    if (status === 'up' && quietMs >= 0 && quietMs < idleMs) {
      // A minute without trouble ends an outage for the back-off, even if only probes saw it.
      if (clock.nowMs() - entry.health.sinceMs >= idleMs / 2) entry.failures = 0
      waitThenProbe(entry, idleMs - quietMs)
    } else probe(entry)
  }

  function probe(entry: Watched): void {
    if (!running || entry.probe !== undefined) return
    entry.cancelTimer()
    const abort = new AbortController()
    const startMs = clock.nowMs()
    entry.probe = abort
    const finish = (settle: () => void) => {
      if (entry.probe !== abort) return
      entry.probe = undefined
      settle()
    }
    entry.source.probe(abort.signal).then(
      ({ latencyMs, version }) =>
        finish(() => {
          answered(entry, latencyMs, version)
          waitThenProbe(entry, idleMs)
        }),
      (error: unknown) =>
        finish(() => {
          const detail = detailOf(error)
          const verdict = judgeProbeFailure(detail)
          if (verdict === 'answered') answered(entry, undefined, undefined)
          if (verdict === 'down' || verdict === 'starting') failed(entry, verdict, detail)
          if (entry.health.status === 'up') waitThenProbe(entry, idleMs)
          else retry(entry, clock.nowMs() - startMs)
        }),
    )
  }

  return {
    start() {
      if (running) return
      running = true
      for (const entry of watched.values()) probe(entry)
    },
    stop() {
      running = false
      cancelPublish?.()
      cancelPublish = undefined
      for (const entry of watched.values()) {
        entry.cancelTimer()
        entry.probe?.abort()
        entry.probe = undefined
      }
    },
    reportSuccess(id, latencyMs) {
      const entry = watched.get(id)
      if (entry === undefined) return
      entry.failures = 0
      answered(entry, latencyMs, undefined)
    },
    reportFailure(id, error) {
      const entry = watched.get(id)
      if (entry === undefined) return
      const verdict = judgeFailure(error.detail)
      const { status } = entry.health
      if (verdict === 'answered') answered(entry, undefined, undefined)
      if (verdict === 'down' || verdict === 'starting') {
        failed(entry, verdict, error.detail)
        // Further failing requests of the same outage must not push the next probe away.
        if (status === 'up' || status === 'unknown') retry(entry, 0)
      }
      if (verdict === 'ask' && entry.health.status === 'up') probe(entry)
    },
    probeNow(id) {
      const entry = watched.get(id)
      if (entry !== undefined) probe(entry)
    },
    onRecovered(listener) {
      recoveredListeners.add(listener)
      return () => recoveredListeners.delete(listener)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => snapshot,
  }
}

function watch(source: ProbedSource, sinceMs: UnixMs): Watched {
  const { id, title, kind } = source
  return {
    source,
    health: { id, title, kind, status: 'unknown', sinceMs },
    latenciesMs: [],
    failures: 0,
    probe: undefined,
    cancelTimer: () => {},
  }
}

function detailOf(error: unknown): SourceErrorDetail {
  return error instanceof SourceError
    ? error.detail
    : { kind: 'client', message: 'The source could not be asked by a fault of this page.' }
}
