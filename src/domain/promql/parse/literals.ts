import { quoteText } from './go-quote'

const INT64_MAX = 2n ** 63n - 1n
const DECIMAL = /^(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/
const ESCAPED_CODE = /^(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3})/
const NAMED: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
])

/** What a literal means, or why it means nothing, in Prometheus' words. */
export type Literal<T> = { readonly value: T } | { readonly fault: string }

/**
 * Value of a number token. As in Go, an integer may be hexadecimal, and one with a leading zero is octal (`010` is 8) unless
 * it cannot be (`09` is 9); what is beyond a double is refused, not infinite.
 */
export function readNumber(text: string): Literal<number> {
  const integer = readGoInteger(text)
  if (integer !== undefined) return { value: integer }
  const word = text.toLowerCase()
  if (word === 'inf') return { value: Number.POSITIVE_INFINITY }
  if (word === 'nan') return { value: Number.NaN }
  const refuse = (why: string) => ({
    fault: `error parsing number: strconv.ParseFloat: parsing ${quoteText(text)}: ${why}`,
  })
  if (!DECIMAL.test(text)) return refuse('invalid syntax')
  const value = Number(text)
  return Number.isFinite(value) ? { value } : refuse('value out of range')
}

/** What strconv.ParseInt(text, 0, 64) makes of it; undefined where it fails. */
function readGoInteger(text: string): number | undefined {
  const hex = /^0[xX]([0-9a-fA-F]+)$/.exec(text)?.[1]
  const octal = /^0([0-7]+)$/.exec(text)?.[1]
  if (hex === undefined && octal === undefined && !/^[0-9]$|^[1-9][0-9]+$/.test(text)) return undefined
  // More digits than any int64 has: not worth the work.
  if (text.replace(/^0[xX]?0*/, '').length > 22) return undefined
  const value = BigInt(hex !== undefined ? `0x${hex}` : octal !== undefined ? `0o${octal}` : text)
  return value > INT64_MAX ? undefined : Number(value)
}

/**
 * The text that a string token stands for. The lexer has checked the escapes. `\xNN` and `\NNN` are bytes of UTF-8, as in
 * Go; bytes that are not UTF-8 become U+FFFD, because a JavaScript string cannot hold them.
 */
export function unquote(token: string): string {
  const body = token.slice(1, -1)
  if (token.startsWith('`') || !body.includes('\\')) return body
  let out = ''
  let bytes: number[] = []
  const flush = () => {
    if (bytes.length > 0) out += new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(bytes))
    bytes = []
  }
  for (let i = 0; i < body.length; i++) {
    if (body[i] !== '\\') {
      flush()
      out += body[i]
      continue
    }
    const code = ESCAPED_CODE.exec(body.slice(i + 1, i + 10))?.[0]
    const lead = code?.[0] ?? ''
    if (code !== undefined && (lead === 'u' || lead === 'U')) {
      flush()
      out += String.fromCodePoint(Number.parseInt(code.slice(1), 16))
    } else if (code !== undefined) {
      bytes.push(lead === 'x' ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8))
    } else {
      flush()
      const char = body[i + 1] ?? ''
      const named = NAMED.get(char)
      out += named === undefined ? char : String.fromCharCode(named)
    }
    i += code?.length ?? 1
  }
  flush()
  return out
}
