import type { Bounds, Samples, WindowFill, WindowKernel, Windows } from './windows'

export interface RateKind {
  readonly isCounter: boolean
  readonly isRate: boolean
}

/** What the times of the windows alone say of their extrapolation. Windows of less than two samples are left as they were. */
interface Extrapolation {
  /** A little more than how many times its change the first value has to be for the extrapolation to stay above zero. */
  readonly safeRatio: Float64Array
  /** By how much the change between first and last sample is to be multiplied. */
  readonly factor: Float64Array
}

/**
 * `rate`, `increase` and `delta`: the change between a window's first and last sample, resets of a counter made up for, and
 * extrapolated to the window's ends as Prometheus' extrapolatedRate does it. Dense because a dashboard spends most of its time
 * here: what the times decide is worked out once for all series of a scrape, and a series without resets is read twice a window.
 */
export function fillRates(kind: RateKind): WindowFill {
  const { isCounter } = kind
  let latest: { readonly bounds: Bounds; readonly extrapolation: Extrapolation } | undefined
  return (samples, windows, out) => {
    const bounds = windows.boundsOf(samples.timesMs)
    if (latest?.bounds !== bounds) {
      latest = { bounds, extrapolation: extrapolate(bounds, windows, kind, latest?.extrapolation) }
    }
    const { safeRatio, factor } = latest.extrapolation
    const { from, to } = bounds
    const raw = samples.values
    const { values, present } = out
    const resets = isCounter ? resetsOf(samples) : NO_RESETS
    let nextReset = 0
    for (let step = 0; step < values.length; step++) {
      const start = from[step] as number
      const end = to[step] as number
      if (end - start < 2) continue
      const first = raw[start] as number
      let change = (raw[end - 1] as number) - first
      if (resets.length > 0) {
        while (nextReset < resets.length && (resets[nextReset] as number) <= start) nextReset++
        for (let i = nextReset; i < resets.length && (resets[i] as number) < end; i++) {
          change += raw[(resets[i] as number) - 1] as number
        }
      }
      present[step] = 1
      // A counter was never below zero: the extrapolation ends where it would have been zero. The product decides the common
      // case without a division; where it is near, not a number or too large, the exact formula does.
      const mayCutStart = isCounter && change > 0 && first >= 0 && !(first > (safeRatio[step] as number) * change)
      const by = mayCutStart ? cutFactor(bounds, step, change, first, windows, kind) : (factor[step] as number)
      values[step] = change * by
    }
  }
}

const NO_RESETS: readonly number[] = []

/** Places of the samples that are less than the one before them. */
function resetsOf({ values }: Samples): readonly number[] {
  let resets: number[] | undefined
  let before = Number.NaN
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (value < before) {
      resets ??= []
      resets.push(i)
    }
    before = value
  }
  return resets ?? NO_RESETS
}

/** Into the arrays of `spare`, which nobody needs any more. */
function extrapolate(
  bounds: Bounds,
  windows: Windows,
  kind: RateKind,
  spare: Extrapolation | undefined,
): Extrapolation {
  const { timesMs, from, to } = bounds
  const steps = from.length
  const create = () => new Float64Array(steps)
  const made = spare?.factor.length === steps ? spare : { safeRatio: create(), factor: create() }
  for (let step = 0; step < steps; step++) {
    const start = from[step] as number
    const end = to[step] as number
    if (end - start < 2) continue
    const firstMs = timesMs[start] as number
    const startMs = windows.firstToMs + step * windows.stepMs - windows.rangeMs
    const toStart = (firstMs - startMs) / 1000
    made.safeRatio[step] = (1.000001 * toStart * 1000) / ((timesMs[end - 1] as number) - firstMs)
    made.factor[step] = factorOf(bounds, step, toStart, windows, kind)
  }
  return made
}

/** The factor of a counter whose extrapolation to the start may be cut. */
function cutFactor(
  bounds: Bounds,
  step: number,
  change: number,
  first: number,
  windows: Windows,
  kind: RateKind,
): number {
  const { timesMs, from, to } = bounds
  const firstMs = timesMs[from[step] as number] as number
  const lastMs = timesMs[(to[step] as number) - 1] as number
  const toStart = (firstMs - (windows.firstToMs + step * windows.stepMs - windows.rangeMs)) / 1000
  const toZero = ((lastMs - firstMs) / 1000) * (first / change)
  // Infinities make this NaN, which cuts nothing.
  const isCut = toZero < toStart
  return factorOf(bounds, step, isCut ? toZero : toStart, windows, kind)
}

/** Extrapolates to an end of the window that is near, and by half the average distance of samples where it is not. */
function factorOf(
  { timesMs, from, to }: Bounds,
  step: number,
  toStart: number,
  windows: Windows,
  { isRate }: RateKind,
): number {
  const start = from[step] as number
  const end = to[step] as number
  const lastMs = timesMs[end - 1] as number
  const sampled = (lastMs - (timesMs[start] as number)) / 1000
  const average = sampled / (end - start - 1)
  const toEnd = (windows.firstToMs + step * windows.stepMs - lastMs) / 1000
  const threshold = average * 1.1
  let seconds = sampled
  seconds += toStart < threshold ? toStart : average / 2
  seconds += toEnd < threshold ? toEnd : average / 2
  const factor = seconds / sampled
  return isRate ? factor / (windows.rangeMs / 1000) : factor
}

/** Change from the last sample but one to the last. */
export const idelta: WindowKernel = ({ values }, _, to) => (values[to - 1] as number) - (values[to - 2] as number)

/** The same a second; after a reset of the counter, all that it has counted since. */
export const irate: WindowKernel = ({ timesMs, values }, _, to) => {
  const last = values[to - 1] as number
  const previous = values[to - 2] as number
  const change = last < previous ? last : last - previous
  return change / (((timesMs[to - 1] as number) - (timesMs[to - 2] as number)) / 1000)
}
