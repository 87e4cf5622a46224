import { fillExtremes } from './extremes-over-time'
import { medianDeviation } from './quantiles-over-time'
import { CompensatedSum } from './sums'
import { averageOverTime, sumOverTime } from './sums-over-time'
import { fillWindows, type WindowFill, type WindowKernel } from './windows'

const mean = new CompensatedSum()
const deviations = new CompensatedSum()

/** Welford's method with compensated sums. */
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

/** How many samples of a window differ from the one before them, counted once for all windows. */
function fillEvents(isEvent: (before: number, now: number) => boolean): WindowFill {
  return (samples, windows, out) => {
    const bounds = windows.boundsOf(samples.timesMs)
    const raw = samples.values
    const sofar = new Int32Array(raw.length)
    for (let i = 1; i < raw.length; i++) {
      sofar[i] = (sofar[i - 1] as number) + (isEvent(raw[i - 1] as number, raw[i] as number) ? 1 : 0)
    }
    for (let step = 0; step < out.values.length; step++) {
      const from = bounds.from[step] as number
      const to = bounds.to[step] as number
      if (to === from) continue
      out.values[step] = (sofar[to - 1] as number) - (sofar[from] as number)
      out.present[step] = 1
    }
  }
}

/** When the last sample stood that no other beats; of Prometheus 3. In seconds. */
function timeOf(beats: (value: number, best: number) => boolean): WindowKernel {
  return ({ timesMs, values }, from, to) => {
    let best = from
    for (let i = from + 1; i < to; i++) {
      const value = values[best] as number
      if (Number.isNaN(value) || beats(values[i] as number, value)) best = i
    }
    return (timesMs[best] as number) / 1000
  }
}

/** Functions of the samples of a window alone. */
export const OVER_TIME: ReadonlyMap<string, WindowFill> = new Map<string, WindowFill>([
  ['avg_over_time', fillWindows(1, averageOverTime)],
  ['changes', fillEvents((before, now) => now !== before && !(Number.isNaN(now) && Number.isNaN(before)))],
  ['count_over_time', fillWindows(1, (_, from, to) => to - from)],
  ['mad_over_time', fillWindows(1, medianDeviation())],
  ['max_over_time', fillExtremes((value, best) => value > best)],
  ['min_over_time', fillExtremes((value, best) => value < best)],
  ['present_over_time', fillWindows(1, () => 1)],
  ['resets', fillEvents((before, now) => now < before)],
  ['stddev_over_time', fillWindows(1, (...window) => Math.sqrt(varianceOverTime(...window)))],
  ['stdvar_over_time', fillWindows(1, varianceOverTime)],
  ['sum_over_time', sumOverTime],
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
