/*
 * Text in quotes as Go's %q writes it, which is how Prometheus prints strings and names characters in its errors.
 */

/** Go's escapes that have a letter. */
export const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
])
const PLAIN = /^[ !#-[\]-~]*$/
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u

/**
 * A text in double quotes, escaped as Go does. U+FFFD is escaped although Go prints it as it is: Prometheus' lexer takes it
 * for broken UTF-8, so that only the escape can be parsed again. Lone surrogates, which UTF-8 does not have, become U+FFFD.
 */
export function quoteText(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`
  let out = ''
  for (const char of text) {
    if (char === '"') out += '\\"'
    else out += char === '\ufffd' ? '\\ufffd' : escapeGo(char)
  }
  return `"${out}"`
}

/** A character in single quotes, as Go's %q writes a rune; the end of the text (undefined) is U+FFFD. */
export function quoteChar(char: string | undefined): string {
  const known = char === undefined || isBroken(char) ? '\ufffd' : char
  if (known === "'") return "'\\''"
  return `'${escapeGo(known)}'`
}

/** A character as Go's %#U names it: `U+0064 'd'`. */
export function nameChar(char: string): string {
  const known = isBroken(char) ? '\ufffd' : char
  const hex = (known.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return isPrintable(known) ? `U+${hex} '${known}'` : `U+${hex}`
}

/** Go's strconv.IsPrint: letters, marks, numbers, punctuation, symbols, and the ASCII blank. */
export function isPrintable(char: string): boolean {
  return PRINTABLE.test(char)
}

/** A character as Go writes it between quotes, which themselves are not escaped here; with `ascii`, all but ASCII by its number. */
export function escapeGo(char: string, ascii = false): string {
  const named = NAMED_ESCAPES.get(char)
  if (named !== undefined) return named
  if (isBroken(char)) return '\\ufffd'
  const code = char.codePointAt(0) ?? 0
  if (isPrintable(char) && (code < 0x80 || !ascii)) return char
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}

/** A surrogate without its partner. */
function isBroken(char: string): boolean {
  const unit = char.charCodeAt(0)
  return char.length === 1 && unit >= 0xd800 && unit <= 0xdfff
}
