/** A straight line through samples, and how sure its slope is. */
export interface Fit {
  /** Units of y a unit of x. */
  readonly slope: number
  /** Standard deviation of the residuals, in units of y. */
  readonly sigma: number
  /** Bounds of the slope's two-sided 95 % interval. */
  readonly lower: number
  readonly upper: number
}

/** The 97.5 % quantile of Student's t by degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.2); beyond 30 that of 30, which is wider than the true one. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
]

/** Ordinary least squares. Throws RangeError for fewer than three samples, or where all x are the same: then nothing is known of a slope. */
export function fitLine(samples: readonly (readonly [x: number, y: number])[]): Fit {
  const n = samples.length
  const meanX = mean(samples.map(([x]) => x))
  const meanY = mean(samples.map(([, y]) => y))
  const spread = sum(samples.map(([x]) => (x - meanX) ** 2))
  if (n < 3 || spread === 0) throw new RangeError(`A slope needs three samples at different places, there are ${n}.`)
  const slope = sum(samples.map(([x, y]) => (x - meanX) * (y - meanY))) / spread
  const residuals = samples.map(([x, y]) => y - meanY - slope * (x - meanX))
  const sigma = Math.sqrt(sum(residuals.map((each) => each ** 2)) / (n - 2))
  const reach = ((T_975[Math.min(n - 2, T_975.length) - 1] ?? Number.NaN) * sigma) / Math.sqrt(spread)
  return { slope, sigma, lower: slope - reach, upper: slope + reach }
}

/** Of numbers in any order; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** From the median of the first three to that of the last three: single samples of a process' memory are noise. */
export function growth(values: readonly number[]): number {
  return median(values.slice(-3)) - median(values.slice(0, 3))
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]) => sum(values) / values.length
