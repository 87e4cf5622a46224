import type { Grid } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** The times at which a node is evaluated; one step for an instant query. */
export interface EvalGrid extends Grid {
  /**
   * What a selector without range, offset and lookback may read, both ends included: it reads no more, wherever its steps look.
   * The steps themselves, but where `@` is about: see `looksOf`.
   */
  readonly seenFromMs: UnixMs
  readonly seenToMs: UnixMs
  /** By how much `@` looks later than it says: see `subqueryGrid`. */
  readonly shiftMs: DurationMs
}

export function lastStepMs(grid: EvalGrid): UnixMs {
  return grid.startMs + (grid.count - 1) * grid.stepMs
}

export function instantGrid(timeMs: UnixMs): EvalGrid {
  return { startMs: timeMs, stepMs: 1, count: 1, seenFromMs: timeMs, seenToMs: timeMs, shiftMs: 0 }
}

/** Steps from start to end, the end included where a step falls on it. */
export function rangeGrid(startMs: UnixMs, endMs: UnixMs, stepMs: DurationMs): EvalGrid {
  const count = Math.max(0, Math.floor((endMs - startMs) / stepMs) + 1)
  return { startMs, stepMs, count, seenFromMs: startMs, seenToMs: endMs, shiftMs: 0 }
}

/** The first step alone. */
export function firstStepOf(grid: EvalGrid): EvalGrid {
  return { ...grid, count: 1 }
}
