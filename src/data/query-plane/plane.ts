import { type FetchPlan, gridOf, planFetch, settledOverlap, type Window } from '~/data/query-plane/plan'
import { restAfterFailure } from '~/data/query-plane/retry'
import { type ExprReach, exprReach } from '~/domain/promql/normalise'
import { gridEndMs, type Matrix, type Vector } from '~/domain/series/frame'
import { agreeBetween, cropMatrix, mergeTail } from '~/domain/series/merge'
import {
  type InstantAnswer,
  type MetricsSource,
  type RangeAnswer,
  type RequestCost,
  type ServerClock,
  SourceError,
} from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** What a panel asks: one normalised expression over a window whose clock is the plane's. */
export interface PlaneQuery {
  /** Identity of the question without the clock: equal keys are asked once. */
  readonly key: string
  readonly sourceId: string
  readonly expr: string
  readonly stepMs: DurationMs
  /** Points over time, or the newest value alone. */
  readonly mode: 'range' | 'instant'
  readonly resolveWindow: (nowMs: UnixMs) => Window
}

/** One answered request, for the inspector. */
export interface RequestRecord {
  readonly kind: Exclude<FetchPlan['kind'], 'none'>
  readonly startMs: UnixMs
  readonly endMs: UnixMs
  readonly cost: RequestCost
}

/** All that is held of a question after a refresh. */
export interface QueryData {
  /** Null for an instant question. */
  readonly matrix: Matrix | null
  /** The newest value, where it is newer than the grid's last point. */
  readonly tip: Vector | null
  readonly window: Window
  /** The tick that the window was resolved at. */
  readonly nowMs: UnixMs
  /** Server time the newest values were evaluated at. */
  readonly evaluatedMs: UnixMs
  readonly warnings: readonly string[]
  readonly infos: readonly string[]
  readonly partial: boolean
  readonly droppedPoints: number
  readonly requests: readonly RequestRecord[]
}

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
  /** Nobody looks at a key for now: its request is cancelled, what is held stays. */
  abandon(key: string): void
  /** Forgets what is held of a key. */
  drop(key: string): void
  size(): number
}

type Answered = Omit<QueryData, 'nowMs'>

interface Entry {
  data: QueryData | null
  wholeMs: UnixMs
  auditedMs: UnixMs
  sinceAudit: number
  writesLate: boolean
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
/** An answer this much older than now gets its newest value asked at once, not at the next tick. */
const TIP_WORTH_MS: DurationMs = 60_000

/** Keeps what was answered and asks only for what is missing; see docs/adr/0005-query-plane.md. */
export function createQueryPlane(options: QueryPlaneOptions): QueryPlane {
  const entries = new Map<string, Entry>()
  const pausedUntil = new Map<string, UnixMs>()
  const reaches = new Map<string, ExprReach>()
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
    if (entry.data?.nowMs === nowMs && entry.error === null) return entry.data
    if (!tickIsUrgent && entry.error && mustRest(query, entry)) throw entry.error
    if (!tickIsUrgent && entry.data) await options.delay(STAGGER_MS * startedInTick++, signal)
    try {
      const data = { ...(await ask(source, query, entry, nowMs, signal)), nowMs }
      if (!isCurrent()) throw abandoned()
      entry.data = data
      entry.error = null
      entry.failures = 0
      return data
    } catch (thrown) {
      const error = toSourceError(thrown)
      if (isCurrent() && error.kind !== 'aborted') rest(query, entry, error)
      throw error
    }
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

  async function ask(
    source: MetricsSource,
    query: PlaneQuery,
    entry: Entry,
    nowMs: UnixMs,
    signal: AbortSignal,
  ): Promise<Answered> {
    const window = query.resolveWindow(nowMs)
    if (query.mode === 'instant') return askInstant(source, query, window, entry, signal)
    const reach = reachOf(query.expr)
    const held = entry.data?.matrix ? { grid: entry.data.matrix.grid, ...entry } : null
    const plan = planFetch(held, window, query.stepMs, reach)
    switch (plan.kind) {
      case 'none':
        return entry.data ?? askWhole(source, query, entry, window, reach, signal)
      case 'tip':
        return askTip(source, query, entry, window, signal)
      case 'whole':
        return askWhole(source, query, entry, window, reach, signal)
      case 'tail':
        return askTail(source, query, entry, window, reach, plan, signal)
    }
  }

  async function askInstant(
    source: MetricsSource,
    query: PlaneQuery,
    window: Window,
    entry: Entry,
    signal: AbortSignal,
  ): Promise<Answered> {
    if (!window.live && entry.data?.evaluatedMs === window.toMs) return entry.data
    const answer = await queryAt(source, query, window.toMs, signal)
    return {
      ...remarks([answer]),
      matrix: null,
      tip: answer.vector,
      window,
      evaluatedMs: window.toMs,
      requests: [record('tip', answer, window.toMs, window.toMs)],
    }
  }

  async function askTip(
    source: MetricsSource,
    query: PlaneQuery,
    entry: Entry,
    window: Window,
    signal: AbortSignal,
  ): Promise<Answered> {
    const answer = await queryAt(source, query, window.toMs, signal)
    const matrix = entry.data?.matrix ?? null
    // The window's start may have moved on although its end has not.
    const cropped = matrix && cropMatrix(matrix, gridOf(window, query.stepMs))
    return {
      ...remarks([answer]),
      matrix: cropped,
      tip: answer.vector,
      window,
      evaluatedMs: window.toMs,
      requests: [record('tip', answer, window.toMs, window.toMs)],
    }
  }

  async function askWhole(
    source: MetricsSource,
    query: PlaneQuery,
    entry: Entry,
    window: Window,
    reach: ExprReach,
    signal: AbortSignal,
  ): Promise<Answered> {
    const grid = gridOf(window, query.stepMs)
    const answer = await queryRange(source, query, grid.startMs, gridEndMs(grid), signal)
    entry.wholeMs = window.toMs
    entry.auditedMs = gridEndMs(grid)
    entry.sinceAudit = 0
    const whole = record('whole', answer, grid.startMs, gridEndMs(grid))
    const held = { matrix: answer.matrix, tip: null, window, evaluatedMs: gridEndMs(grid), requests: [whole] }
    // On a coarse grid the last point can be hours old; `@ start()` has another meaning in an instant query.
    if (!window.live || reach.pinned || window.toMs - gridEndMs(grid) < TIP_WORTH_MS) {
      return { ...held, ...remarks([answer]) }
    }
    const tip = await queryAt(source, query, window.toMs, signal)
    const requests = [whole, record('tip', tip, window.toMs, window.toMs)]
    return { ...held, ...remarks([answer, tip]), tip: tip.vector, evaluatedMs: window.toMs, requests }
  }

  async function askTail(
    source: MetricsSource,
    query: PlaneQuery,
    entry: Entry,
    window: Window,
    reach: ExprReach,
    plan: Extract<FetchPlan, { kind: 'tail' }>,
    signal: AbortSignal,
  ): Promise<Answered> {
    const answer = await queryRange(source, query, plan.grid.startMs, gridEndMs(plan.grid), signal)
    const matrix = entry.data?.matrix
    if (!matrix) return askWhole(source, query, entry, window, reach, signal)
    const settled = settledOverlap(matrix.grid, plan.grid)
    if (settled && !agreeBetween(matrix, answer.matrix, settled.fromMs, settled.toMs)) {
      // History changed below us: what else changed is not known, so nothing held is kept.
      entry.writesLate = true
      return askWhole(source, query, entry, window, reach, signal)
    }
    entry.sinceAudit = plan.audit ? 0 : entry.sinceAudit + 1
    if (plan.audit) entry.auditedMs = gridEndMs(plan.grid)
    return {
      ...remarks([answer]),
      matrix: mergeTail(matrix, answer.matrix, plan.window),
      tip: null,
      window,
      evaluatedMs: gridEndMs(plan.window),
      requests: [record('tail', answer, plan.grid.startMs, gridEndMs(plan.grid))],
    }
  }

  function queryAt(
    source: MetricsSource,
    query: PlaneQuery,
    timeMs: UnixMs,
    signal: AbortSignal,
  ): Promise<InstantAnswer> {
    return source.query({ expr: query.expr, timeMs, timeoutMs: timeoutMs() }, signal)
  }

  function queryRange(
    source: MetricsSource,
    query: PlaneQuery,
    startMs: UnixMs,
    endMs: UnixMs,
    signal: AbortSignal,
  ): Promise<RangeAnswer> {
    return source.queryRange({ expr: query.expr, startMs, endMs, stepMs: query.stepMs, timeoutMs: timeoutMs() }, signal)
  }

  function timeoutMs(): DurationMs {
    return Math.min(30_000, Math.max(5000, 2 * options.intervalMs()))
  }

  function reachOf(expr: string): ExprReach {
    const known = reaches.get(expr)
    if (known) return known
    if (reaches.size > 500) reaches.clear()
    const reach = exprReach(expr)
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
    abandon,
    drop(key) {
      abandon(key)
      entries.delete(key)
    },
    size: () => entries.size,
  }
}

function createEntry(): Entry {
  return {
    data: null,
    wholeMs: 0,
    auditedMs: 0,
    sinceAudit: 0,
    writesLate: false,
    failures: 0,
    restUntilMs: 0,
    error: null,
    run: null,
  }
}

function remarks(answers: readonly (RangeAnswer | InstantAnswer)[]) {
  return {
    warnings: [...new Set(answers.flatMap((answer) => answer.warnings))],
    infos: [...new Set(answers.flatMap((answer) => answer.infos))],
    partial: answers.some((answer) => answer.partial),
    droppedPoints: answers.reduce((sum, answer) => sum + answer.droppedPoints, 0),
  }
}

function record(
  kind: RequestRecord['kind'],
  answer: { readonly cost: RequestCost },
  startMs: UnixMs,
  endMs: UnixMs,
): RequestRecord {
  return { kind, startMs, endMs, cost: answer.cost }
}

function toSourceError(thrown: unknown): SourceError {
  if (thrown instanceof SourceError) return thrown
  if (thrown instanceof DOMException && thrown.name === 'AbortError') {
    return abandoned()
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new SourceError({ kind: 'client', message: `Lookout itself failed: ${message}` })
}

function abandoned(): SourceError {
  return new SourceError({ kind: 'aborted', message: 'Nobody waits for this answer any more.' })
}
