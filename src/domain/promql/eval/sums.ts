/*
 * Sums and quantiles as Prometheus takes them.
 */

import { goSort } from './go-sort'

/** A sum and what rounding has taken from it: Neumaier's variant of Kahan's summation. */
export class CompensatedSum {
  sum = 0
  lost = 0

  reset(): void {
    this.sum = 0
    this.lost = 0
  }

  add(value: number): void {
    const total = this.sum + value
    if (Math.abs(this.sum) >= Math.abs(value)) this.lost += this.sum - total + value
    else this.lost += value - total + this.sum
    this.sum = total
  }

  get total(): number {
    return this.sum + this.lost
  }
}

/** The quantile of numbers in ascending order, NaN first, between two of them in proportion. */
export function quantileOfSorted(quantile: number, sorted: Float64Array, count: number): number {
  if (count === 0 || Number.isNaN(quantile)) return Number.NaN
  if (quantile < 0) return -Infinity
  if (quantile > 1) return Infinity
  const rank = quantile * (count - 1)
  const lower = Math.max(0, Math.floor(rank))
  const upper = Math.min(count - 1, lower + 1)
  const weight = rank - Math.floor(rank)
  return (sorted[lower] as number) * (1 - weight) + (sorted[upper] as number) * weight
}

/** Sorts the first `count` numbers as Prometheus orders them: NaN before all others. */
export function sortNanFirst(values: Float64Array, count: number): void {
  if (hasBothZeros(values, count)) {
    // -0 and 0 are equal, and where each ends is up to Go's sort.
    goSort({
      length: count,
      less: (left, right) => Number.isNaN(values[left]) || (values[left] as number) < (values[right] as number),
      swap: (left, right) => {
        const kept = values[left] as number
        values[left] = values[right] as number
        values[right] = kept
      },
    })
    return
  }
  if (count <= FEW) {
    insertionSort(values, count)
    return
  }
  const used = values.subarray(0, count).sort()
  // Typed arrays put NaN last.
  let nans = 0
  while (nans < count && Number.isNaN(used[count - 1 - nans])) nans++
  if (nans > 0) {
    used.copyWithin(nans, 0, count - nans)
    used.fill(Number.NaN, 0, nans)
  }
}

/** Up to so many numbers are sorted faster in place than by the call of a sort. */
const FEW = 48

function insertionSort(values: Float64Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = values[i] as number
    let at = i
    if (Number.isNaN(value)) {
      while (at > 0) values[at] = values[--at] as number
    } else {
      while (at > 0 && (values[at - 1] as number) > value) values[at] = values[--at] as number
    }
    values[at] = value
  }
}

function hasBothZeros(values: Float64Array, count: number): boolean {
  let [positive, negative] = [false, false]
  for (let i = 0; i < count; i++) {
    if (values[i] !== 0) continue
    if (Object.is(values[i], -0)) negative = true
    else positive = true
  }
  return positive && negative
}
