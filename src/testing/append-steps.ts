import type { Tsdb } from '~/domain/tsdb/tsdb'
import type { DurationMs } from '~/domain/units-of-measure'

/** What a series has at a step: a value, `nan`, its end, or nothing. */
export type StepSample = number | 'nan' | 'end' | 'gap'

/** Appends series of two names, each with a label `i`: one sample a step from time 0 on. */
export function appendSteps(store: Tsdb, series: readonly (readonly StepSample[])[], stepMs: DurationMs): void {
  for (const [i, values] of series.entries()) {
    const ref = store.series([
      ['__name__', i % 2 === 0 ? 'a' : 'b'],
      ['i', String(i >> 1)],
    ])
    for (const [step, value] of values.entries()) {
      if (value === 'end') store.appendStale(ref, step * stepMs)
      else if (value === 'nan') store.append(ref, step * stepMs, Number.NaN)
      else if (value !== 'gap') store.append(ref, step * stepMs, value)
    }
  }
}
