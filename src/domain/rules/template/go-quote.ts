import { escapeGo, NAMED_ESCAPES } from '~/domain/promql/parse/go-quote'

const UNESCAPES = new Map([...NAMED_ESCAPES].map(([character, escaped]) => [escaped[1], character]))

/** Quotes a text as Go's strconv.Quote does; with `ascii` as QuoteToASCII. */
export function quoteGo(text: string, quote: '"' | "'" = '"', ascii = false): string {
  let out = quote as string
  for (const character of text) out += character === quote ? `\\${quote}` : escapeGo(character, ascii)
  return out + quote
}

/** Reads a Go literal in double quotes, back quotes or single quotes (one character); null where it is not one. */
export function unquoteGo(literal: string): string | null {
  const quote = literal[0]
  const body = literal.slice(1, -1)
  if (literal.length < 2 || literal.at(-1) !== quote) return null
  if (quote === '`') return body.replaceAll('\r', '')
  if (quote !== '"' && quote !== "'") return null
  // Bytes, because `\xc3\xa9` is one character in two escapes.
  let out = ''
  let bytes: number[] = []
  const flush = () => {
    if (bytes.length > 0) out += new TextDecoder().decode(new Uint8Array(bytes))
    bytes = []
  }
  for (let i = 0; i < body.length; ) {
    const character = String.fromCodePoint(body.codePointAt(i) ?? 0)
    if (character === quote || character === '\n') return null
    if (character !== '\\') {
      flush()
      out += character
      i += character.length
      continue
    }
    const escaped = readEscape(body, i + 1, quote)
    if (escaped === null) return null
    if (escaped.isByte) bytes.push(escaped.code)
    else {
      flush()
      out += String.fromCodePoint(escaped.code)
    }
    i = escaped.end
  }
  flush()
  return quote === "'" && [...out].length !== 1 ? null : out
}

function readEscape(body: string, at: number, quote: string): { code: number; end: number; isByte: boolean } | null {
  const letter = body[at]
  if (letter === undefined) return null
  const simple = UNESCAPES.get(letter)
  if (simple !== undefined) return { code: simple.charCodeAt(0), end: at + 1, isByte: false }
  if (letter === quote) return { code: quote.charCodeAt(0), end: at + 1, isByte: false }
  if (letter >= '0' && letter <= '7') {
    const digits = body.slice(at, at + 3)
    const code = Number.parseInt(digits, 8)
    return /^[0-7]{3}$/.test(digits) && code < 256 ? { code, end: at + 3, isByte: true } : null
  }
  const length = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0
  const digits = body.slice(at + 1, at + 1 + length)
  if (length === 0 || digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) return null
  const code = Number.parseInt(digits, 16)
  if (letter === 'x') return { code, end: at + 3, isByte: true }
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? null : { code, end: at + 1 + length, isByte: false }
}
