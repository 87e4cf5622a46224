import { quantileOfSorted, sortNanFirst } from './sums'
import { fillWindows, type WindowFill, type WindowKernel } from './windows'

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

/** `quantile_over_time`; the quantile may be another one at each step. */
export function quantileOverTime(quantiles: Float64Array): WindowFill {
  const sorter = new Sorter()
  return fillWindows(1, ({ values }, from, to, step) =>
    quantileOfSorted(quantiles[step] as number, sorter.sort(values, from, to), to - from),
  )
}

/** `mad_over_time` of Prometheus 3: median of the distances from the median. */
export function medianDeviation(): WindowKernel {
  const sorter = new Sorter()
  return ({ values }, from, to) => {
    const median = quantileOfSorted(0.5, sorter.sort(values, from, to), to - from)
    const distances = sorter.sort(values, from, to, (value) => Math.abs(value - median))
    return quantileOfSorted(0.5, distances, to - from)
  }
}
