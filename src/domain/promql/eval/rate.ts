import type { WindowFill, WindowKernel } from './windows'

export interface RateKind {
  readonly isCounter: boolean
  readonly isRate: boolean
}

/**
 * `rate`, `increase` and `delta`: the change between a window's first and last sample, resets of a counter made up for, and
 * extrapolated to the window's ends as Prometheus' extrapolatedRate does it. Dense because a dashboard spends most of its time
 * here; the resets of the window are kept in a queue, so that a window without any costs the same however long it is.
 */
export function fillRates({ isCounter, isRate }: RateKind): WindowFill {
  return (samples, windows, out) => {
    const { timesMs, values: raw } = samples
    const { values, present } = out
    const { stepMs } = windows
    // The range of the text, also where the first instant is left out: 3.x extrapolates to the open end.
    const rangeMs = windows.rangeMs
    const rangeSeconds = rangeMs / 1000
    const count = timesMs.length
    const resets: number[] = []
    let firstReset = 0
    let from = 0
    let to = 0
    let fromMs = windows.firstFromMs
    let toMs = windows.firstToMs
    for (let step = 0; step < values.length; step++, fromMs += stepMs, toMs += stepMs) {
      while (to < count && (timesMs[to] as number) <= toMs) {
        if (isCounter && to > 0 && (raw[to] as number) < (raw[to - 1] as number)) resets.push(to)
        to++
      }
      while (from < to && (timesMs[from] as number) < fromMs) from++
      if (to - from < 2) continue
      const first = raw[from] as number
      let change = (raw[to - 1] as number) - first
      while (firstReset < resets.length && (resets[firstReset] as number) <= from) firstReset++
      for (let i = firstReset; i < resets.length; i++) change += raw[(resets[i] as number) - 1] as number

      const firstMs = timesMs[from] as number
      const lastMs = timesMs[to - 1] as number
      const sampledSeconds = (lastMs - firstMs) / 1000
      const averageSeconds = sampledSeconds / (to - from - 1)
      let toStart = (firstMs - (toMs - rangeMs)) / 1000
      const toEnd = (toMs - lastMs) / 1000
      if (isCounter && change > 0 && first >= 0) {
        // A counter was never below zero: the extrapolation ends where it would have been zero.
        const toZero = sampledSeconds * (first / change)
        if (toZero < toStart) toStart = toZero
      }
      const threshold = averageSeconds * 1.1
      let seconds = sampledSeconds
      seconds += toStart < threshold ? toStart : averageSeconds / 2
      seconds += toEnd < threshold ? toEnd : averageSeconds / 2
      let factor = seconds / sampledSeconds
      if (isRate) factor /= rangeSeconds
      values[step] = change * factor
      present[step] = 1
    }
  }
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
