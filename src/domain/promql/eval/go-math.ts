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
