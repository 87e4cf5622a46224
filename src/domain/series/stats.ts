/** Figures of a series over the points it has; null where it has none that is a number. */
export interface SeriesStats {
  readonly min: number | null
  readonly mean: number | null
  readonly max: number | null
  /** Newest number. */
  readonly last: number | null
}

/** Least, mean, greatest and newest of the present values; NaN ("no traffic") and missing points count for nothing. */
export function seriesStats(values: Float64Array, present: Uint8Array): SeriesStats {
  let count = 0
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let last: number | null = null
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (present[i] !== 1 || Number.isNaN(value)) continue
    count++
    sum += value
    if (value < min) min = value
    if (value > max) max = value
    last = value
  }
  return count === 0 ? { min: null, mean: null, max: null, last: null } : { min, mean: sum / count, max, last }
}
