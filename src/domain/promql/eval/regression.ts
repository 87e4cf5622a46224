import type { EvalGrid } from './grid'

import { CompensatedSum } from './sums'
import { fillWindows, type Samples, type WindowFill, type WindowKernel } from './windows'

const x = new CompensatedSum()
const y = new CompensatedSum()
const xy = new CompensatedSum()
const xx = new CompensatedSum()

interface Line {
  readonly slope: number
  /** Value at the intercept time. */
  readonly intercept: number
}

/**
 * Least squares over the samples, in seconds from the intercept time. A constant series has slope 0 exactly, whatever rounding
 * would make of it, and an infinite one has none.
 */
function regression({ timesMs, values }: Samples, from: number, to: number, interceptMs: number): Line {
  for (const sum of [x, y, xy, xx]) sum.reset()
  const first = values[from] as number
  let isConstant = true
  for (let i = from; i < to; i++) {
    const value = values[i] as number
    if (i > from && value !== first) isConstant = false
    const seconds = ((timesMs[i] as number) - interceptMs) / 1000
    x.add(seconds)
    y.add(value)
    xy.add(seconds * value)
    xx.add(seconds * seconds)
  }
  if (isConstant) {
    const isInfinite = first === Infinity || first === -Infinity
    return isInfinite ? { slope: Number.NaN, intercept: Number.NaN } : { slope: 0, intercept: first }
  }
  const count = to - from
  const covariance = xy.total - (x.total * y.total) / count
  const variance = xx.total - (x.total * x.total) / count
  const slope = covariance / variance
  return { slope, intercept: y.total / count - (slope * x.total) / count }
}

/** `deriv`: a second. */
export const derivative: WindowKernel = (samples, from, to) =>
  regression(samples, from, to, samples.timesMs[from] as number).slope

/** `predict_linear`: the line's value `seconds` after the evaluation time, which `@` does not move. */
export function predictLinear(seconds: Float64Array, grid: EvalGrid): WindowFill {
  return fillWindows(2, (samples, from, to, step) => {
    const { slope, intercept } = regression(samples, from, to, grid.startMs + step * grid.stepMs)
    return slope * (seconds[step] as number) + intercept
  })
}
