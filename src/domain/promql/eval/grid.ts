import type { Grid } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** The times at which a node is evaluated; one step for an instant query. */
export type EvalGrid = Grid

export function lastStepMs(grid: EvalGrid): UnixMs {
  return grid.startMs + (grid.count - 1) * grid.stepMs
}

export function instantGrid(timeMs: UnixMs): EvalGrid {
  return { startMs: timeMs, stepMs: 1, count: 1 }
}

/** Steps from start to end, the end included where a step falls on it. */
export function rangeGrid(startMs: UnixMs, endMs: UnixMs, stepMs: DurationMs): EvalGrid {
  return { startMs, stepMs, count: Math.max(0, Math.floor((endMs - startMs) / stepMs) + 1) }
}
