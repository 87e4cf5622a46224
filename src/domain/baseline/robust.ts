/** Median of finite numbers; NaN of none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** A normal distribution's standard deviation over its median absolute deviation, and over its mean absolute deviation. */
const NORMAL = 1.4826
const NORMAL_MEAN = 1.2533

/** Spread around the median that single outliers do not move: the median absolute deviation, as a standard deviation. */
export function spread(values: readonly number[], centre = median(values)): number {
  return NORMAL * median(values.map((value) => Math.abs(value - centre)))
}

/**
 * The same where more than half of the values are equal, so that their median deviation is 0 and says nothing: the mean absolute
 * deviation (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993). 0 of values that are all equal.
 */
export function spreadOfMostlyEqual(values: readonly number[], centre = median(values)): number {
  const sum = values.reduce((total, value) => total + Math.abs(value - centre), 0)
  return values.length === 0 ? Number.NaN : (NORMAL_MEAN * sum) / values.length
}
