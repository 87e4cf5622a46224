import type { Grid } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** The times at which a node is evaluated; one step for an instant query. */
export interface EvalGrid extends Grid {
  /**
   * Where `@` pins a subquery whose windows move all the same (see `subqueryGrid`): no sample after this is seen, whatever the
   * steps. Offsets count from it.
   */
  readonly seenToMs?: UnixMs
}

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
