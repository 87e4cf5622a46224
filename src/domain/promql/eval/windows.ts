import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { EvalContext } from './context'
import type { EvalGrid } from './grid'
import { type Looks, looksOf, type Placed } from './looks'
import type { StepSeries } from './values'

/** Samples of one series without staleness markers, times strictly ascending. Read only: they may be the store's own. */
export interface Samples {
  readonly labels: Labels
  readonly timesMs: Float64Array
  readonly values: Float64Array
}

/** Where the window of each step lies in a series' samples: places `from` (inclusive) to `to` (exclusive). */
export interface Bounds {
  readonly timesMs: Float64Array
  readonly from: Int32Array
  readonly to: Int32Array
}

/** Times of a few scrapes are remembered at once: enough for the targets whose series stand side by side. */
const REMEMBERED = 16

/**
 * The windows of a range at all steps: step `i` sees the samples from `firstFromMs + i * stepMs` to `firstToMs + i * stepMs`,
 * both included. Series that were scraped together share their times, so that the bounds are looked for once for all of them.
 */
export class Windows {
  readonly firstFromMs: UnixMs
  readonly firstToMs: UnixMs
  readonly stepMs: DurationMs
  /** As the text says it: one millisecond more than the windows' width where ranges are open at the left. */
  readonly rangeMs: DurationMs
  /** Throws where nobody waits for the answer any more. */
  readonly checkCanceled: () => void
  readonly #count: number
  /** Oldest first. */
  readonly #known = new Map<Float64Array, Bounds>()

  constructor(looks: Looks, rangeMs: DurationMs, count: number, context: EvalContext) {
    this.checkCanceled = () => context.checkCanceled()
    this.firstFromMs = looks.firstMs - rangeMs + (context.leftOpen ? 1 : 0)
    this.firstToMs = looks.firstMs
    this.stepMs = looks.stepMs
    this.rangeMs = rangeMs
    this.#count = count
  }

  /** The bounds for these times; those for other times stay valid until `REMEMBERED` others were asked for. */
  boundsOf(timesMs: Float64Array): Bounds {
    const known = this.#known.get(timesMs)
    if (known !== undefined) return known
    const [oldest] = this.#known.size < REMEMBERED ? [] : this.#known.values()
    if (oldest !== undefined) this.#known.delete(oldest.timesMs)
    const from = oldest?.from ?? new Int32Array(this.#count)
    const to = oldest?.to ?? new Int32Array(this.#count)
    fillPlaces(timesMs, this.firstFromMs, this.stepMs, from)
    // The first place after an instant is that of the next millisecond: times are whole.
    fillPlaces(timesMs, this.firstToMs + 1, this.stepMs, to)
    const bounds = { timesMs, from, to }
    this.#known.set(timesMs, bounds)
    return bounds
  }
}

/**
 * For each step the place of the first sample at or after `firstMs + step * stepMs`. Samples are mostly evenly spaced, so each
 * search begins where the last stride leads: two or three looks a step instead of one for each sample. Dense because it reads
 * every series' times.
 */
function fillPlaces(timesMs: Float64Array, firstMs: UnixMs, stepMs: DurationMs, places: Int32Array): void {
  const samples = timesMs.length
  let before = 0
  let stride = 0
  let lookMs = firstMs
  for (let step = 0; step < places.length; step++, lookMs += stepMs) {
    let place = Math.min(before + stride, samples)
    while (place > before && (timesMs[place - 1] as number) >= lookMs) place--
    while (place < samples && (timesMs[place] as number) < lookMs) place++
    stride = place - before
    before = place
    places[step] = place
  }
}

export function windowsOf(
  range: Placed & { readonly rangeMs: DurationMs },
  grid: EvalGrid,
  context: EvalContext,
): Windows {
  return new Windows(looksOf(range, grid), range.rangeMs, grid.count, context)
}

/** Writes the value of each window of one series into `out`; leaves out the steps whose window gives none. */
export type WindowFill = (samples: Samples, windows: Windows, out: StepSeries) => void

/** The value of the samples `from` (inclusive) to `to` (exclusive), which are `minSamples` at least. */
export type WindowKernel = (samples: Samples, from: number, to: number, step: number) => number

/** After so many samples of one series, which take a few milliseconds, it is asked whether anyone still waits. */
const SAMPLES_BETWEEN_CHECKS = 500_000

/** Calls a kernel for each window that holds enough samples. */
export function fillWindows(minSamples: number, kernel: WindowKernel): WindowFill {
  return (samples, windows, out) => {
    const bounds = windows.boundsOf(samples.timesMs)
    const { values, present } = out
    let read = 0
    for (let step = 0; step < values.length; step++) {
      const from = bounds.from[step] as number
      const to = bounds.to[step] as number
      if (to - from < minSamples) continue
      read += to - from
      if (read > SAMPLES_BETWEEN_CHECKS) {
        windows.checkCanceled()
        read = 0
      }
      values[step] = kernel(samples, from, to, step)
      present[step] = 1
    }
  }
}
