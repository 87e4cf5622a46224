/*
 * Numbers as text the way Go's strconv writes and reads them, where labels carry numbers.
 */

/** As `strconv.FormatFloat(value, 'f', -1, 64)`: the fewest digits that read back as the same number, never an exponent. */
export function formatGoFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const [mantissa = '', exponentText = '0'] = Math.abs(value).toExponential().split('e')
  const digits = mantissa.replace('.', '')
  const pointAt = Number(exponentText) + 1
  if (pointAt <= 0) return `${sign}0.${'0'.repeat(-pointAt)}${digits}`.replace(/^(-?0)\.0$/, '$1')
  if (pointAt >= digits.length) return sign + digits + '0'.repeat(pointAt - digits.length)
  return `${sign}${digits.slice(0, pointAt)}.${digits.slice(pointAt)}`
}

/** As Go's `%f`. */
export function formatGoFixed(value: number): string {
  if (!Number.isFinite(value)) return formatGoFloat(value)
  return Math.abs(value) >= 1e21 ? `${BigInt(value)}.000000` : value.toFixed(6)
}

// Each dot is optional together with what follows it: two runs of digits side by side would be tried in all ways to part them.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
const HEXADECIMAL = /^([+-]?)0x([\da-f]*)(?:\.([\da-f]*))?p([+-]?\d+)$/i
/** Underscores stand between digits, the prefix counting as one. */
const STRAY_UNDERSCORE = /(?<!\d)_|_(?!\d)/
const STRAY_HEXADECIMAL_UNDERSCORE = /(?<![\da-fx])_|_(?![\da-f])/i

/** As `strconv.ParseFloat(text, 64)`; undefined where it fails, which includes numbers beyond a double. */
export function parseGoFloat(text: string): number | undefined {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  if (/^nan$/i.test(text)) return Number.NaN
  const stray = /^[+-]?0x/i.test(text) ? STRAY_HEXADECIMAL_UNDERSCORE : STRAY_UNDERSCORE
  if (stray.test(text)) return undefined
  const plain = text.replaceAll('_', '')
  const value = DECIMAL.test(plain) ? Number(plain) : parseHexadecimal(plain)
  return value !== undefined && Number.isFinite(value) ? value : undefined
}

function parseHexadecimal(text: string): number | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = HEXADECIMAL.exec(text) ?? []
  const digits = whole + fraction
  // More digits than a double holds would need rounding; no bucket's bound is written so.
  if (digits === '' || digits.length > 13) return undefined
  const value = Number.parseInt(digits, 16) * 2 ** (Number(exponent) - 4 * fraction.length)
  return sign === '-' ? -value : value
}
