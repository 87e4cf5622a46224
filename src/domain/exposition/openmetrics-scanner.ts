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
  skipLabelName,
  skipMetricName,
  skipNuls,
} from './chars'
import type { Exemplar } from './exposition'
import { parseGoFloat } from './go-float'
import { readExemplarLabels, readValue } from './read-labels'
import { type Entry, ExpositionScanner } from './scanner'

const TYPES = new Set(['counter', 'gauge', 'histogram', 'gaugehistogram', 'summary', 'info', 'stateset', 'unknown'])
const KEYWORDS = [
  ['HELP', 'help'],
  ['TYPE', 'type'],
  ['UNIT', 'unit'],
] as const

/**
 * OpenMetrics 1.0 as Prometheus 2.42 reads it: one blank where the format has one, no comment but HELP, TYPE, UNIT and
 * the closing `# EOF`, exemplars on `_total` and `_bucket` alone. It does not check what the format says about families.
 */
export class OpenMetricsScanner extends ExpositionScanner {
  readonly #exemplarOffsets: number[] = []
  #hasExemplar = false
  #exemplarValue = 0
  #exemplarTimestampMs = Number.NaN
  #hasEnded = false

  override next(): Entry {
    this.start = this.at
    this.line = this.nextLine
    if (this.#hasEnded) return 'end'
    if (this.at >= this.length) {
      this.#hasEnded = true
      return this.refuse('the text does not end with # EOF')
    }
    return this.text.charCodeAt(this.at) === HASH ? this.#hash(this.at + 1) : this.#series(this.at)
  }

  override exemplar(): Exemplar | undefined {
    if (!this.#hasExemplar) return undefined
    const timestampMs = this.#exemplarTimestampMs
    return {
      labels: readExemplarLabels(this.text, this.#exemplarOffsets),
      value: this.#exemplarValue,
      ...(Number.isNaN(timestampMs) ? {} : { timestampMs }),
    }
  }

  #hash(blank: number): Entry {
    const { text } = this
    if (text.charCodeAt(blank) !== SPACE) return this.unexpected('one blank after #', blank)
    const end = this.#skipWord(blank + 1, 'EOF')
    if (end !== -1) return this.#end(end)
    for (const [word, entry] of KEYWORDS) {
      const wordEnd = this.#skipWord(blank + 1, word)
      if (wordEnd !== -1 && text.charCodeAt(wordEnd) === SPACE)
        return this.#metadata(entry, skipNuls(text, wordEnd + 1))
    }
    return this.refuse('a comment that is none of HELP, TYPE, UNIT and EOF, which OpenMetrics does not allow')
  }

  /** Index behind a keyword and the NULs among its letters, which Prometheus' scanner loses; -1 where another word is. */
  #skipWord(from: number, word: string): number {
    let at = from
    for (let i = 0; i < word.length; i++) {
      if (this.text.charCodeAt(at) !== word.charCodeAt(i)) return -1
      at = skipNuls(this.text, at + 1)
    }
    return at
  }

  #end(wordEnd: number): Entry {
    const { text } = this
    this.#hasEnded = true
    if (wordEnd >= this.length) return 'end'
    const endsLine = text.charCodeAt(wordEnd) === NEWLINE
    this.start = endsLine ? skipNuls(text, wordEnd + 1) : wordEnd
    if (this.start >= this.length) return 'end'
    if (endsLine) this.line += 1
    return this.refuse('the text goes on after # EOF')
  }

  #metadata(entry: 'help' | 'type' | 'unit', nameStart: number): Entry {
    const { text } = this
    const nameEnd = skipMetricName(text, nameStart)
    if (nameEnd === nameStart) return this.unexpected('a metric name', nameStart)
    if (text.charCodeAt(nameEnd) !== SPACE) return this.unexpected('one blank after the metric name', nameEnd)
    const newline = text.indexOf('\n', nameEnd)
    if (newline === this.length) return this.refuse('the line does not end')
    const end = skipNuls(text, newline + 1)
    if (end - this.start > this.limits.maxLabelLength) return this.tooLongText()
    const name = text.slice(nameStart, nameEnd)
    // NULs after the newline push it into the text: that is how Prometheus reads it.
    const raw = text.slice(nameEnd + 1, end - 1)
    if (entry === 'type' && !TYPES.has(raw)) return this.refuse('the type is none that OpenMetrics knows')
    if (entry === 'unit' && raw !== '' && !name.endsWith(`_${raw}`)) {
      return this.refuse('the unit is not the end of the metric name')
    }
    if (entry === 'help' && this.isInvalid(nameEnd, end)) return this.refuse('the help text is not valid UTF-8')
    this.metricName = ownText(name)
    this.metadataText = entry === 'help' ? readValue(raw) : ownText(raw)
    this.at = end
    this.nextLine += 1
    return entry
  }

  #series(from: number): Entry {
    const { text } = this
    this.offsets.length = 0
    this.#hasExemplar = false
    this.timestampMs = Number.NaN
    this.nameEnd = skipMetricName(text, from)
    if (this.nameEnd === from) return this.unexpected('a metric name', from)
    this.seriesEnd = this.nameEnd
    if (text.charCodeAt(this.nameEnd) === BRACE_OPEN) {
      this.seriesEnd = this.#labels(this.nameEnd + 1, this.offsets)
      if (this.seriesEnd === -1) return 'fault'
    }
    let at = skipToken(text, this.seriesEnd)
    if (at === -1) return this.unexpected('one blank and a value', this.seriesEnd)
    const value = parseGoFloat(text.slice(this.seriesEnd + 1, at))
    if (value === undefined) return this.refuse('the value is no number that Prometheus takes')
    this.value = value
    if (text.charCodeAt(at) === SPACE && !this.#isExemplar(at)) {
      const end = skipToken(text, at)
      if (end === -1) return this.unexpected('a timestamp in seconds or the end of the line', at)
      this.timestampMs = readTimestamp(text.slice(at + 1, end))
      if (Number.isNaN(this.timestampMs)) return this.refuse('the timestamp is no number of seconds')
      at = end
    }
    if (this.#isExemplar(at)) {
      at = this.#readExemplar(at)
      if (at === -1) return 'fault'
    }
    if (text.charCodeAt(at) !== NEWLINE) return this.unexpected('the end of the line', at)
    if (at === this.length) return this.refuse('the line does not end')
    this.nextLine += 1
    return this.series(at + 1)
  }

  /** Whether ` # ` begins here; what follows must then be an exemplar. */
  #isExemplar(at: number): boolean {
    return this.text.startsWith(' # ', at)
  }

  /** Index behind the exemplar that begins with the blank at `at`, or -1 after a fault. */
  #readExemplar(at: number): number {
    const { text } = this
    if (text.charCodeAt(at + 3) !== BRACE_OPEN) return this.#wrong('the labels of an exemplar', at + 3)
    const name = text.slice(this.start, this.nameEnd)
    if (!name.endsWith('_total') && !name.endsWith('_bucket')) {
      return this.#fail('only metrics that end in _total or _bucket may have an exemplar')
    }
    this.#exemplarOffsets.length = 0
    const labelsEnd = this.#labels(at + 4, this.#exemplarOffsets)
    if (labelsEnd === -1) return -1
    if (text.slice(at, labelsEnd).includes('\0')) return this.#fail('a NUL in the labels of an exemplar')
    const valueEnd = skipToken(text, labelsEnd)
    if (valueEnd === -1) return this.#wrong('one blank and the value of the exemplar', labelsEnd)
    const value = parseGoFloat(text.slice(labelsEnd + 1, valueEnd))
    if (value === undefined) return this.#fail('the value of the exemplar is no number that Prometheus takes')
    this.#hasExemplar = true
    this.#exemplarValue = value
    this.#exemplarTimestampMs = Number.NaN
    if (text.charCodeAt(valueEnd) !== SPACE) return valueEnd
    const end = skipToken(text, valueEnd)
    if (end === -1) return this.#wrong('a timestamp in seconds or the end of the line', valueEnd)
    this.#exemplarTimestampMs = readTimestamp(text.slice(valueEnd + 1, end))
    return Number.isNaN(this.#exemplarTimestampMs)
      ? this.#fail('the timestamp of the exemplar is no number of seconds')
      : end
  }

  /** Index behind the closing brace, or -1 after a fault. */
  #labels(from: number, offsets: number[]): number {
    const { text } = this
    let at = from
    if (text.charCodeAt(at) === BRACE_CLOSE) return at + 1
    for (;;) {
      const nameEnd = skipLabelName(text, at)
      if (nameEnd === at) return this.#wrong('a label name', at)
      if (text.charCodeAt(nameEnd) !== EQUAL) return this.#wrong('=', nameEnd)
      const quote = nameEnd + 1
      if (text.charCodeAt(quote) !== QUOTE) return this.#wrong('a label value in double quotes', quote)
      const end = this.skipQuoted(quote, false)
      if (end === -1) return this.#fail('a label value does not end on its line')
      const fault = this.valueFault(quote + 1, end - 1)
      if (fault !== undefined) return this.#fail(fault)
      offsets.push(at, nameEnd, quote + 1, end - 1)
      const code = text.charCodeAt(end)
      if (code === BRACE_CLOSE) return end + 1
      if (code !== COMMA) return this.#wrong('a comma or }', end)
      at = end + 1
    }
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

/** Index behind a blank and what follows up to the next blank, NUL or end of the line; -1 where that is nothing. */
function skipToken(text: string, blank: number): number {
  if (text.charCodeAt(blank) !== SPACE) return -1
  let end = blank + 1
  for (;;) {
    const code = text.charCodeAt(end)
    if (code === SPACE || code === NEWLINE || code === NUL) break
    end += 1
  }
  return end === blank + 1 ? -1 : end
}

/** Seconds as whole milliseconds, cut towards zero; NaN for what is refused. */
function readTimestamp(text: string): number {
  const seconds = parseGoFloat(text)
  return seconds === undefined || !Number.isFinite(seconds) ? Number.NaN : Math.trunc(seconds * 1000)
}
