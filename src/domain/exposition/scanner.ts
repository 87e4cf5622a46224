import { displayText } from '~/lib/display-text'
import { ownText } from '~/lib/own-text'
import { BACKSLASH, NEWLINE, QUOTE, skipNuls } from './chars'
import type { Exemplar, ExpositionFault } from './exposition'
import { type LabelReading, readLabels } from './read-labels'

/** What a call of `next` found. */
export type Entry = 'series' | 'type' | 'help' | 'unit' | 'fault' | 'end'

export interface ExpositionLimits {
  readonly maxSamples: number
  readonly maxLineLength: number
  readonly maxLabelLength: number
}

export const EXPOSITION_LIMITS: ExpositionLimits = {
  maxSamples: 200_000,
  maxLineLength: 10_000_000,
  maxLabelLength: 1_000_000,
}

const SHOWN_OF_LINE = 160
const CHARACTER_NAMES = new Map([
  ['\n', 'the end of the line'],
  ['\r', 'a carriage return'],
  ['\t', 'a tab'],
  [' ', 'a blank'],
  ['\uFEFF', 'a byte order mark'],
])
const LONE_SURROGATE = /[\uD800-\uDFFF]/u

/**
 * Walks through an exposition entry by entry without making an object of any, as Prometheus' own parsers do: after
 * `next()` the fields speak of the entry that it found. Labels are read only when asked for, since a scrape knows most
 * series by their text. After a fault the walk goes on at the next line.
 */
export abstract class ExpositionScanner {
  /** Of the entry, counted from 1. */
  line = 0
  /** Of a series. */
  value = 0
  /** Of a series, in ms; NaN where the text gives none. */
  timestampMs = Number.NaN
  /** Of a TYPE, HELP or UNIT line. */
  metricName = ''
  metadataText = ''

  /** Ends in a newline, whether or not the document does. */
  protected readonly text: string
  /** Length of the document itself. */
  protected readonly length: number
  protected readonly limits: ExpositionLimits
  /** Where the next entry begins. */
  protected at = 0
  /** Where the present entry begins. */
  protected start = 0
  protected nextLine = 1
  protected nameEnd = 0
  protected seriesEnd = 0
  /** Of the series: start and end of a name, start and end of its raw value, and so on. */
  protected readonly offsets: number[] = []
  /** Whether bytes that are no UTF-8 have to be looked for at all. */
  protected readonly hasInvalidBytes: boolean
  #samples = 0
  #lastName = ''
  #message = ''
  #foundAt = -1

  constructor(text: string, limits: ExpositionLimits) {
    this.text = text.endsWith('\n') ? text : `${text}\n`
    this.length = text.length
    this.limits = limits
    this.hasInvalidBytes = LONE_SURROGATE.test(text)
  }

  abstract next(): Entry

  /** The series of the entry as the text writes it: the same text always means the same labels. */
  seriesText(): string {
    return this.text.slice(this.start, this.seriesEnd)
  }

  labels(): LabelReading {
    const length = this.nameEnd - this.start
    // Series of one metric stand together, so the name is mostly that of the series before.
    if (this.#lastName.length !== length || !this.text.startsWith(this.#lastName, this.start)) {
      this.#lastName = ownText(this.text.slice(this.start, this.nameEnd))
    }
    return readLabels(this.text, this.#lastName, this.offsets)
  }

  exemplar(): Exemplar | undefined {
    return undefined
  }

  /** Ends the entry as a series, unless that breaks a limit. */
  protected series(end: number): Entry {
    this.at = end
    if (end - this.start > this.limits.maxLineLength) return this.refuse(tooLong('line', this.limits.maxLineLength))
    this.#samples += 1
    if (this.#samples <= this.limits.maxSamples) return 'series'
    this.refuse(`more than ${this.limits.maxSamples} samples: the rest is left out`)
    this.at = this.text.length
    return 'fault'
  }

  /** What `fault` was found for: put into words only when somebody asks, since a bad document has a million faults. */
  get fault(): ExpositionFault {
    const expected = this.#foundAt === -1 ? '' : `, found ${nameCharacter(this.text, this.#foundAt)}`
    return this.faultOf(`${this.#message}${expected}`)
  }

  /** A fault of the present entry. */
  faultOf(message: string): ExpositionFault {
    const newline = this.text.indexOf('\n', this.start)
    const line = this.text.slice(this.start, newline === -1 ? this.text.length : newline)
    const ending = line.endsWith('\r') ? '; the line ends in CR LF, and Prometheus wants LF alone' : ''
    return { line: this.line, message: message + ending, text: displayText(line.slice(0, SHOWN_OF_LINE)) }
  }

  /** Refuses the entry and goes on at the line after that on which it began. */
  protected refuse(message: string, foundAt = -1): Entry {
    this.#message = message
    this.#foundAt = foundAt
    const newline = this.text.indexOf('\n', this.start)
    this.at = newline === -1 ? this.text.length : newline + 1
    this.nextLine = this.line + 1
    return 'fault'
  }

  /** Refuses the entry because of what stands at `at` instead of what is expected. */
  protected unexpected(expected: string, at: number): Entry {
    return this.refuse(`expected ${expected}`, at)
  }

  /**
   * Index behind the quoted value that opens at `at`, with the NULs after it; -1 where it does not end. Its raw text is
   * what stands between `at + 1` and one less than the answer, so that a NUL behind the closing quote puts the quote
   * into the value: that is how Prometheus reads it.
   */
  protected skipQuoted(at: number, multiline: boolean): number {
    const { text } = this
    for (let i = at + 1; ; i += 1) {
      const code = text.charCodeAt(i)
      if (code === QUOTE) return skipNuls(text, i + 1)
      if (code === BACKSLASH) {
        i = skipNuls(text, i + 1)
        if (text.charCodeAt(i) === NEWLINE) return -1
      } else if (code === NEWLINE) {
        if (!multiline || i === text.length - 1) return -1
        this.nextLine += 1
      }
    }
  }

  /** Why a quoted value may not stand, or undefined. */
  protected valueFault(start: number, end: number): string | undefined {
    if (end - start > this.limits.maxLabelLength) return tooLong('label value', this.limits.maxLabelLength)
    return this.isInvalid(start, end) ? 'a label value is not valid UTF-8' : undefined
  }

  protected tooLongText(): Entry {
    return this.refuse(tooLong('line of metadata', this.limits.maxLabelLength))
  }

  protected isInvalid(start: number, end: number): boolean {
    return this.hasInvalidBytes && LONE_SURROGATE.test(this.text.slice(start, end))
  }
}

function tooLong(what: string, limit: number): string {
  return `a ${what} of more than ${limit} characters`
}

function nameCharacter(text: string, at: number): string {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  const name = CHARACTER_NAMES.get(character)
  if (name !== undefined) return name
  return at >= text.length ? 'the end of the text' : `"${displayText(character)}"`
}
