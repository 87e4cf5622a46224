import { RE2JS } from 're2js'
import { LOG_LEVELS } from '~/domain/logs/model'
import { MAX_PATTERN_COST } from '~/domain/promql/compile-pattern'
import { scanPattern } from '~/domain/promql/parse/scan-pattern'
import { levelOfWord } from './level-words'
import type { FieldOp, FieldTerm, LogQuery, LogQueryError, QueryValue, TextTerm } from './log-query'
import { NUMBER, parseLogQuery } from './parse-log-query'

/** A term ready to be asked of lines. `negated` has the operator's own `!` in it. */
export type LineTest =
  | { readonly kind: 'text'; readonly negated: boolean; readonly needle: string; readonly foldsCase: boolean }
  /** Passes by its place in LOG_LEVELS. */
  | { readonly kind: 'level'; readonly negated: boolean; readonly passes: readonly boolean[] }
  | {
      readonly kind: 'value'
      readonly negated: boolean
      readonly field: string
      readonly passes: (value: string) => boolean
    }
  /** Passes where the value is a number for which it is true. */
  | {
      readonly kind: 'number'
      readonly negated: boolean
      readonly field: string
      readonly passes: (value: number) => boolean
    }

export type CompiledLogQuery =
  | { readonly ok: true; readonly tests: readonly LineTest[] }
  | { readonly ok: false; readonly term: number; readonly message: string }

/** Makes tests of all terms, in their order; refuses a pattern that is none or too much work, naming the place of its term. */
export function compileLogQuery({ terms }: LogQuery): CompiledLogQuery {
  const tests: LineTest[] = []
  for (const [place, term] of terms.entries()) {
    try {
      tests.push(term.kind === 'text' ? compileText(term) : compileField(term))
    } catch (error) {
      return { ok: false, term: place, message: error instanceof Error ? error.message : String(error) }
    }
  }
  return { ok: true, tests }
}

/** What is wrong with the text of a query, its patterns included; null for nothing. */
export function checkLogQuery(text: string): LogQueryError | null {
  const parsed = parseLogQuery(text)
  if (!parsed.ok) return parsed.error
  const compiled = compileLogQuery(parsed.query)
  return compiled.ok ? null : { offset: parsed.spans[compiled.term]?.valueFrom ?? 0, message: compiled.message }
}

/** The number that a value is, or NaN. */
export function numberOf(value: string): number {
  return NUMBER.test(value) ? Number(value) : Number.NaN
}

function compileText({ text, negated }: TextTerm): LineTest {
  return { kind: 'text', negated, needle: text, foldsCase: text === text.toLowerCase() }
}

function compileField(term: FieldTerm): LineTest {
  const { field, op, values } = term
  const negated = term.negated !== (op === '!=' || op === '!~')
  if (field === 'level') return { kind: 'level', negated, passes: levelPasses(op, values) }
  if (op === '=' || op === '!=') return { kind: 'value', negated, field, passes: equalsAny(values) }
  const wanted = values[0]?.text ?? ''
  if (op === '~' || op === '!~') return { kind: 'value', negated, field, passes: compileSearch(wanted) }
  return { kind: 'number', negated, field, passes: compares(op, Number(wanted)) }
}

/** A line without a level has none: only `unknown` by name finds it. */
function levelPasses(op: FieldOp, values: readonly QueryValue[]): readonly boolean[] {
  if (op === '~' || op === '!~') {
    const search = compileSearch(`(?i)${values[0]?.text ?? ''}`)
    return LOG_LEVELS.map((level) => level !== 'unknown' && search(level))
  }
  if (op === '=' || op === '!=') {
    const named = new Set(values.flatMap(({ text, wildcard }) => (wildcard ? [] : (levelOfWord(text) ?? []))))
    const wild = values.filter(({ wildcard }) => wildcard).map(({ text }) => compileWildcard(text.toLowerCase()))
    return LOG_LEVELS.map((level) => named.has(level) || (level !== 'unknown' && wild.some((test) => test(level))))
  }
  const limit = LOG_LEVELS.indexOf(levelOfWord(values[0]?.text ?? '') ?? 'unknown')
  const passes = compares(op, limit)
  return LOG_LEVELS.map((level, rank) => level !== 'unknown' && passes(rank))
}

function compares(op: FieldOp, limit: number): (value: number) => boolean {
  if (op === '>') return (value) => value > limit
  if (op === '>=') return (value) => value >= limit
  if (op === '<') return (value) => value < limit
  return (value) => value <= limit
}

function equalsAny(values: readonly QueryValue[]): (value: string) => boolean {
  const exact = values.filter(({ wildcard }) => !wildcard).map(({ text }) => text)
  const wild = values.filter(({ wildcard }) => wildcard).map(({ text }) => compileWildcard(text))
  const [only] = exact
  if (exact.length === 1 && wild.length === 0) return (value) => value === only
  const set = new Set(exact)
  return (value) => set.has(value) || wild.some((test) => test(value))
}

/** The parts between stars, each looked for after the one before: no input makes it slow. */
function compileWildcard(pattern: string): (value: string) => boolean {
  const parts = pattern.split('*')
  const first = parts.shift() ?? ''
  const last = parts.pop() ?? ''
  const middle = parts.filter((part) => part !== '')
  return (value) => {
    if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false
    const end = value.length - last.length
    let at = first.length
    for (const part of middle) {
      const found = value.indexOf(part, at)
      if (found === -1) return false
      at = found + part.length
    }
    return at <= end
  }
}

/** Finds a pattern anywhere in a text, in the syntax of RE2 and in linear time. Throws an Error that says what is wrong. */
function compileSearch(pattern: string): (value: string) => boolean {
  const literal = literalOf(pattern)
  if (literal !== undefined) return (value) => value.includes(literal)
  const { cost, fault } = scanPattern(pattern)
  if (cost > MAX_PATTERN_COST) throw new Error('This pattern is too complex: shorten it or repeat less.')
  if (fault !== undefined)
    throw new Error(`This is no pattern of RE2: ${fault}. Put a \\ before a sign that is meant as text.`)
  try {
    const regex = RE2JS.compile(pattern)
    return (value) => regex.test(value)
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error)
    throw new Error(`This is no pattern of RE2: ${why}. Put a \\ before a sign that is meant as text.`)
  }
}

/** The text that a pattern is, where it has no sign with a meaning; most patterns have none. */
function literalOf(pattern: string): string | undefined {
  if (!/^(?:[^\\.+*?()|[\]{}^$]|\\[ -/:-@[-`{-~])*$/.test(pattern)) return undefined
  return pattern.replaceAll(/\\(.)/g, '$1')
}
