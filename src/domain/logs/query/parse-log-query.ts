import { levelOfWord } from './level-words'
import {
  FIELD_OPS,
  type FieldOp,
  type LogQuery,
  type LogQueryError,
  type QueryTerm,
  type QueryValue,
} from './log-query'

/** More is no question of a person. */
const MAX_TERMS = 100
const MAX_LENGTH = 16_384

/** Where a term lies in the text. */
export interface TermSpan {
  readonly from: number
  readonly to: number
  /** Where its first value begins; `from` for text. */
  readonly valueFrom: number
}

export type ParsedLogQuery =
  | { readonly ok: true; readonly query: LogQuery; readonly spans: readonly TermSpan[] }
  | { readonly ok: false; readonly error: LogQueryError }

/** A name that needs no quotes before an operator. */
export const BARE_FIELD = /^[\p{L}\p{N}_@$][\p{L}\p{N}_.@$/-]*$/u
/** As a number is written in JSON. */
export const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const SPACE = /\s/
/** `>=` before `>`. */
const OPS_LONGEST_FIRST = [...FIELD_OPS].sort((a, b) => b.length - a.length)

/**
 * Reads the text of the query bar. Patterns of `~` are not judged here, for that takes the engine that runs them: see `compileLogQuery`.
 * Takes linear time.
 */
export function parseLogQuery(text: string): ParsedLogQuery {
  try {
    return { ok: true, ...readTerms(text) }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, error: { offset: error.offset, message: error.message } }
    throw error
  }
}

class Fault extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message)
  }
}

function readTerms(text: string): { query: LogQuery; spans: TermSpan[] } {
  if (text.length > MAX_LENGTH) throw new Fault(MAX_LENGTH, `A query has at most ${MAX_LENGTH} characters: shorten it.`)
  const terms: QueryTerm[] = []
  const spans: TermSpan[] = []
  const cursor = { text, at: 0 }
  for (skipSpace(cursor); cursor.at < text.length; skipSpace(cursor)) {
    if (terms.length === MAX_TERMS)
      throw new Fault(cursor.at, `A query has at most ${MAX_TERMS} terms: leave some out.`)
    const from = cursor.at
    const { term, valueFrom } = readTerm(cursor)
    terms.push(term)
    spans.push({ from, to: cursor.at, valueFrom })
  }
  return { query: { terms }, spans }
}

interface Cursor {
  readonly text: string
  at: number
}

function readTerm(cursor: Cursor): { term: QueryTerm; valueFrom: number } {
  const { text } = cursor
  const from = cursor.at
  const negated = text.charAt(from) === '-'
  if (negated) {
    cursor.at++
    if (isEnd(cursor))
      throw new Fault(
        from,
        'Nothing follows the minus: write what to leave out directly after it, or put it in quotes.',
      )
    if (text.charAt(cursor.at) === '-')
      throw new Fault(from, 'Text that begins with a minus needs quotes: "--like this".')
  }
  const start = cursor.at
  const isQuoted = text.charAt(start) === '"'
  const name = isQuoted ? readQuoted(cursor) : readName(cursor)
  const op = OPS_LONGEST_FIRST.find((each) => text.startsWith(each, cursor.at))
  if (op === undefined || (!isQuoted && !BARE_FIELD.test(name))) {
    const written = isQuoted ? name : readWord(cursor, start)
    if (isQuoted) mustEnd(cursor)
    if (written === '') throw new Fault(start, 'There is nothing between the quotes: write the text to search for.')
    return { term: { kind: 'text', negated, text: written }, valueFrom: from }
  }
  if (name === '') throw new Fault(start, 'A field needs a name: write it before the operator.')
  cursor.at += op.length
  const valueFrom = cursor.at
  const values = readValues(cursor, op)
  checkValues(name, op, values, valueFrom)
  return { term: { kind: 'field', negated, field: name, op, values }, valueFrom }
}

/** To the first operator, quote or space. */
function readName(cursor: Cursor): string {
  const { text } = cursor
  const from = cursor.at
  while (!isEnd(cursor)) {
    const char = text.charAt(cursor.at)
    if (char === '"' || char === '=' || char === '<' || char === '>' || char === '~') break
    if (char === '!' && (text.charAt(cursor.at + 1) === '=' || text.charAt(cursor.at + 1) === '~')) break
    cursor.at++
  }
  return text.slice(from, cursor.at)
}

/** A word from `start` to the next space. */
function readWord(cursor: Cursor, start: number): string {
  while (!isEnd(cursor)) {
    if (cursor.text.charAt(cursor.at) === '"') {
      throw new Fault(
        cursor.at,
        'A quote inside a word: put the whole text in quotes, and write \\" for a quote that is searched for.',
      )
    }
    cursor.at++
  }
  return cursor.text.slice(start, cursor.at)
}

function readQuoted(cursor: Cursor): string {
  const { text } = cursor
  const from = cursor.at
  const parts: string[] = []
  for (cursor.at++; ; ) {
    const rest = nextOf(text, cursor.at)
    if (rest === -1) throw new Fault(from, 'This quote is not closed: put another " at the end of the text.')
    parts.push(text.slice(cursor.at, rest))
    cursor.at = rest + 1
    if (text.charAt(rest) === '"') return parts.join('')
    parts.push(escaped(text.charAt(cursor.at)))
    cursor.at++
  }
}

/** Place of the next quote or backslash. */
function nextOf(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34 || code === 92) return at
  }
  return -1
}

/** Of what follows a backslash. Anything else keeps it, so that patterns can be written as they are. */
function escaped(char: string): string {
  if (char === '"' || char === '\\') return char
  if (char === 'n') return '\n'
  if (char === 't') return '\t'
  if (char === 'r') return '\r'
  return `\\${char}`
}

function readValues(cursor: Cursor, op: FieldOp): readonly QueryValue[] {
  const isList = op === '=' || op === '!='
  const values = [readValue(cursor, isList)]
  while (isList && cursor.text.charAt(cursor.at) === ',') {
    cursor.at++
    values.push(readValue(cursor, isList))
  }
  mustEnd(cursor)
  return values
}

function readValue(cursor: Cursor, isList: boolean): QueryValue {
  const { text } = cursor
  const from = cursor.at
  if (text.charAt(from) === '"') return { text: readQuoted(cursor), wildcard: false }
  if (/[=<>~!]/.test(text.charAt(from))) {
    throw new Fault(
      from,
      `A value that begins with "${text.charAt(from)}" needs quotes. Operators are ${FIELD_OPS.join(' ')}.`,
    )
  }
  while (!isEnd(cursor)) {
    const char = text.charAt(cursor.at)
    if (isList && char === ',') break
    if (char === '"')
      throw new Fault(cursor.at, 'A quote inside a value: put the whole value in quotes, and write \\" for a quote.')
    cursor.at++
  }
  const value = text.slice(from, cursor.at)
  if (value === '') throw new Fault(from, 'A value is missing: write one, "" for an empty one, or * for any.')
  return { text: value, wildcard: isList && value.includes('*') }
}

function checkValues(field: string, op: FieldOp, values: readonly QueryValue[], offset: number): void {
  const isPattern = op === '~' || op === '!~'
  if (isPattern) return
  if (field === 'level') {
    const odd = values.find(({ text, wildcard }) => !wildcard && levelOfWord(text) === undefined)
    if (odd === undefined) return
    throw new Fault(
      offset,
      `There is no level "${odd.text}". Levels are TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL and UNKNOWN.`,
    )
  }
  if (op === '=' || op === '!=') return
  if (field === 'logger' || field === 'message' || field === 'stream') {
    throw new Fault(offset - op.length, `"${field}" is text and has no order: compare it with =, != or ~.`)
  }
  const odd = values.find(({ text }) => !NUMBER.test(text))
  if (odd !== undefined)
    throw new Fault(offset, `"${odd.text}" is no number: after ${op} write one such as 500 or 0.25.`)
}

function mustEnd(cursor: Cursor): void {
  if (isEnd(cursor)) return
  throw new Fault(
    cursor.at,
    'Something follows the closing quote: put a space between, or write \\" for a quote that is searched for.',
  )
}

function isEnd({ text, at }: Cursor): boolean {
  return at >= text.length || SPACE.test(text.charAt(at))
}

function skipSpace(cursor: Cursor): void {
  while (cursor.at < cursor.text.length && SPACE.test(cursor.text.charAt(cursor.at))) cursor.at++
}
