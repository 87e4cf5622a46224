import { nameChar } from '~/domain/promql/parse/go-quote'
import { quoteGo } from './go-quote'

/*
 * Tokens of Go's text/template (its parse/lex.go is the reference): text outside of `{{ }}`, and words inside. Trim markers
 * (`{{- ` and ` -}}`) are resolved here: the text beside them comes out trimmed.
 */

export type TokenKind =
  | 'error'
  | 'eof'
  | 'text'
  | 'leftDelim'
  | 'rightDelim'
  | 'space'
  | 'assign'
  | 'declare'
  | 'pipe'
  | 'leftParen'
  | 'rightParen'
  | 'field'
  | 'variable'
  | 'dot'
  | 'identifier'
  | 'bool'
  | 'nil'
  | 'string'
  | 'rawString'
  | 'charConstant'
  | 'number'
  | 'char'
  | 'block'
  | 'break'
  | 'continue'
  | 'define'
  | 'else'
  | 'end'
  | 'if'
  | 'range'
  | 'template'
  | 'with'

export interface Token {
  readonly kind: TokenKind
  /** Offset in UTF-16 units. */
  readonly at: number
  readonly text: string
  readonly line: number
}

const KEYWORDS = new Set<TokenKind>([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'template',
  'with',
])

const SPACE = /[ \t\r\n]/
const WORD = /[\p{L}\p{Nd}_]*/uy
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y

/** Cuts a template into tokens; the last one is `eof`, or `error` with what is wrong as its text. */
export function lexTemplate(input: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  let line = 1
  let isTrimmed = false

  const emit = (kind: TokenKind, end: number, text = input.slice(at, end)) => {
    tokens.push({ kind, at, text, line })
    line += countLines(input, at, end)
    at = end
  }
  const fail = (message: string) => {
    // The fault is where the cursor is, on the line where its token begins.
    tokens.push({ kind: 'error', at, text: message, line })
    return tokens
  }

  for (;;) {
    const open = input.indexOf('{{', at)
    const textEnd = open < 0 ? input.length : open
    const trimsLeft = open >= 0 && input[open + 2] === '-' && isSpace(input[open + 3])
    if (isTrimmed) {
      const from = skipSpace(input, at, textEnd)
      line += countLines(input, at, from)
      at = from
    }
    const kept = trimsLeft ? trimEnd(input, at, textEnd) : textEnd
    if (kept > at) emit('text', kept)
    line += countLines(input, at, textEnd)
    at = textEnd
    if (open < 0) {
      emit('eof', at, '')
      return tokens
    }
    isTrimmed = false
    const afterOpen = open + 2 + (trimsLeft ? 2 : 0)
    if (input.startsWith('/*', afterOpen)) {
      const close = input.indexOf('*/', afterOpen + 2)
      at = afterOpen
      if (close < 0) return fail('unclosed comment')
      const trims = isSpace(input[close + 2]) && input[close + 3] === '-' && input.startsWith('}}', close + 4)
      if (!trims && !input.startsWith('}}', close + 2)) return fail('comment ends before closing delimiter')
      const end = close + 2 + (trims ? 4 : 2)
      line += countLines(input, at, end)
      at = end
      isTrimmed = trims
      continue
    }
    emit('leftDelim', open + 2)
    line += countLines(input, at, afterOpen)
    at = afterOpen
    const closed = lexAction(input, () => at, emit)
    if (closed.fault !== undefined) return fail(closed.fault)
    isTrimmed = closed.trims
  }
}

type Emit = (kind: TokenKind, end: number, text?: string) => void

/** The inside of one action up to and with its `}}`. */
function lexAction(input: string, position: () => number, emit: Emit): { fault?: string; trims: boolean } {
  let depth = 0
  const fault = (message: string) => ({ fault: message, trims: false })
  for (;;) {
    const at = position()
    const trims = isSpace(input[at]) && input[at + 1] === '-' && input.startsWith('}}', at + 2)
    if (trims || input.startsWith('}}', at)) {
      if (depth > 0) return fault('unclosed left paren')
      emit('rightDelim', at + (trims ? 4 : 2), '}}')
      return { trims }
    }
    const code = input.codePointAt(at)
    if (code === undefined) return fault('unclosed action')
    const letter = String.fromCodePoint(code)
    if (isSpace(letter)) {
      let end = at
      // A blank before a trim marker belongs to the marker.
      while (isSpace(input[end]) && !(input[end + 1] === '-' && input.startsWith('}}', end + 2))) end++
      emit('space', end)
    } else if (letter === '=') emit('assign', at + 1)
    else if (letter === ':') {
      if (input[at + 1] !== '=') return fault('expected :=')
      emit('declare', at + 2)
    } else if (letter === '|') emit('pipe', at + 1)
    else if (letter === '"' || letter === "'") {
      const end = closingQuote(input, at, letter)
      if (end < 0) return fault(letter === '"' ? 'unterminated quoted string' : 'unterminated character constant')
      emit(letter === '"' ? 'string' : 'charConstant', end)
    } else if (letter === '`') {
      const end = input.indexOf('`', at + 1)
      if (end < 0) return fault('unterminated raw quoted string')
      emit('rawString', end + 1)
    } else if (letter === '(') {
      depth++
      emit('leftParen', at + 1)
    } else if (letter === ')') {
      depth--
      emit('rightParen', at + 1)
      if (depth < 0) return fault("unexpected right paren U+0029 ')'")
    } else if (letter === '$' || (letter === '.' && !/[0-9]/.test(input[at + 1] ?? ''))) {
      const message = lexName(input, at, letter, emit)
      if (message !== null) return fault(message)
    } else if (/[+\-.0-9]/.test(letter)) {
      const message = lexNumber(input, at, emit)
      if (message !== null) return fault(message)
    } else if (isWordCharacter(letter)) {
      const message = lexIdentifier(input, at, emit)
      if (message !== null) return fault(message)
    } else if (code > 0x20 && code < 0x7f) emit('char', at + 1)
    else return fault(`unrecognized character in action: ${nameChar(letter)}`)
  }
}

/** `$x`, `.x`, and `$` or `.` alone. */
function lexName(input: string, at: number, sign: string, emit: Emit): string | null {
  if (isTerminator(input, at + 1)) {
    emit(sign === '$' ? 'variable' : 'dot', at + 1)
    return null
  }
  const end = wordEnd(input, at + 1)
  if (!isTerminator(input, end)) return `bad character ${nameChar(characterAt(input, end))}`
  emit(sign === '$' ? 'variable' : 'field', end)
  return null
}

function lexIdentifier(input: string, at: number, emit: Emit): string | null {
  const end = wordEnd(input, at)
  if (!isTerminator(input, end)) return `bad character ${nameChar(characterAt(input, end))}`
  const word = input.slice(at, end)
  if (word === 'true' || word === 'false') emit('bool', end)
  else if (word === 'nil') emit('nil', end)
  else emit(KEYWORDS.has(word as TokenKind) ? (word as TokenKind) : 'identifier', end)
  return null
}

function lexNumber(input: string, at: number, emit: Emit): string | null {
  NUMBER.lastIndex = at
  const end = at + (NUMBER.exec(input)?.[0].length ?? 0)
  const next = characterAt(input, end)
  if (isWordCharacter(next)) return `bad number syntax: ${quoteGo(input.slice(at, end + next.length))}`
  if (next === '+' || next === '-') {
    NUMBER.lastIndex = end
    const imaginary = NUMBER.exec(input)?.[0] ?? ''
    const complexEnd = end + imaginary.length
    if (!imaginary.endsWith('i')) return `bad number syntax: ${quoteGo(input.slice(at, complexEnd))}`
    emit('number', complexEnd)
    return null
  }
  emit('number', end)
  return null
}

/** Where a literal in quotes ends, or -1 where a newline or the end comes first. */
function closingQuote(input: string, at: number, quote: string): number {
  for (let i = at + 1; i < input.length; i++) {
    const letter = input[i]
    if (letter === quote) return i + 1
    if (letter === '\n') return -1
    if (letter === '\\') {
      i++
      if (input[i] === '\n') return -1
    }
  }
  return -1
}

function isTerminator(input: string, at: number): boolean {
  const letter = input[at]
  return letter === undefined || isSpace(letter) || '.,|:)('.includes(letter) || input.startsWith('}}', at)
}

function isSpace(letter: string | undefined): boolean {
  return letter !== undefined && SPACE.test(letter)
}

function wordEnd(input: string, at: number): number {
  WORD.lastIndex = at
  return at + (WORD.exec(input)?.[0].length ?? 0)
}

function isWordCharacter(letter: string): boolean {
  return letter !== '' && wordEnd(letter, 0) > 0
}

function characterAt(input: string, at: number): string {
  const code = input.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function skipSpace(input: string, from: number, to: number): number {
  let at = from
  while (at < to && isSpace(input[at])) at++
  return at
}

function trimEnd(input: string, from: number, to: number): number {
  let at = to
  while (at > from && isSpace(input[at - 1])) at--
  return at
}

function countLines(input: string, from: number, to: number): number {
  let lines = 0
  for (let at = from; at < to; at++) if (input.charCodeAt(at) === 10) lines++
  return lines
}
