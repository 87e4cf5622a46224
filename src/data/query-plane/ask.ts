import { type FetchPlan, gridOf, newestRestMs, planFetch, settledOverlap, type Window } from '~/data/query-plane/plan'
import type { PlaneQuery, QueryData, RequestRecord } from '~/data/query-plane/query-data'
import type { ExprReach } from '~/domain/promql/normalise'
import { type Grid, gridEndMs } from '~/domain/series/frame'
import { agreeBetween, cropMatrix, mergeTail } from '~/domain/series/merge'
import type { InstantAnswer, MetricsSource, RangeAnswer } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** What is noted of the requests behind the held points; see `HeldState` for what each decides. */
export interface Notes {
  readonly wholeMs: UnixMs
  readonly auditedMs: UnixMs
  readonly sinceAudit: number
  readonly writesLate: boolean
}

export const NO_NOTES: Notes = { wholeMs: 0, auditedMs: 0, sinceAudit: 0, writesLate: false }

/** What is kept of a question between two refreshes. */
export interface Held {
  readonly data: QueryData | null
  readonly notes: Notes
}

type Answer = Omit<QueryData, 'nowMs'>

/** New points and their notes go together: notes of an answer that is not kept would hide what it has to be asked again. */
export interface Answered {
  readonly data: Answer
  readonly notes: Notes
}

export interface Reach extends ExprReach {
  /** See `shortestWindowMs`. */
  readonly averagedMs: DurationMs
}

/** One refresh of one question. */
export interface Asking {
  readonly source: MetricsSource
  readonly query: PlaneQuery
  readonly held: Held
  readonly window: Window
  readonly reach: Reach
  readonly timeoutMs: DurationMs
  readonly signal: AbortSignal
}

/** An answer this much older than now gets its newest value asked at once, not at the next tick. */
export const TIP_WORTH_MS: DurationMs = 60_000

/** What is held, where its newest value is new enough for its window and nothing but that would be asked; else null. */
export function newEnough(asking: Asking): Answered | null {
  const { query, held, window, reach } = asking
  const { data } = held
  if (data === null || !window.live || window.toMs - data.evaluatedMs >= newestRestMs(reach.averagedMs)) return null
  // Points that are due are asked, whatever the newest value is.
  if (query.mode === 'range' && planOf(asking).kind !== 'tip') return null
  // The window goes on with the clock: one that was left behind would pass for a fixed range, which never grows old.
  return { data: { ...data, window, matrix: croppedOf(asking) }, notes: held.notes }
}

/** Sends the request that `planFetch` decides on and joins its answer with what is held. Throws SourceError. */
export async function askForMissing(asking: Asking): Promise<Answered> {
  const { query, held } = asking
  if (query.mode === 'instant') return askInstant(asking)
  const plan = planOf(asking)
  switch (plan.kind) {
    case 'none':
      return held.data
        ? { data: { ...held.data, window: asking.window, matrix: croppedOf(asking) }, notes: held.notes }
        : askWhole(asking)
    case 'tip':
      return askTip(asking)
    case 'whole':
      return askWhole(asking)
    case 'tail':
      return askTail(asking, plan)
  }
}

function planOf({ query, held, window, reach }: Asking): FetchPlan {
  const state = held.data?.matrix ? { ...held.notes, grid: held.data.matrix.grid } : null
  return planFetch(state, window, query.stepMs, reach)
}

/** The held points without those that the window has left behind: its start may have moved on although its end has not. */
function croppedOf({ query, held, window }: Asking) {
  const matrix = held.data?.matrix ?? null
  return matrix && cropMatrix(matrix, gridOf(window, query.stepMs))
}

async function askInstant(asking: Asking): Promise<Answered> {
  const { held, window } = asking
  if (!window.live && held.data?.evaluatedMs === window.toMs) return { data: held.data, notes: held.notes }
  return { data: { ...(await askNewest(asking)), matrix: null }, notes: held.notes }
}

async function askTip(asking: Asking): Promise<Answered> {
  const newest = await askNewest(asking)
  return { data: { ...newest, matrix: croppedOf(asking) }, notes: asking.held.notes }
}

/** The newest value alone, evaluated at the window's end. */
async function askNewest(asking: Asking): Promise<Omit<Answer, 'matrix'>> {
  const { window } = asking
  const answer = await queryAt(asking, window.toMs)
  const requests = [record('tip', answer, window.toMs, window.toMs)]
  return { ...remarks([answer]), tip: answer.vector, window, evaluatedMs: window.toMs, requests }
}

async function askWhole(asking: Asking): Promise<Answered> {
  const { query, held, window, reach } = asking
  const grid = gridOf(window, query.stepMs)
  const answer = await queryRange(asking, grid)
  const endMs = gridEndMs(grid)
  const notes = { ...held.notes, wholeMs: window.toMs, auditedMs: endMs, sinceAudit: 0 }
  const whole = record('whole', answer, grid.startMs, endMs)
  const points = { matrix: answer.matrix, tip: null, window, evaluatedMs: endMs, requests: [whole] }
  // On a coarse grid the last point can be hours old; `@ start()` has another meaning in an instant query.
  // An earlier period has its points and no newest value.
  if (!window.live || window.shiftMs || reach.pinned || window.toMs - endMs < TIP_WORTH_MS) {
    return { data: { ...points, ...remarks([answer]) }, notes }
  }
  const tip = await queryAt(asking, window.toMs)
  const requests = [whole, record('tip', tip, window.toMs, window.toMs)]
  const data = { ...points, ...remarks([answer, tip]), tip: tip.vector, evaluatedMs: window.toMs, requests }
  return { data, notes }
}

async function askTail(asking: Asking, plan: Extract<FetchPlan, { kind: 'tail' }>): Promise<Answered> {
  const { held, window } = asking
  const answer = await queryRange(asking, plan.grid)
  const matrix = held.data?.matrix
  if (!matrix) return askWhole(asking)
  const settled = settledOverlap(matrix.grid, plan.grid)
  if (settled && !agreeBetween(matrix, answer.matrix, settled.fromMs, settled.toMs)) {
    // History changed below us: what else changed is not known, so nothing held is kept.
    return askWhole({ ...asking, held: { ...held, notes: { ...held.notes, writesLate: true } } })
  }
  const notes = plan.audit
    ? { ...held.notes, sinceAudit: 0, auditedMs: gridEndMs(plan.grid) }
    : { ...held.notes, sinceAudit: held.notes.sinceAudit + 1 }
  const data = {
    ...remarks([answer]),
    matrix: mergeTail(matrix, answer.matrix, plan.window),
    tip: null,
    window,
    evaluatedMs: gridEndMs(plan.window),
    requests: [record('tail', answer, plan.grid.startMs, gridEndMs(plan.grid))],
  }
  return { data, notes }
}

function queryAt({ source, query, timeoutMs, signal }: Asking, timeMs: UnixMs): Promise<InstantAnswer> {
  return source.query({ expr: query.expr, timeMs, timeoutMs }, signal)
}

function queryRange({ source, query, timeoutMs, signal }: Asking, grid: Grid): Promise<RangeAnswer> {
  const { startMs, stepMs } = grid
  return source.queryRange({ expr: query.expr, startMs, endMs: gridEndMs(grid), stepMs, timeoutMs }, signal)
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
  answer: { readonly cost: RequestRecord['cost'] },
  startMs: UnixMs,
  endMs: UnixMs,
): RequestRecord {
  return { kind, startMs, endMs, cost: answer.cost }
}
