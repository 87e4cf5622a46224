import type { AtModifier } from '~/domain/promql/ast'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { EvalGrid } from './grid'

/** The times at which the steps of a grid look, `firstMs + i * stepMs`, and what may be read there. */
export interface Looks {
  readonly firstMs: UnixMs
  readonly stepMs: DurationMs
  /** Samples older than this, less range or lookback, are not read. */
  readonly readFromMs: UnixMs
  readonly readToMs: UnixMs
}

/** What moves a selector or subquery in time. */
export interface Placed {
  readonly at: AtModifier | undefined
  readonly offsetMs: DurationMs
}

/**
 * Where a selector or subquery looks at each step. `preprocess` has given `@ start()` and `@ end()` their times. With `@` only
 * the first step looks where the text says, and the others as much later as they are, although nothing later is read: an oddity
 * of Prometheus 2.42, seen where another argument changes from step to step, as in `predict_linear(x[5m] @ 0, time())`.
 */
export function looksOf({ at, offsetMs }: Placed, grid: EvalGrid): Looks {
  const { stepMs } = grid
  if (at?.kind === 'time') {
    const lookMs = at.timeMs - offsetMs
    return { firstMs: lookMs + grid.shiftMs, stepMs, readFromMs: lookMs, readToMs: lookMs }
  }
  const firstMs = grid.startMs - offsetMs
  return { firstMs, stepMs, readFromMs: grid.seenFromMs - offsetMs, readToMs: grid.seenToMs - offsetMs }
}
