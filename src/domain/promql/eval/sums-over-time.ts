import { CompensatedSum } from './sums'
import { type Bounds, fillWindows, type Samples, type WindowFill, type WindowKernel } from './windows'

const sum = new CompensatedSum()

/** `sum_over_time`. */
export const sumKernel: WindowKernel = ({ values }, from, to) => {
  sum.reset()
  for (let i = from; i < to; i++) sum.add(values[i] as number)
  return isInfinite(sum.sum) ? sum.sum : sum.total
}

/** `avg_over_time`: a running mean, so that sums do not overflow; an infinite mean stays unless infinities disagree. */
export const averageKernel: WindowKernel = ({ values }, from, to) => {
  sum.reset()
  for (let i = from; i < to; i++) {
    const value = values[i] as number
    const count = i - from + 1
    const mean = sum.sum
    if (isInfinite(mean) && (isInfinite(value) ? mean > 0 === value > 0 : !Number.isNaN(value))) continue
    sum.add(value / count - mean / count)
  }
  return isInfinite(sum.sum) ? sum.sum : sum.total
}

function isInfinite(value: number): boolean {
  return value === Infinity || value === -Infinity
}

/**
 * Sums and averages of windows that overlap much: the difference of two running sums that are kept to twice a number's
 * precision. Where that could show, because a window's values cancel each other or are tiny against what came before, or are not
 * finite, the kernel sums the window as Prometheus does.
 */
export function fillSums(kernel: WindowKernel, isAverage: boolean): WindowFill {
  const fillEach = fillWindows(1, kernel)
  return (samples, windows, out) => {
    const bounds = windows.boundsOf(samples.timesMs)
    if (!overlapsMuch(bounds, samples)) {
      fillEach(samples, windows, out)
      return
    }
    const { high, low, size } = runningSums(samples.values)
    const { values, present } = out
    for (let step = 0; step < values.length; step++) {
      const from = bounds.from[step] as number
      const to = bounds.to[step] as number
      if (to === from) continue
      present[step] = 1
      const windowSize = (size[to] as number) - (size[from] as number)
      const result = differenceAt(high, low, from, to)
      const isSafe = Math.abs(result) > 1e-3 * windowSize && windowSize > 1e-8 * (size[to] as number)
      if (isSafe) values[step] = isAverage ? result / (to - from) : result
      else values[step] = kernel(samples, from, to, step)
    }
  }
}

/** Whether the windows together hold several times as many samples as there are. */
export function overlapsMuch({ from, to }: Bounds, { values }: Samples): boolean {
  let held = 0
  for (let step = 0; step < from.length; step++) held += (to[step] as number) - (from[step] as number)
  return held > 4 * values.length
}

/** Sums of the first `i` values as `high[i] + low[i]`, and of their sizes. */
interface RunningSums {
  readonly high: Float64Array
  readonly low: Float64Array
  readonly size: Float64Array
}

/** Dense because it reads every value of a series: each addition's rounding is worked out and carried on. */
function runningSums(values: Float64Array): RunningSums {
  const high = new Float64Array(values.length + 1)
  const low = new Float64Array(values.length + 1)
  const size = new Float64Array(values.length + 1)
  let [sumHigh, sumLow, sumSize] = [0, 0, 0]
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    const total = sumHigh + value
    const added = total - sumHigh
    const lost = sumHigh - (total - added) + (value - added) + sumLow
    sumHigh = total + lost
    sumLow = lost - (sumHigh - total)
    sumSize += Math.abs(value)
    high[i + 1] = sumHigh
    low[i + 1] = sumLow
    size[i + 1] = sumSize
  }
  return { high, low, size }
}

function differenceAt(high: Float64Array, low: Float64Array, from: number, to: number): number {
  const [a, b] = [high[to] as number, high[from] as number]
  const difference = a - b
  const taken = difference - a
  const lost = a - (difference - taken) - (b + taken)
  return difference + (lost + ((low[to] as number) - (low[from] as number)))
}
