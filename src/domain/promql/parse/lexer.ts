import { PromqlParseError } from '~/domain/promql/ast'
import { nameChar, quoteChar, quoteText } from './go-quote'
import type { Token, TokenKind } from './token'
import { WORD_KINDS } from './token'

/** Which Prometheus decides what is valid: the one that Lookout is measured against, or the newer one with more functions. */
export type PromqlDialect = '2.42' | '3'

const DIGITS = '0123456789'
const HEX_DIGITS = '0123456789abcdefABCDEF'
const SIMPLE: ReadonlySet<string> = new Set([',', '*', '/', '%', '+', '-', '^', '@'])
const ESCAPES: ReadonlySet<string> = new Set(['a', 'b', 'f', 'n', 'r', 't', 'v', '\\'])

/**
 * Cuts a PromQL text into tokens, one at a time, exactly as Prometheus' lexer does: the same texts are refused, in the same
 * words and at the same place. What it knows of its surroundings is open parentheses, braces and brackets, no more.
 */
export class Lexer {
  private readonly text: string
  private readonly dialect: PromqlDialect
  private pos = 0
  /** Where the token under way begins; errors are reported there. */
  private start = 0
  private parenDepth = 0
  private braceOpen = false
  private bracketOpen = false
  private gotColon = false
  private durationDue = false

  constructor(text: string, dialect: PromqlDialect) {
    this.text = text
    this.dialect = dialect
  }

  /** The next token; at the end `eof`, again and again. Throws PromqlParseError. */
  next(): Token {
    if (this.durationDue) return this.nextDuration()
    this.skipBlank()
    return this.braceOpen ? this.nextInBraces() : this.nextOutside()
  }

  private nextOutside(): Token {
    const char = this.text[this.pos]
    if (char === undefined) {
      if (this.parenDepth !== 0) throw this.fault('unclosed left parenthesis')
      if (this.bracketOpen) throw this.fault('unclosed left bracket')
      return this.emit('eof')
    }
    if (SIMPLE.has(char)) return this.take(1, char as TokenKind)
    const after = this.text[this.pos + 1]
    switch (char) {
      case '=':
        if (after === '~') throw this.fault(`unexpected character after '=': ${quoteChar(after)}`)
        return after === '=' ? this.take(2, '==') : this.take(1, '=')
      case '!':
        if (after === '=') return this.take(2, '!=')
        throw this.fault(`unexpected character after '!': ${quoteChar(this.charAt(this.pos + 1))}`)
      case '<':
        return after === '=' ? this.take(2, '<=') : this.take(1, '<')
      case '>':
        return after === '=' ? this.take(2, '>=') : this.take(1, '>')
      case '"':
      case "'":
        return this.quoted(char)
      case '`':
        return this.rawQuoted()
      case '(':
        this.parenDepth++
        return this.take(1, '(')
      case ')':
        if (--this.parenDepth >= 0) return this.take(1, ')')
        this.start = this.pos + 1
        throw this.fault("unexpected right parenthesis ')'")
      case '{':
        this.braceOpen = true
        return this.take(1, '{')
      case '[':
        if (this.bracketOpen) throw this.fault("unexpected left bracket '['")
        this.gotColon = false
        this.bracketOpen = true
        this.durationDue = true
        return this.take(1, '[')
      case ']':
        if (!this.bracketOpen) throw this.fault("unexpected right bracket ']'")
        this.bracketOpen = false
        return this.take(1, ']')
    }
    if (isDigit(char) || (char === '.' && isDigit(after))) return this.numberOrDuration()
    if (!isAlpha(char) && char !== ':') throw this.fault(`unexpected character: ${quoteChar(this.charAt(this.pos))}`)
    if (!this.bracketOpen) return this.word()
    // Between brackets any letter is a colon to Prometheus 2: `x[5m y]` is `x[5m:]`.
    if (this.gotColon) throw this.fault(`unexpected colon ${quoteChar(char)}`)
    this.gotColon = true
    return this.take(1, ':')
  }

  private nextInBraces(): Token {
    const char = this.text[this.pos]
    if (char === undefined) throw this.fault('unexpected end of input inside braces')
    const after = this.text[this.pos + 1]
    switch (char) {
      case ',':
        return this.take(1, ',')
      case '"':
      case "'":
        return this.quoted(char)
      case '`':
        return this.rawQuoted()
      case '=':
        return after === '~' ? this.take(2, '=~') : this.take(1, '=')
      case '!':
        if (after === '~') return this.take(2, '!~')
        if (after === '=') return this.take(2, '!=')
        throw this.fault(`unexpected character after '!' inside braces: ${quoteChar(this.charAt(this.pos + 1))}`)
      case '{':
        throw this.fault("unexpected left brace '{'")
      case '}':
        this.braceOpen = false
        return this.take(1, '}')
    }
    if (!isAlpha(char)) throw this.fault(`unexpected character inside braces: ${quoteChar(this.charAt(this.pos))}`)
    this.takeWhile(isAlphaNumeric)
    return this.emit('identifier')
  }

  /** What stands right after `[`: only a duration may, or a number of seconds since Prometheus 3. */
  private nextDuration(): Token {
    this.durationDue = false
    while (isSpace(this.text[this.pos])) this.pos++
    this.start = this.pos
    if (this.dialect === '3' && isDigit(this.text[this.pos])) return this.numberOrDuration()
    if (this.scanNumber()) throw this.fault('missing unit character in duration')
    if (!this.scanUnits()) throw this.fault(`bad duration syntax: ${quoteText(this.text.slice(this.start, this.pos))}`)
    return this.emit('duration')
  }

  private numberOrDuration(): Token {
    if (this.scanNumber()) return this.emit('number')
    if (this.scanUnits()) return this.emit('duration')
    throw this.fault(`bad number or duration syntax: ${quoteText(this.text.slice(this.start, this.pos))}`)
  }

  /** Passes over what may be a number, and says whether it ends there. Whether it is one is decided by its reader. */
  private scanNumber(): boolean {
    let digits = DIGITS
    if (this.accept('0') && this.accept('xX')) digits = HEX_DIGITS
    this.acceptRun(digits)
    if (this.accept('.')) this.acceptRun(digits)
    if (this.accept('eE')) {
      this.accept('+-')
      this.acceptRun(DIGITS)
    }
    return !isAlphaNumeric(this.text[this.pos])
  }

  /** Passes over a unit and further numbers with units. Bad units such as `hs`, and their order, are left to the reader. */
  private scanUnits(): boolean {
    if (!this.accept('smhdwy')) return false
    this.accept('s')
    while (this.accept(DIGITS)) {
      this.acceptRun(DIGITS)
      if (!this.accept('smhdw')) return false
      this.accept('s')
    }
    if (!isAlphaNumeric(this.text[this.pos])) return true
    this.pos++
    return false
  }

  private word(): Token {
    this.takeWhile((char) => isAlphaNumeric(char) || char === ':')
    const word = this.text.slice(this.start, this.pos)
    return this.emit(WORD_KINDS.get(word.toLowerCase()) ?? (word.includes(':') ? 'metric' : 'identifier'))
  }

  private quoted(quote: string): Token {
    this.pos++
    for (;;) {
      const char = this.charAt(this.pos)
      if (char === undefined || char === '\n') throw this.fault('unterminated quoted string')
      if (isBrokenChar(char)) throw this.fault('invalid UTF-8 rune')
      this.pos += char.length
      if (char === quote) return this.emit('string')
      if (char === '\\') this.passEscape(quote)
    }
  }

  private rawQuoted(): Token {
    this.pos++
    for (;;) {
      const char = this.charAt(this.pos)
      if (char === undefined) throw this.fault('unterminated raw string')
      if (isBrokenChar(char)) throw this.fault('invalid UTF-8 rune')
      this.pos += char.length
      if (char === '`') return this.emit('string')
    }
  }

  /** Passes over what follows a backslash: Go's escapes, and no quote but the one that opened the string. */
  private passEscape(quote: string): void {
    const char = this.charAt(this.pos)
    if (char === undefined) throw this.fault('escape sequence not terminated')
    if (ESCAPES.has(char) || char === quote) {
      this.pos++
      return
    }
    if (char >= '0' && char <= '7') {
      this.passCode(3, 8, 255)
      return
    }
    this.pos += char.length
    if (char === 'x') this.passCode(2, 16, 255)
    else if (char === 'u') this.passCode(4, 16, 0x10ffff)
    else if (char === 'U') this.passCode(8, 16, 0x10ffff)
    else throw this.fault(`unknown escape sequence ${nameChar(char)}`)
  }

  private passCode(count: number, base: 8 | 16, max: number): void {
    let code = 0
    for (let i = 0; i < count; i++) {
      const char = this.charAt(this.pos)
      if (char === undefined) throw this.fault('escape sequence not terminated')
      const digit = HEX_DIGITS.indexOf(char) < 0 ? base : Number.parseInt(char, 16)
      if (digit >= base) throw this.fault(`illegal character ${nameChar(char)} in escape sequence`)
      code = code * base + digit
      this.pos++
    }
    if (code > max || (code >= 0xd800 && code < 0xe000))
      throw this.fault('escape sequence is an invalid Unicode code point')
  }

  private skipBlank(): void {
    for (;;) {
      while (isSpace(this.text[this.pos])) this.pos++
      if (this.text[this.pos] !== '#') break
      while (this.pos < this.text.length && this.text[this.pos] !== '\n' && this.text[this.pos] !== '\r') this.pos++
    }
    this.start = this.pos
  }

  private take(length: number, kind: TokenKind): Token {
    this.pos += length
    return this.emit(kind)
  }

  private emit(kind: TokenKind): Token {
    return { kind, text: this.text.slice(this.start, this.pos), from: this.start, to: this.pos }
  }

  private fault(message: string): PromqlParseError {
    return new PromqlParseError({ message, span: { from: this.start, to: this.text.length } })
  }

  private charAt(pos: number): string | undefined {
    const code = this.text.codePointAt(pos)
    return code === undefined ? undefined : String.fromCodePoint(code)
  }

  private accept(valid: string): boolean {
    const char = this.text[this.pos]
    if (char === undefined || !valid.includes(char)) return false
    this.pos++
    return true
  }

  private acceptRun(valid: string): void {
    this.takeWhile((char) => char !== undefined && valid.includes(char))
  }

  private takeWhile(test: (char: string | undefined) => boolean): void {
    while (test(this.text[this.pos])) this.pos++
  }
}

/** Not to be said in UTF-8, or U+FFFD, which Prometheus cannot tell from it. */
function isBrokenChar(char: string): boolean {
  const unit = char.charCodeAt(0)
  return char.length === 1 && ((unit >= 0xd800 && unit <= 0xdfff) || unit === 0xfffd)
}

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r'
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9'
}

function isAlpha(char: string | undefined): boolean {
  return char !== undefined && ((char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z') || char === '_')
}

function isAlphaNumeric(char: string | undefined): boolean {
  return isAlpha(char) || isDigit(char)
}
