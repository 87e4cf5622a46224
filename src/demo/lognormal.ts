/** The standard normal distribution function, to 1.5e-7 (Abramowitz and Stegun, 7.1.26). */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  const erf = 1 - poly * Math.exp(-x * x)
  return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2
}

/** The part of a distribution that lies in `(low, high]`, and what its values there are on average. */
export interface Piece {
  readonly share: number
  readonly mean: number
  readonly variance: number
}

export interface Lognormal {
  readonly median: number
  /** Standard deviation of the logarithm; 0 is a fixed value. */
  readonly sigma: number
  /** Every larger value counts as this one. */
  readonly max: number
}

/** Below this share the moments are rounding errors. */
const LEAST_SHARE = 1e-6

/** Share, mean and variance of a capped lognormal's values within `(low, high]`, from its partial moments. */
export function lognormalPiece({ median, sigma, max }: Lognormal, low: number, high: number): Piece {
  const middle = Number.isFinite(Math.min(high, max)) ? (low + Math.min(high, max)) / 2 : low
  if (low >= max) return { share: 0, mean: max, variance: 0 }
  if (!(median > 0) || !(sigma > 0)) {
    const value = Math.min(max, Math.max(0, median || 0))
    const isIn = value <= high && (value > low || low === 0)
    return { share: isIn ? 1 : 0, mean: isIn ? value : middle, variance: 0 }
  }
  const isCapped = high >= max
  const from = low > 0 ? Math.log(low / median) / sigma : Number.NEGATIVE_INFINITY
  const to = Math.log(Math.min(high, max) / median) / sigma
  const above = isCapped ? 1 - normalCdf(to) : 0
  const share = normalCdf(to) - normalCdf(from) + above
  if (share < LEAST_SHARE) return { share: 0, mean: middle, variance: 0 }
  /** E[x^k] over the piece is median^k exp(k^2 sigma^2 / 2) (F(to - k sigma) - F(from - k sigma)). */
  const moment = (k: number) => {
    const size = median ** k * Math.exp((k * k * sigma * sigma) / 2)
    return (
      (size * (normalCdf(to - k * sigma) - normalCdf(from - k * sigma)) + (above > 0 ? max ** k * above : 0)) / share
    )
  }
  const top = Math.min(high, max)
  const mean = Math.min(top, Math.max(low, moment(1)))
  const variance = Math.min(((top - low) / 2) ** 2, Math.max(0, moment(2) - mean * mean))
  return { share, mean, variance }
}
