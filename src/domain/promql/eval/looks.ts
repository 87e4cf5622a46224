import type { AtModifier } from '~/domain/promql/ast'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { type EvalGrid, lastStepMs } from './grid'

/** The times at which the steps of a grid look: `firstMs + i * stepMs`; samples after `lastMs` are not read. */
export interface Looks {
  readonly firstMs: UnixMs
  readonly stepMs: DurationMs
  readonly lastMs: UnixMs
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
  if (at?.kind === 'time') {
    return { firstMs: at.timeMs - offsetMs, stepMs: grid.stepMs, lastMs: at.timeMs - offsetMs }
  }
  const seenToMs = Math.min(lastStepMs(grid), grid.seenToMs ?? Infinity)
  return { firstMs: grid.startMs - offsetMs, stepMs: grid.stepMs, lastMs: seenToMs - offsetMs }
}
