/**
 * Reads a sample value as Prometheus prints it: decimals, exponents, `NaN`, `+Inf`, `-Inf`. Undefined for everything
 * else that `Number` would take: `0x10`, ``, ` 1 `, `1_0`, `Infinity`.
 */
export function parseSample(text: string): number | undefined {
  const length = text.length
  const negative = text.charCodeAt(0) === minus
  let at = negative ? 1 : 0
  let mantissa = 0
  let digits = 0
  const integerStart = at
  for (; at < length; at += 1) {
    const digit = text.charCodeAt(at) - zero
    if (digit < 0 || digit > 9) break
    mantissa = mantissa * 10 + digit
    digits += 1
  }
  if (at === integerStart) return parseSpecial(text)
  let decimals = 0
  if (at < length && text.charCodeAt(at) === dot) {
    at += 1
    for (; at < length; at += 1) {
      const digit = text.charCodeAt(at) - zero
      if (digit < 0 || digit > 9) break
      mantissa = mantissa * 10 + digit
      digits += 1
      decimals += 1
    }
    if (decimals === 0) return undefined
  }
  // With at most 15 digits both operands are exact, so their quotient is the nearest double (Clinger 1990).
  if (at === length && digits <= 15) {
    const value = decimals === 0 ? mantissa : mantissa / (powersOfTen[decimals] ?? Number.NaN)
    return negative ? -value : value
  }
  if (at < length && !isExponent(text, at)) return undefined
  return Number(text)
}

const minus = 45
const dot = 46
const zero = 48
const powersOfTen = Array.from({ length: 16 }, (_, power) => 10 ** power)

function isExponent(text: string, start: number): boolean {
  const letter = text.charCodeAt(start)
  if (letter !== 101 && letter !== 69) return false
  let at = start + 1
  const sign = text.charCodeAt(at)
  if (sign === minus || sign === 43) at += 1
  if (at >= text.length) return false
  for (; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - zero
    if (digit < 0 || digit > 9) return false
  }
  return true
}

function parseSpecial(text: string): number | undefined {
  if (text === 'NaN') return Number.NaN
  if (text === '+Inf') return Number.POSITIVE_INFINITY
  if (text === '-Inf') return Number.NEGATIVE_INFINITY
  return undefined
}
