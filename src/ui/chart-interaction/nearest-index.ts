import { lowerBound } from '../chart/nearest'

/** Index of the element nearest to `value` in an ascending array, the earlier of two equally near; -1 for an empty one. */
export function nearestIndex(ascending: Float64Array, value: number): number {
  const after = lowerBound(ascending, value)
  if (after === 0) return ascending.length === 0 ? -1 : 0
  const before = after - 1
  const next = ascending[after]
  if (next === undefined) return before
  return value - (ascending[before] ?? 0) <= next - value ? before : after
}
