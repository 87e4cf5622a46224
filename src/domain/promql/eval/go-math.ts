/*
 * Where Go's math package answers otherwise than JavaScript's, and its answer can be seen in a query.
 */

/** Go has 1 for `1 ^ NaN` and `(-1) ^ Inf`; JavaScript has NaN. */
export function goPow(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && (exponent === Infinity || exponent === -Infinity))) return 1
  return base ** exponent
}

/** Infinity wins over NaN. */
export function goMax(left: number, right: number): number {
  return left === Infinity || right === Infinity ? Infinity : Math.max(left, right)
}

export function goMin(left: number, right: number): number {
  return left === -Infinity || right === -Infinity ? -Infinity : Math.min(left, right)
}

/** Go takes fraction and exponent apart, which loses digits near 1 that JavaScript's keeps. */
export function goLog2(value: number): number {
  if (!(value > 0) || value === Infinity) return Math.log(value)
  const [fraction, exponent] = splitBinary(value)
  return fraction === 0.5 ? exponent - 1 : Math.log(fraction) * (1 / Math.LN2) + exponent
}

export function goLog10(value: number): number {
  return goLog2(value) * (Math.LN2 / Math.LN10)
}

/** Half of the exponential beyond 21, which overflows before the hyperbolic functions themselves do. */
export function goSinh(value: number): number {
  return Math.abs(value) > 21 ? Math.sign(value) * Math.exp(Math.abs(value)) * 0.5 : Math.sinh(value)
}

export function goCosh(value: number): number {
  return Math.abs(value) > 21 ? Math.exp(Math.abs(value)) * 0.5 : Math.cosh(value)
}

const bits = new DataView(new ArrayBuffer(8))

/** `value = fraction * 2 ** exponent` with the fraction from 0.5 up to 1; for positive finite numbers. */
function splitBinary(value: number): [fraction: number, exponent: number] {
  // Subnormal numbers have no exponent of their own.
  if (value < 2 ** -1022) {
    const [fraction, exponent] = splitBinary(value * 2 ** 52)
    return [fraction, exponent - 52]
  }
  bits.setFloat64(0, value)
  const high = bits.getUint32(0)
  bits.setUint32(0, (high & 0x800fffff) | (1022 << 20))
  return [bits.getFloat64(0), ((high >>> 20) & 0x7ff) - 1022]
}

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
  const used = values.subarray(0, count).sort()
  // Typed arrays put NaN last.
  let nans = 0
  while (nans < count && Number.isNaN(used[count - 1 - nans])) nans++
  if (nans > 0) {
    used.copyWithin(nans, 0, count - nans)
    used.fill(Number.NaN, 0, nans)
  }
}
