import { overlapsMuch } from './sums-over-time'
import { fillWindows, type WindowFill, type WindowKernel } from './windows'

/** Whether the first value is to be preferred to the second. */
type Beats = (value: number, best: number) => boolean

/**
 * `max_over_time` and `min_over_time`. NaN stands only where there is nothing else; of equal values (0 and -0) the oldest.
 * Windows that overlap much keep a queue of the samples that may still become the best, so that each is looked at once.
 */
export function fillExtremes(beats: Beats): WindowFill {
  const fillEach = fillWindows(1, extremeKernel(beats))
  return (samples, windows, out) => {
    if (!overlapsMuch(samples, windows)) {
      fillEach(samples, windows, out)
      return
    }
    const bounds = windows.boundsOf(samples.timesMs)
    const raw = samples.values
    const { values, present } = out
    // Places of candidates, the best first.
    const queue = new Int32Array(raw.length)
    let [first, end, next] = [0, 0, 0]
    for (let step = 0; step < values.length; step++) {
      const from = bounds.from[step] as number
      const to = bounds.to[step] as number
      for (; next < to; next++) {
        const value = raw[next] as number
        if (Number.isNaN(value)) continue
        while (end > first && beats(value, raw[queue[end - 1] as number] as number)) end--
        queue[end++] = next
      }
      while (first < end && (queue[first] as number) < from) first++
      if (to === from) continue
      values[step] = first < end ? (raw[queue[first] as number] as number) : Number.NaN
      present[step] = 1
    }
  }
}

function extremeKernel(beats: Beats): WindowKernel {
  return ({ values }, from, to) => {
    let best = values[from] as number
    for (let i = from + 1; i < to; i++) {
      const value = values[i] as number
      if (beats(value, best) || Number.isNaN(best)) best = value
    }
    return best
  }
}
