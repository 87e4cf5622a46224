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

/** One measurement of y at x. */
export interface Sample {
  readonly x: number
  readonly y: number
  /** Samples of one season are compared with each other alone: what comes back with the season is no slope and no noise. */
  readonly season?: number
}

/**
 * Ordinary least squares, with a level of its own for each season. Throws RangeError where nothing is known of a slope: for too few
 * samples, or where all x of each season are the same.
 */
export function fitLine(samples: readonly Sample[]): Fit {
  const seasons = [...new Set(samples.map(({ season = 0 }) => season))].map((season) =>
    samples.filter((each) => (each.season ?? 0) === season),
  )
  const centred = seasons.flatMap((own) => {
    const meanX = mean(own.map(({ x }) => x))
    const meanY = mean(own.map(({ y }) => y))
    return own.map(({ x, y }) => ({ x: x - meanX, y: y - meanY }))
  })
  const free = samples.length - seasons.length - 1
  const spread = sum(centred.map(({ x }) => x ** 2))
  if (free < 1 || spread === 0) {
    throw new RangeError(
      `A slope needs more samples at different places than ${samples.length} in ${seasons.length} seasons.`,
    )
  }
  const slope = sum(centred.map(({ x, y }) => x * y)) / spread
  const sigma = Math.sqrt(sum(centred.map(({ x, y }) => (y - slope * x) ** 2)) / free)
  const reach = ((T_975[Math.min(free, T_975.length) - 1] ?? Number.NaN) * sigma) / Math.sqrt(spread)
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
