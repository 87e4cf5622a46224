import { fillWindows, type Samples, type WindowFill, type WindowKernel, type Windows } from './windows'

/*
 * Sums that keep what rounding takes from them (Neumaier's variant of Kahan's summation), as Prometheus takes them. The dense
 * loops keep sum and loss in local variables: a window is summed anew at every step, because a sum that slides would drift.
 */

const sumKernel: WindowKernel = ({ values }, from, to) => {
  let sum = 0
  let lost = 0
  for (let i = from; i < to; i++) {
    const value = values[i] as number
    const total = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum
    sum = total
  }
  // What is lost of an infinite sum is NaN.
  return isInfinite(sum) ? sum : sum + lost
}

/** A running mean, so that sums do not overflow; an infinite mean stays unless infinities disagree. */
export const averageOverTime: WindowKernel = ({ values }, from, to) => {
  let mean = 0
  let lost = 0
  let count = 0
  for (let i = from; i < to; i++) {
    const value = values[i] as number
    count++
    if (isInfinite(mean) && (isInfinite(value) ? mean > 0 === value > 0 : !Number.isNaN(value))) continue
    const change = value / count - mean / count
    const total = mean + change
    lost += Math.abs(mean) >= Math.abs(change) ? mean - total + change : change - total + mean
    mean = total
  }
  return isInfinite(mean) ? mean : mean + lost
}

function isInfinite(value: number): boolean {
  return value === Infinity || value === -Infinity
}

const fillEach = fillWindows(1, sumKernel)

/** `sum_over_time`. Whole numbers are summed once for all windows: their sums are exact, and so are the differences. */
export const sumOverTime: WindowFill = (samples, windows, out) => {
  const sums = overlapsMuch(samples, windows) ? exactSums(samples.values) : undefined
  if (sums === undefined) {
    fillEach(samples, windows, out)
    return
  }
  const bounds = windows.boundsOf(samples.timesMs)
  for (let step = 0; step < out.values.length; step++) {
    const from = bounds.from[step] as number
    const to = bounds.to[step] as number
    if (to === from) continue
    out.values[step] = (sums[to] as number) - (sums[from] as number)
    out.present[step] = 1
  }
}

/** Sums of the first `i` values, or undefined where a digit could be lost. */
function exactSums(values: Float64Array): Float64Array | undefined {
  const sums = new Float64Array(values.length + 1)
  let sum = 0
  let size = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (!Number.isInteger(value)) return undefined
    sum += value
    size += Math.abs(value)
    sums[i + 1] = sum
  }
  return size <= Number.MAX_SAFE_INTEGER ? sums : undefined
}

/** Whether the windows together hold several times as many samples as there are. */
export function overlapsMuch({ timesMs, values }: Samples, windows: Windows): boolean {
  const { from, to } = windows.boundsOf(timesMs)
  let held = 0
  for (let step = 0; step < from.length; step++) held += (to[step] as number) - (from[step] as number)
  return held > 4 * values.length
}
