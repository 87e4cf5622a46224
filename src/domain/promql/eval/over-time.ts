import type { Samples } from './selectors'
import { CompensatedSum, quantileOfSorted, sortNanFirst } from './sums'
import { fillWindows, type WindowFill, type WindowKernel } from './windows'

const sum = new CompensatedSum()

const sumOverTime: WindowKernel = ({ values }, from, to) => {
  sum.reset()
  for (let i = from; i < to; i++) sum.add(values[i] as number)
  // What is lost of an infinite sum is NaN.
  return Number.isNaN(sum.lost) && isInfinite(sum.sum) ? sum.sum : sum.total
}

/** Running mean, so that sums do not overflow; an infinite mean stays unless infinities disagree. */
const avgOverTime: WindowKernel = ({ values }, from, to) => {
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

const mean = new CompensatedSum()
const deviations = new CompensatedSum()

const varianceOverTime: WindowKernel = ({ values }, from, to) => {
  mean.reset()
  deviations.reset()
  for (let i = from; i < to; i++) {
    const value = values[i] as number
    const delta = value - mean.total
    mean.add(delta / (i - from + 1))
    deviations.add(delta * (value - mean.total))
  }
  return deviations.total / (to - from)
}

/** NaN stands until a number comes. */
const maxOverTime: WindowKernel = ({ values }, from, to) => {
  let most = values[from] as number
  for (let i = from + 1; i < to; i++) {
    const value = values[i] as number
    if (value > most || Number.isNaN(most)) most = value
  }
  return most
}

const minOverTime: WindowKernel = ({ values }, from, to) => {
  let least = values[from] as number
  for (let i = from + 1; i < to; i++) {
    const value = values[i] as number
    if (value < least || Number.isNaN(least)) least = value
  }
  return least
}

const changes: WindowKernel = ({ values }, from, to) => {
  let count = 0
  for (let i = from + 1; i < to; i++) {
    const [before, now] = [values[i - 1] as number, values[i] as number]
    if (now !== before && !(Number.isNaN(now) && Number.isNaN(before))) count++
  }
  return count
}

const resets: WindowKernel = ({ values }, from, to) => {
  let count = 0
  for (let i = from + 1; i < to; i++) if ((values[i] as number) < (values[i - 1] as number)) count++
  return count
}

/** The samples of a window sorted in a buffer that is kept. */
class Sorter {
  #buffer = new Float64Array(64)

  sort(
    values: Float64Array,
    from: number,
    to: number,
    change: (value: number) => number = (value) => value,
  ): Float64Array {
    const count = to - from
    if (this.#buffer.length < count) this.#buffer = new Float64Array(count * 2)
    for (let i = 0; i < count; i++) this.#buffer[i] = change(values[from + i] as number)
    sortNanFirst(this.#buffer, count)
    return this.#buffer
  }
}

export function quantileOverTime(quantiles: Float64Array): WindowFill {
  const sorter = new Sorter()
  return fillWindows(1, ({ values }, from, to, step) =>
    quantileOfSorted(quantiles[step] as number, sorter.sort(values, from, to), to - from),
  )
}

const sorter = new Sorter()

/** Median of the distances from the median; of Prometheus 3. */
const madOverTime: WindowKernel = ({ values }, from, to) => {
  const median = quantileOfSorted(0.5, sorter.sort(values, from, to), to - from)
  const distances = sorter.sort(values, from, to, (value) => Math.abs(value - median))
  return quantileOfSorted(0.5, distances, to - from)
}

/** When the last sample stood that no other beats; of Prometheus 3. In seconds. */
function timeOf(beats: (value: number, best: number) => boolean): WindowKernel {
  return ({ timesMs, values }: Samples, from, to) => {
    let best = from
    for (let i = from + 1; i < to; i++) {
      const value = values[best] as number
      if (Number.isNaN(value) || beats(values[i] as number, value)) best = i
    }
    return (timesMs[best] as number) / 1000
  }
}

function isInfinite(value: number): boolean {
  return value === Infinity || value === -Infinity
}

/** Functions of the samples of a window alone. */
export const OVER_TIME: ReadonlyMap<string, WindowFill> = new Map<string, WindowFill>([
  ['avg_over_time', fillWindows(1, avgOverTime)],
  ['changes', fillWindows(1, changes)],
  ['count_over_time', fillWindows(1, (_, from, to) => to - from)],
  ['mad_over_time', fillWindows(1, madOverTime)],
  ['max_over_time', fillWindows(1, maxOverTime)],
  ['min_over_time', fillWindows(1, minOverTime)],
  ['present_over_time', fillWindows(1, () => 1)],
  ['resets', fillWindows(1, resets)],
  ['stddev_over_time', fillWindows(1, (...window) => Math.sqrt(varianceOverTime(...window)))],
  ['stdvar_over_time', fillWindows(1, varianceOverTime)],
  ['sum_over_time', fillWindows(1, sumOverTime)],
  ['ts_of_first_over_time', fillWindows(1, ({ timesMs }, from) => (timesMs[from] as number) / 1000)],
  ['ts_of_last_over_time', fillWindows(1, ({ timesMs }, _, to) => (timesMs[to - 1] as number) / 1000)],
  [
    'ts_of_max_over_time',
    fillWindows(
      1,
      timeOf((value, best) => value >= best),
    ),
  ],
  [
    'ts_of_min_over_time',
    fillWindows(
      1,
      timeOf((value, best) => value <= best),
    ),
  ],
])
