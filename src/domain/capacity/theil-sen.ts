import { median } from '~/domain/baseline/robust'

export interface Trend {
  /** Change of y for one of x. */
  readonly slope: number
  /** Slopes between which the true one lies with 95 %. */
  readonly least: number
  readonly most: number
  /** y of the line at x = 0. */
  readonly atZero: number
}

/** Pairs grow with the square: more points than this are thinned evenly. */
const MOST_POINTS = 400
const LEAST_POINTS = 8
const Z_95 = 1.96

/**
 * Theil–Sen: the median of the slopes of all pairs of points, which a quarter of wild points does not move, with Sen's interval from
 * Kendall's variance. Null of fewer than eight points.
 */
export function theilSen(points: readonly (readonly [x: number, y: number])[]): Trend | null {
  const known = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
  const every = Math.ceil(known.length / MOST_POINTS)
  // The newest point always stays.
  const kept = known.filter((_, i) => (known.length - 1 - i) % every === 0)
  const n = kept.length
  if (n < LEAST_POINTS) return null
  const slopes: number[] = []
  for (const [i, [x1, y1]] of kept.entries()) {
    for (const [x2, y2] of kept.slice(i + 1)) if (x2 !== x1) slopes.push((y2 - y1) / (x2 - x1))
  }
  if (slopes.length === 0) return null
  slopes.sort((a, b) => a - b)
  const reach = Z_95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const at = (index: number) => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(index)))] ?? Number.NaN
  const slope = median(slopes)
  return {
    slope,
    least: at((slopes.length - reach) / 2 - 1),
    most: at((slopes.length + reach) / 2),
    atZero: median(kept.map(([x, y]) => y - slope * x)),
  }
}
