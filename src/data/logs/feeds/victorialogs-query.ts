import { isOwnField, type LogQuery, namesPath, type QueryTerm, type TextTerm } from '~/domain/logs/query/log-query'
import { escapePattern, SAFE_VALUE } from './line-server'
import { printRfc3339, type UnixNs } from './nanoseconds'

/** Fields that a filter of VictoriaLogs is written for, and no more: a query must stay short. */
const MOST_NAMES = 100
/** Names that VictoriaLogs has for itself. */
const SPECIAL = ['_time', '_stream', '_stream_id']

/** Whether a query has a term of which the names of all fields make a filter. */
export function wantsNames({ terms }: LogQuery): boolean {
  return terms.some(isAskable)
}

/**
 * LogsQL that finds at least the lines of a query. A line is made of its fields, and VictoriaLogs searches one field at a time:
 * `names` are those of all fields in the range, null for not known. What is left out here is decided by whoever reads the lines.
 */
export function narrowForVictoriaLogs({ terms }: LogQuery, names: readonly string[] | null): string {
  const searched = names?.filter((name) => !SPECIAL.includes(name)) ?? []
  if (names === null || searched.length > MOST_NAMES) return '*'
  const filters = terms.flatMap((term) => (isAskable(term) ? filterOf(term, searched) : []))
  return filters.length === 0 ? '*' : filters.join(' ')
}

/** `[from, to)`, to the nanosecond. */
export function timeFilter(fromNs: UnixNs, toNs: UnixNs): string {
  return `_time:[${printRfc3339(fromNs)}, ${printRfc3339(toNs)})`
}

/** A name or a value in LogsQL: always quoted, so that none is an operator. */
export function quote(text: string): string {
  return JSON.stringify(text)
}

function filterOf(term: QueryTerm, names: readonly string[]): readonly string[] {
  if (term.kind === 'text') return textFilter(term, names)
  const values = term.values.map(({ text }) => text)
  const own = names.filter((name) => namesPath(term.field, name))
  const equal = own.flatMap((name) => values.map((value) => `${quote(name)}:=${quote(value)}`))
  // A message may be an object itself, whose fields VictoriaLogs does not know.
  return [any([...equal, ...values.map((value) => `_msg:~${quote(escapePattern(value))}`)])]
}

function textFilter({ text }: TextTerm, names: readonly string[]): readonly string[] {
  const folds = text === text.toLowerCase()
  const fold = (name: string) => (folds ? name.toLowerCase() : name)
  // Names stand in the line too, and so do those that a line gets for its time and message.
  if ([...names, 'message', 'timestamp', ...SPECIAL].some((name) => fold(name).includes(text))) return []
  const pattern = quote(`${folds ? '(?i)' : ''}${escapePattern(text)}`)
  return [any(['_msg', ...names.filter((name) => name !== '_msg').map(quote)].map((name) => `${name}:~${pattern}`))]
}

function any(filters: readonly string[]): string {
  return `(${filters.join(' or ')})`
}

function isAskable(term: QueryTerm): boolean {
  if (term.negated) return false
  // What JSON may escape or has between its texts is not in one field; digits may be those of the time.
  if (term.kind === 'text') return /^[A-Za-z0-9_.:@/ -]{2,200}$/.test(term.text) && /[a-su-y]/i.test(term.text)
  if (term.op !== '=' || isOwnField(term.field) || term.values.length > 5) return false
  return term.values.every(({ text, wildcard }) => !wildcard && SAFE_VALUE.test(text))
}
