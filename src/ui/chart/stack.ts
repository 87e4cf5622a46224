/** Lower and upper edge of one stacked series; NaN where it has no point. */
export interface StackedEdges {
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/**
 * Stacks series on each other: what is above zero upwards, what is below downwards. A missing point adds nothing and
 * stays missing; an infinity is drawn by itself and not carried upwards.
 */
export function stackSeries(all: readonly Float64Array[]): StackedEdges[] {
  const length = all[0]?.length ?? 0
  const above = new Float64Array(length)
  const below = new Float64Array(length)
  return all.map((values) => {
    const lower = new Float64Array(length)
    const upper = new Float64Array(length)
    for (let i = 0; i < length; i++) {
      const value = values[i] as number
      const base = value < 0 ? below : above
      const from = base[i] as number
      lower[i] = from
      upper[i] = from + value
      if (Number.isFinite(value)) base[i] = from + value
    }
    return { lower, upper }
  })
}
