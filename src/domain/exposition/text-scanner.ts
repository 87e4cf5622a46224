import { ownText } from '~/lib/own-text'
import {
  BRACE_CLOSE,
  BRACE_OPEN,
  COMMA,
  EQUAL,
  HASH,
  NEWLINE,
  NUL,
  QUOTE,
  SPACE,
  skipBlanks,
  skipBlanksAndNuls,
  skipDigits,
  skipLabelName,
  skipMetricName,
  skipNuls,
  TAB,
} from './chars'
import { isInt64, parseGoFloat } from './go-float'
import { readHelp } from './read-labels'
import { type Entry, ExpositionScanner } from './scanner'

const TYPES = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped'])

/**
 * The text format 0.0.4 as Prometheus 2.42 reads it, with what it takes beyond the format's description: no comma between
 * labels (`a{b="c"d="e"} 1`), no blank before the value (`a{}1`, `a.5`), raw newlines in values, and a NUL where an entry
 * may begin as the end of the text.
 */
export class TextScanner extends ExpositionScanner {
  override next(): Entry {
    const { text } = this
    for (;;) {
      this.start = this.at
      this.line = this.nextLine
      if (this.at >= text.length) return 'end'
      const first = skipBlanks(text, this.at)
      const code = text.charCodeAt(first)
      if (code === NEWLINE) {
        this.#endLine(first)
      } else if (code === NUL) {
        this.at = text.length
        return 'end'
      } else if (code === HASH) {
        const entry = this.#comment(first)
        if (entry !== undefined) return entry
      } else {
        return this.#series(first)
      }
    }
  }

  #endLine(newline: number): void {
    this.at = newline + 1
    this.nextLine += 1
  }

  /** A comment that says nothing is passed over: undefined. */
  #comment(hash: number): Entry | undefined {
    const { text } = this
    const word = skipBlanks(text, hash + 1)
    const isPlain = word === hash + 1
    const kind = isPlain ? undefined : this.#keyword(word)
    if (kind !== undefined) return this.#metadata(kind.entry, kind.end)
    const newline = text.indexOf('\n', word)
    const nul = isPlain ? text.slice(word, newline).indexOf('\0') : text.charCodeAt(word) - NUL
    if (isPlain ? nul !== -1 : nul === 0) {
      this.at = text.length
      return 'end'
    }
    this.#endLine(newline)
    return undefined
  }

  /** `HELP` or `TYPE` and a blank, at `word`; NULs among them count for nothing. */
  #keyword(word: number): { readonly entry: 'help' | 'type'; readonly end: number } | undefined {
    const { text } = this
    const entry = text.charCodeAt(word) === 0x48 ? 'help' : 'type'
    const expected = entry === 'help' ? 'HELP' : 'TYPE'
    let at = word
    for (let i = 0; i < expected.length; i++) {
      if (text.charCodeAt(at) !== expected.charCodeAt(i)) return undefined
      at = skipNuls(text, at + 1)
    }
    const end = skipBlanksAndNuls(text, at)
    return end === at ? undefined : { entry, end }
  }

  #metadata(entry: 'help' | 'type', nameStart: number): Entry {
    const { text } = this
    const nameEnd = skipMetricName(text, nameStart)
    if (nameEnd === nameStart) return this.unexpected('a metric name', nameStart)
    if (text.charCodeAt(nameEnd) === NUL) return this.unexpected('a blank after the metric name', nameEnd)
    // Prometheus drops one byte behind the name, whichever it is, and finds the rest of a longer character to be no text.
    if (isLongCharacter(text.charCodeAt(nameEnd))) return this.unexpected('a blank after the metric name', nameEnd)
    const newline = text.indexOf('\n', nameEnd)
    this.metricName = ownText(text.slice(nameStart, nameEnd))
    const isBlank = skipBlanksAndNuls(text, nameEnd) === newline
    const raw = isBlank ? '' : text.slice(nameEnd + 1, newline)
    if (entry === 'type' && !TYPES.has(raw)) return this.refuse('the type is none that the text format knows')
    if (entry === 'help' && this.isInvalid(nameEnd + 1, newline)) return this.refuse('the help text is not valid UTF-8')
    if (newline - this.start > this.limits.maxLabelLength) return this.tooLongText()
    // Prometheus has one word for both formats.
    this.metadataText = entry === 'help' ? readHelp(raw) : raw === 'untyped' ? 'unknown' : raw
    this.#endLine(newline)
    return entry
  }

  #series(nameStart: number): Entry {
    const { text } = this
    this.offsets.length = 0
    this.nameEnd = skipMetricName(text, nameStart)
    if (this.nameEnd === nameStart) return this.unexpected('a metric name', nameStart)
    let at = skipBlanks(text, this.nameEnd)
    this.seriesEnd = this.nameEnd
    if (text.charCodeAt(at) === BRACE_OPEN) {
      at = this.#labels(at + 1)
      if (at === -1) return 'fault'
      this.seriesEnd = at
      at = skipBlanks(text, at)
    }
    const valueEnd = skipValue(text, at)
    if (valueEnd === at) return this.unexpected('a value', at)
    const value = parseGoFloat(text.slice(at, valueEnd))
    if (value === undefined) return this.refuse('the value is no number that Prometheus takes')
    this.value = value
    this.timestampMs = Number.NaN
    at = skipBlanks(text, valueEnd)
    if (text.charCodeAt(at) !== NEWLINE) {
      const digitsEnd = skipDigits(text, at)
      if (digitsEnd === at) return this.unexpected('a timestamp in milliseconds or the end of the line', at)
      const digits = text.slice(at, digitsEnd)
      if (!isInt64(digits)) return this.refuse('the timestamp is out of range')
      this.timestampMs = Number(digits)
      at = skipBlanks(text, digitsEnd)
      if (text.charCodeAt(at) !== NEWLINE) return this.unexpected('the end of the line after the timestamp', at)
    }
    // Prometheus takes the blanks for a part of the name, and then refuses the name.
    if (nameStart > this.start) return this.refuse('blanks before the metric name')
    this.nextLine += 1
    return this.series(at + 1)
  }

  /** Index behind the closing brace, or -1 after a fault. */
  #labels(from: number): number {
    const { text } = this
    let at = skipBlanks(text, from)
    while (text.charCodeAt(at) !== BRACE_CLOSE) {
      const nameEnd = skipLabelName(text, at)
      if (nameEnd === at) return this.#wrong('a label name', at)
      const equal = skipBlanks(text, nameEnd)
      if (text.charCodeAt(equal) !== EQUAL) return this.#wrong('=', equal)
      const quote = skipBlanksAndNuls(text, equal + 1)
      if (text.charCodeAt(quote) !== QUOTE) return this.#wrong('a label value in double quotes', quote)
      const end = this.skipQuoted(quote, true)
      if (end === -1) return this.#fail('a label value does not end')
      const fault = this.valueFault(quote + 1, end - 1)
      if (fault !== undefined) return this.#fail(fault)
      this.offsets.push(at, nameEnd, quote + 1, end - 1)
      at = skipBlanks(text, end)
      if (text.charCodeAt(at) === COMMA) at = skipBlanks(text, at + 1)
    }
    return at + 1
  }

  #wrong(expected: string, at: number): -1 {
    this.unexpected(expected, at)
    return -1
  }

  #fail(message: string): -1 {
    this.refuse(message)
    return -1
  }
}

/** Whether a character has more than one byte in UTF-8; a byte that is no text stands here as U+DC80 to U+DCFF. */
function isLongCharacter(code: number): boolean {
  return code >= 0x80 && !(code >= 0xdc80 && code <= 0xdcff)
}

/** Index behind a value: it ends at a blank, a brace that opens, a NUL or the line. */
function skipValue(text: string, at: number): number {
  let end = at
  for (;;) {
    const code = text.charCodeAt(end)
    if (code === SPACE || code === TAB || code === NEWLINE || code === BRACE_OPEN || code === NUL) return end
    end += 1
  }
}
