import { failExecution } from './context'
import { formatGoFixed } from './go-text'
import { fillWindows, type WindowFill } from './windows'

/**
 * `holt_winters` (3.x: `double_exponential_smoothing`): each value smoothed by `smoothing`, the trend by `trend`. Both factors
 * must lie between 0 and 1, which is checked where there is a window to smooth.
 */
export function smooth(smoothings: Float64Array, trends: Float64Array): WindowFill {
  const smoothWindow = fillWindows(2, ({ values }, from, to, step) => {
    const smoothing = smoothings[step] as number
    const trendFactor = trends[step] as number
    const first = values[from] as number
    let previous = 0
    let smoothed = first
    let trend = (values[from + 1] as number) - first
    for (let i = from + 1; i < to; i++) {
      if (i > from + 1) trend = trendFactor * (smoothed - previous) + (1 - trendFactor) * trend
      previous = smoothed
      smoothed = smoothing * (values[i] as number) + (1 - smoothing) * (smoothed + trend)
    }
    return smoothed
  })
  const checkWindow = fillWindows(1, (_samples, _from, _to, step) => {
    refuseOutside(smoothings[step] as number, 'smoothing factor', 'sf')
    refuseOutside(trends[step] as number, 'trend factor', 'tf')
    return 0
  })
  return (samples, windows, out) => {
    // One sample is too few to be smoothed, but enough for the factors to be looked at.
    checkWindow(samples, windows, out)
    out.present.fill(0)
    smoothWindow(samples, windows, out)
  }
}

function refuseOutside(factor: number, name: string, short: string): void {
  if (factor <= 0 || factor >= 1) {
    failExecution(`invalid ${name}. Expected: 0 < ${short} < 1, got: ${formatGoFixed(factor)}`)
  }
}
