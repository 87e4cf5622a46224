/*
 * Where Go's math package, whose sources these formulas follow, answers otherwise than JavaScript's, and its answer can be seen
 * in a query.
 */

import { goAtan } from './go-trigonometry'

/** Infinity wins over NaN. */
export function goMax(left: number, right: number): number {
  return left === Infinity || right === Infinity ? Infinity : Math.max(left, right)
}

export function goMin(left: number, right: number): number {
  return left === -Infinity || right === -Infinity ? -Infinity : Math.min(left, right)
}

/** Infinite from 2^1023.5 on, because the exponent is rounded before it is looked at. */
export function goExp(value: number): number {
  return value * Math.LOG2E >= 1023.5 ? Infinity : Math.exp(value)
}

/** Numbers too small for an exponent of their own are read as if they had the least one. */
export function goLog(value: number): number {
  if (!(value > 0 && value < LEAST_NORMAL)) return Math.log(value)
  // The logarithm of 2 in two parts, the first of which times 1022 is exact.
  return -1022 * 0.6931471803691238 + (Math.log(0.5 + value * 2 ** 511 * 2 ** 510) - 1022 * 1.9082149292705877e-10)
}

/** Takes fraction and exponent apart, which loses digits near 1. */
export function goLog2(value: number): number {
  if (!(value > 0) || value === Infinity) return Math.log(value)
  const [fraction, exponent] = splitBinary(value)
  return fraction === 0.5 ? exponent - 1 : Math.log(fraction) * (1 / Math.LN2) + exponent
}

export function goLog10(value: number): number {
  return goLog(value) * Math.LOG10E
}

/** Half of the exponential beyond 21, which overflows before the hyperbolic functions themselves do. */
export function goSinh(value: number): number {
  return Math.abs(value) > 21 ? Math.sign(value) * goExp(Math.abs(value)) * 0.5 : Math.sinh(value)
}

export function goCosh(value: number): number {
  return Math.abs(value) > 21 ? goExp(Math.abs(value)) * 0.5 : Math.cosh(value)
}

/** By the arctangent, which loses digits near 1. */
export function goAsin(value: number): number {
  if (value === 0) return value
  const size = Math.abs(value)
  if (!(size <= 1)) return Number.NaN
  const other = Math.sqrt(1 - size * size)
  const angle = size > 0.7 ? Math.PI / 2 - goAtan(other / size) : goAtan(size / other)
  return value < 0 ? -angle : angle
}

export function goAcos(value: number): number {
  return Math.PI / 2 - goAsin(value)
}

/** By the arctangent of the quotient, whose sign is lost where it underflows. */
export function goAtan2(y: number, x: number): number {
  if (y === 0 || x === 0 || !Number.isFinite(y) || !Number.isFinite(x)) return Math.atan2(y, x)
  const angle = goAtan(y / x)
  if (x > 0) return angle
  return angle <= 0 ? angle + Math.PI : angle - Math.PI
}

/**
 * Repeated squaring with the exponent kept apart: large powers of numbers near 1 lose digits, and both languages lose others.
 * Go has 1 for `1 ^ NaN` and `(-1) ^ Inf`, where JavaScript has NaN.
 */
export function goPow(base: number, exponent: number): number {
  if (exponent === 0 || base === 1) return 1
  if (base === -1 && (exponent === Infinity || exponent === -Infinity)) return 1
  if (exponent === 1) return base
  if (base === 0 || !Number.isFinite(base) || !Number.isFinite(exponent)) return base ** exponent
  if (exponent === 0.5) return Math.sqrt(base)
  if (exponent === -0.5) return 1 / Math.sqrt(base)
  const size = Math.abs(exponent)
  let whole = Math.trunc(size)
  let part = size - whole
  if (part !== 0 && base < 0) return Number.NaN
  if (whole >= 2 ** 63) return base === -1 ? 1 : Math.abs(base) < 1 === exponent > 0 ? 0 : Infinity
  if (part > 0.5) {
    part -= 1
    whole += 1
  }
  let result = part === 0 ? 1 : goExp(part * goLog(base))
  let resultExponent = 0
  let [square, squareExponent] = splitBinary(base)
  for (; whole !== 0; whole = Math.floor(whole / 2)) {
    if (Math.abs(squareExponent) > 4096) {
      // Beyond all doubles already.
      resultExponent += squareExponent
      break
    }
    if (whole % 2 === 1) {
      result *= square
      resultExponent += squareExponent
    }
    square *= square
    squareExponent *= 2
    if (square < 0.5) {
      square += square
      squareExponent -= 1
    }
  }
  return exponent < 0 ? joinBinary(1 / result, -resultExponent) : joinBinary(result, resultExponent)
}

const LEAST_NORMAL = 2 ** -1022
const bits = new DataView(new ArrayBuffer(8))

/** `value = fraction * 2 ** exponent` with the fraction's size from 0.5 up to 1; for finite numbers but 0. */
function splitBinary(value: number): [fraction: number, exponent: number] {
  if (Math.abs(value) < LEAST_NORMAL) {
    const [fraction, exponent] = splitBinary(value * 2 ** 52)
    return [fraction, exponent - 52]
  }
  bits.setFloat64(0, value)
  const high = bits.getUint32(0)
  bits.setUint32(0, (high & 0x800fffff) | (1022 << 20))
  return [bits.getFloat64(0), ((high >>> 20) & 0x7ff) - 1022]
}

/** `value * 2 ** exponent`, rounded once. */
function joinBinary(value: number, exponent: number): number {
  if (value === 0 || !Number.isFinite(value)) return value
  const [fraction, own] = splitBinary(value)
  const sum = own + exponent
  if (sum > 1024) return fraction * Infinity
  if (sum < -1075) return fraction * 0
  return sum >= -1021 ? fraction * 2 * 2 ** (sum - 1) : fraction * 2 ** (sum + 53) * 2 ** -53
}
