import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { EvalContext } from './context'
import type { EvalGrid } from './grid'
import { looksOf, type Samples } from './selectors'
import type { StepSeries } from './values'

/** The windows of a range at all steps: step `i` sees the samples from `firstFromMs + i * stepMs` to `rangeMs` later, both included. */
export interface Windows {
  readonly grid: EvalGrid
  readonly firstFromMs: UnixMs
  readonly firstToMs: UnixMs
  readonly stepMs: DurationMs
  /** As the text says it. One millisecond more than `firstToMs - firstFromMs` where ranges are open at the left. */
  readonly rangeMs: DurationMs
}

type Ranged = Parameters<typeof looksOf>[0] & { readonly rangeMs: DurationMs }

export function windowsOf(range: Ranged, grid: EvalGrid, context: EvalContext): Windows {
  const looks = looksOf(range, grid)
  const firstFromMs = looks.firstMs - range.rangeMs + (context.leftOpen ? 1 : 0)
  return { grid, firstFromMs, firstToMs: looks.firstMs, stepMs: looks.stepMs, rangeMs: range.rangeMs }
}

/** Writes the value of each window of one series into `out`; leaves out the steps whose window gives none. */
export type WindowFill = (samples: Samples, windows: Windows, out: StepSeries) => void

/** The value of the samples `from` (inclusive) to `to` (exclusive), which are `minSamples` at least. */
export type WindowKernel = (samples: Samples, from: number, to: number, step: number) => number

/** Calls a kernel for each window that holds enough samples: two pointers, each passing every sample once. */
export function fillWindows(minSamples: number, kernel: WindowKernel): WindowFill {
  return (samples, windows, out) => {
    const { timesMs } = samples
    const { values, present } = out
    const count = timesMs.length
    let from = 0
    let to = 0
    let fromMs = windows.firstFromMs
    let toMs = windows.firstToMs
    for (let step = 0; step < values.length; step++, fromMs += windows.stepMs, toMs += windows.stepMs) {
      while (to < count && (timesMs[to] as number) <= toMs) to++
      while (from < to && (timesMs[from] as number) < fromMs) from++
      if (to - from < minSamples) continue
      values[step] = kernel(samples, from, to, step)
      present[step] = 1
    }
  }
}
