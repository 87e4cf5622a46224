import type { Window } from '~/data/query-plane/plan'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { exprReach } from '~/domain/promql/normalise'
import type { DurationMs } from '~/domain/units-of-measure'

/** What is a day old is not asked anew at each tick for the few seconds that it moved on. */
const FIGURE_EVERY_MS: DurationMs = 60_000
/** Newest values further apart than this are not of the same moment: their difference would say nothing. */
export const SAME_MOMENT_MS: DurationMs = 2 * FIGURE_EVERY_MS

/**
 * The same question for the period that lies `shiftMs` earlier: the same expression and step with the window moved back.
 * PromQL's `offset` would not do: it belongs into each selector, does not move `@`, and makes another expression of it.
 * Points over time stand at the present's evaluation times, each moved back. A newest value is evaluated at the end of a
 * window that moves on once a minute.
 */
export function earlierQuestion(question: PlaneQuery, shiftMs: DurationMs, mode: PlaneQuery['mode']): PlaneQuery {
  const { stepMs, expr } = question
  // The present's newest value lies between two points; in the past the later one is known as well. Of `@ end()` it is not.
  const aheadMs = exprReach(expr).pinned ? 0 : Math.min(stepMs, shiftMs / 2)
  const resolveWindow = (nowMs: number): Window => {
    const { fromMs, toMs, live } = question.resolveWindow(nowMs)
    if (mode === 'range') {
      return { fromMs: fromMs - shiftMs, toMs: toMs - shiftMs + (live ? aheadMs : 0), live, shiftMs }
    }
    const endMs = live ? Math.floor(toMs / FIGURE_EVERY_MS) * FIGURE_EVERY_MS : toMs
    return { fromMs: Math.min(fromMs, endMs - 1) - shiftMs, toMs: endMs - shiftMs, live: false }
  }
  return { ...question, key: `${question.key} earlier ${shiftMs} ${mode}`, mode, resolveWindow }
}

/** An answer about an earlier period with the times of the present: all of them `shiftMs` later. */
export function moveForward(data: QueryData, shiftMs: DurationMs): QueryData {
  const { matrix, tip, evaluatedMs } = data
  return {
    ...data,
    matrix: matrix && { ...matrix, grid: { ...matrix.grid, startMs: matrix.grid.startMs + shiftMs } },
    tip: tip && { ...tip, timeMs: tip.timeMs + shiftMs },
    evaluatedMs: evaluatedMs + shiftMs,
  }
}
