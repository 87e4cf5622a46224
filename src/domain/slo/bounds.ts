/** Bounds nearest to the wanted one that the histogram has; none where it has the bound itself, or no bucket is known. */
export function missingBound(bound: number, les: readonly string[]): readonly number[] {
  const known = [...new Set(les.map(Number))].filter(Number.isFinite).sort((a, b) => a - b)
  if (known.length === 0 || known.includes(bound)) return []
  const below = known.findLast((one) => one < bound)
  const above = known.find((one) => one > bound)
  return [below, above].filter((one) => one !== undefined)
}

/** That a bound is no bucket's, with those that are nearest; null where nothing is wrong with it. */
export function boundFault(bound: number, les: readonly string[]): string | null {
  const nearest = missingBound(bound, les)
  if (nearest.length === 0) return null
  return `No bucket ends at ${bound}, so that nobody can count what is faster. The nearest end at ${nearest.join(' and ')}.`
}
