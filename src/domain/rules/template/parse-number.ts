import { quoteGo, unquoteGo } from './go-quote'
import { type GoValue, goFloat, goInt } from './go-value'
import { TemplateError } from './template-error'

const MAX_INT64 = 2n ** 63n - 1n
const MAX_UINT64 = 2n ** 64n - 1n

export interface TemplateNumber {
  /** As the number is where any type is welcome. */
  readonly value: GoValue
  /** Its value as an integer, null where it has none. */
  readonly integer: bigint | null
}

/** Parses a number or a character constant of a template as Go does. Throws TemplateError in Go's words. */
export function parseTemplateNumber(text: string): TemplateNumber {
  if (text.startsWith("'")) {
    const character = unquoteGo(text)
    if (character === null) throw new TemplateError(`malformed character constant: ${text}`)
    const code = BigInt(character.codePointAt(0) ?? 0)
    return { value: goInt(code), integer: code }
  }
  if (text.endsWith('i')) throw new TemplateError(`complex numbers are not supported: ${text}`)
  const integer = parseInteger(text)
  if (integer !== null && integer <= MAX_UINT64 && integer >= -MAX_INT64 - 1n) {
    if (integer > MAX_INT64) throw new TemplateError(`${text} overflows int`)
    return { value: goInt(integer), integer }
  }
  const float = parseGoFloat(text)
  if (float === null) throw new TemplateError(`illegal number syntax: ${quoteGo(text)}`)
  if (!/[.eEpP]/.test(text)) throw new TemplateError(`integer overflow: ${quoteGo(text)}`)
  const isWhole = Number.isInteger(float) && Math.abs(float) < 2 ** 63
  return { value: goFloat(float), integer: isWhole ? BigInt(float) : null }
}

/** Go's strconv.ParseInt(text, 0, ...): 12, 0x1f, 0o17, 017, 0b11, with `_` between digits; null for another text. */
export function parseInteger(text: string): bigint | null {
  const match = /^([+-]?)(0[xX]|0[oO]|0[bB]|0(?=\d))?([0-9a-fA-F]+)$/.exec(withoutUnderscores(text) ?? '')
  if (match === null) return null
  const [, sign, prefix = '', plain = ''] = match
  const radix = prefix === '' ? '' : prefix.length === 1 ? '0o' : prefix.toLowerCase()
  const allowed = radix === '0x' ? /^[0-9a-fA-F]+$/ : radix === '0o' ? /^[0-7]+$/ : radix === '0b' ? /^[01]+$/ : /^\d+$/
  // Longer than any 64-bit number in any base: not worth the arithmetic.
  if (!allowed.test(plain) || plain.length > 1000) return null
  const value = BigInt(radix + plain)
  return sign === '-' ? -value : value
}

/** Go's strconv.ParseFloat: decimal, `Inf`, `NaN`, and hexadecimal with an exponent; null for another text. */
export function parseGoFloat(text: string): number | null {
  const word = /^([+-]?)(inf|infinity)$/i.exec(text)
  if (word !== null) return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (/^nan$/i.test(text)) return Number.NaN
  const plain = text.includes('_') ? withoutUnderscores(text) : text
  if (plain === null) return null
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain)) return Number(plain)
  const hex = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?\d{1,6})$/.exec(plain)
  if (hex === null) return null
  const [, sign, whole = '', fraction = '', exponent = ''] = hex
  const digits = whole + fraction
  if (digits === '' || digits.length > 256) return null
  const value = Number(BigInt(`0x${digits}`)) * 2 ** (Number(exponent) - 4 * fraction.length)
  return sign === '-' ? -value : value
}

/** Underscores stand between two digits, or after the prefix of the base; null where one stands elsewhere. */
function withoutUnderscores(text: string): string | null {
  const [, prefix = '', rest = ''] = /^([+-]?(?:0[xX]|0[oO]|0[bB])?)(.*)$/s.exec(text) ?? []
  const digit = /x/i.test(prefix) ? '[0-9a-fA-F]' : '[0-9]'
  const isAfterPrefix = /[a-zA-Z]$/.test(prefix) && rest.startsWith('_')
  const body = isAfterPrefix ? rest.slice(1) : rest
  const plain = body.replace(new RegExp(`(?<=${digit})_(?=${digit})`, 'g'), '')
  return plain.includes('_') ? null : prefix + plain
}
