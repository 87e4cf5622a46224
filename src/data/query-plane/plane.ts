import {
  type Answered,
  type Asking,
  askForMissing,
  NO_NOTES,
  type Notes,
  newEnough,
  type Reach,
} from '~/data/query-plane/ask'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { restAfterFailure } from '~/data/query-plane/retry'
import { exprReach } from '~/domain/promql/normalise'
import { shortestWindowMs } from '~/domain/promql/shortest-window'
import { type MetricsSource, type ServerClock, SourceError } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { messageOf } from '~/lib/message-of'

export interface QueryPlaneOptions {
  readonly sources: ReadonlyMap<string, MetricsSource>
  readonly clock: ServerClock
  readonly intervalMs: () => DurationMs
  readonly random: () => number
  /** Resolves after `ms`, or rejects when aborted. */
  readonly delay: (ms: DurationMs, signal: AbortSignal) => Promise<void>
  /** False while the health monitor says that the source is away: a refresh then waits for its word. */
  readonly isAnswering?: (sourceId: string) => boolean
}

export interface TickOptions {
  /** A person asked, or a source came back: rests and staggering do not apply to this tick's loads. */
  readonly urgent?: boolean
}

export interface QueryPlane {
  /** Fixes the evaluation time that all loads share until the next tick; returns it. */
  beginTick(options?: TickOptions): UnixMs
  tickMs(): UnixMs
  /** Calls back after each tick's start; returns the undo. */
  subscribe(listener: () => void): () => void
  /** Brings a question up to the tick's time; throws SourceError. A load under way is joined, not repeated. */
  load(query: PlaneQuery): Promise<QueryData>
  /** What is held of a key and believed, for a panel that is drawn before it has asked. */
  held(key: string): QueryData | undefined
  /** Nobody looks at a key for now: its request is cancelled, what is held stays. */
  abandon(key: string): void
  /** Forgets what is held of a key. */
  drop(key: string): void
  /** Of all that is held. */
  keys(): readonly string[]
}

interface Entry {
  data: QueryData | null
  notes: Notes
  failures: number
  restUntilMs: UnixMs
  error: SourceError | null
  run: Run | null
}

/** One load under way. An answer counts only while its run is the entry's current one. */
interface Run {
  readonly promise: Promise<QueryData>
  readonly abort: AbortController
}

/** Loads started within one tick follow each other by this, so that a tick is no burst. */
const STAGGER_MS: DurationMs = 12
/** A tick older than this is not joined by a load that comes late, such as that of a panel just scrolled into view. */
const TICK_FRESH_MS: DurationMs = 4000

/** Keeps what was answered and asks only for what is missing; see docs/adr/0005-query-plane.md. */
export function createQueryPlane(options: QueryPlaneOptions): QueryPlane {
  const entries = new Map<string, Entry>()
  const pausedUntil = new Map<string, UnixMs>()
  const reaches = new Map<string, Reach>()
  /** Per source the first question of the newest tick that was asked, and whether it was answered. */
  const probes = new Map<string, { readonly tickMs: UnixMs; readonly answered: Promise<boolean> }>()
  let tick: UnixMs | null = null
  let startedInTick = 0
  let tickIsUrgent = false
  const listeners = new Set<() => void>()

  function beginTick({ urgent = false }: TickOptions = {}): UnixMs {
    tickIsUrgent = urgent
    tick = Math.floor(options.clock.nowMs() / 1000) * 1000
    startedInTick = 0
    for (const listener of listeners) listener()
    return tick
  }

  function currentTick(): UnixMs {
    if (tick === null || Math.abs(options.clock.nowMs() - tick) > TICK_FRESH_MS) return beginTick()
    return tick
  }

  function load(query: PlaneQuery): Promise<QueryData> {
    const entry = entries.get(query.key) ?? createEntry()
    entries.set(query.key, entry)
    if (entry.run) return entry.run.promise
    const abort = new AbortController()
    const isCurrent = () => entry.run?.abort === abort
    const promise = refresh(query, entry, abort.signal, isCurrent).finally(() => {
      if (isCurrent()) entry.run = null
    })
    entry.run = { promise, abort }
    return promise
  }

  function abandon(key: string): void {
    const entry = entries.get(key)
    if (!entry?.run) return
    entry.run.abort.abort()
    entry.run = null
  }

  async function refresh(
    query: PlaneQuery,
    entry: Entry,
    signal: AbortSignal,
    isCurrent: () => boolean,
  ): Promise<QueryData> {
    // Lets load() register the run first, so that even a refusal without a request has one.
    await Promise.resolve()
    const source = options.sources.get(query.sourceId)
    if (!source) {
      throw new SourceError({ kind: 'client', message: `There is no metrics source "${query.sourceId}".` })
    }
    const nowMs = currentTick()
    // Already brought up to this tick, such as by a load before the panel was there.
    if (entry.data !== null && entry.error === null && isHeld(entry.data, query, nowMs)) return entry.data
    if (!tickIsUrgent && entry.error && mustRest(query, entry)) throw entry.error
    if (!tickIsUrgent && entry.data) await options.delay(STAGGER_MS * startedInTick++, signal)
    try {
      const answered = await ask(
        askingOf(source, query, entry, nowMs, signal),
        nowMs,
        tickIsUrgent || entry.error !== null,
      )
      if (!isCurrent()) throw abandoned()
      const data = { ...answered.data, nowMs }
      entry.data = data
      entry.notes = answered.notes
      entry.error = null
      entry.failures = 0
      return data
    } catch (thrown) {
      const error = toSourceError(thrown)
      if (isCurrent() && error.kind !== 'aborted') rest(query, entry, error)
      throw error
    }
  }

  /** Whether an answer needs no other at a tick. */
  function isHeld({ nowMs: heldMs }: QueryData, { holdsMs = 0 }: PlaneQuery, nowMs: UnixMs): boolean {
    return heldMs === nowMs || (heldMs < nowMs && nowMs - heldMs < holdsMs)
  }

  function mustRest(query: PlaneQuery, entry: Entry): boolean {
    const nowMs = options.clock.nowMs()
    if (options.isAnswering?.(query.sourceId) === false) return true
    return nowMs < Math.max(entry.restUntilMs, pausedUntil.get(query.sourceId) ?? 0)
  }

  function rest(query: PlaneQuery, entry: Entry, error: SourceError): void {
    entry.error = error
    entry.failures += 1
    const restMs = restAfterFailure(error.detail, entry.failures, options.intervalMs(), options.random)
    entry.restUntilMs = options.clock.nowMs() + restMs
    // A server that throttles is throttling all of us, not this panel.
    if (error.kind === 'throttled') pausedUntil.set(query.sourceId, entry.restUntilMs)
  }

  /** What is new enough is not asked again where the source has just answered another question of this tick. */
  async function ask(asking: Asking, nowMs: UnixMs, isWanted: boolean): Promise<Answered> {
    const { sourceId } = asking.query
    const resting = isWanted ? null : newEnough(asking)
    const probe = probes.get(sourceId)
    const isProbed = probe?.tickMs === nowMs
    if (resting && isProbed && (await probe.answered)) return resting
    const answering = askForMissing(asking)
    if (!isProbed) {
      const answered = answering.then(
        () => true,
        () => false,
      )
      probes.set(sourceId, { tickMs: nowMs, answered })
    }
    return answering
  }

  function askingOf(source: MetricsSource, query: PlaneQuery, held: Entry, nowMs: UnixMs, signal: AbortSignal): Asking {
    const timeoutMs = Math.min(30_000, Math.max(5000, 2 * options.intervalMs()))
    const [window, reach] = [query.resolveWindow(nowMs), reachOf(query.expr)]
    return { source, query, held, window, reach, timeoutMs, signal }
  }

  function reachOf(expr: string): Reach {
    const known = reaches.get(expr)
    if (known) return known
    if (reaches.size > 500) reaches.clear()
    const reach = { ...exprReach(expr), averagedMs: shortestWindowMs(expr) }
    reaches.set(expr, reach)
    return reach
  }

  return {
    beginTick,
    tickMs: () => tick ?? Math.floor(options.clock.nowMs() / 1000) * 1000,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    load,
    held(key) {
      const entry = entries.get(key)
      return entry?.error === null && entry.data !== null ? entry.data : undefined
    },
    abandon,
    drop(key) {
      abandon(key)
      if (import.meta.env.MODE === 'soak' && globalThis.lookoutSoak?.forgets('M5')) return
      entries.delete(key)
    },
    keys: () => [...entries.keys()],
  }
}

function createEntry(): Entry {
  return {
    data: null,
    notes: NO_NOTES,
    failures: 0,
    restUntilMs: 0,
    error: null,
    run: null,
  }
}

function toSourceError(thrown: unknown): SourceError {
  if (thrown instanceof SourceError) return thrown
  if (thrown instanceof DOMException && thrown.name === 'AbortError') {
    return abandoned()
  }
  const message = messageOf(thrown)
  return new SourceError({ kind: 'client', message: `Lookout itself failed: ${message}` })
}

function abandoned(): SourceError {
  return new SourceError({ kind: 'aborted', message: 'Nobody waits for this answer any more.' })
}
