import type { LogQuery, QueryTerm, QueryValue } from './log-query'
import { BARE_FIELD } from './parse-log-query'

/** The text of a query: parsed again it is the same query. */
export function printLogQuery({ terms }: LogQuery): string {
  return terms.map(printTerm).join(' ')
}

export function printTerm(term: QueryTerm): string {
  const sign = term.negated ? '-' : ''
  if (term.kind === 'text') return sign + printText(term.text)
  const values = term.values.map((value) => (isList(term.op) ? printListed(value) : printSingle(value)))
  return `${sign}${printField(term.field)}${term.op}${values.join(',')}`
}

/** A field's name as it stands before an operator. */
export function printField(field: string): string {
  return BARE_FIELD.test(field) ? field : quote(field)
}

/** A value as it stands after `=`. */
export function printListed({ text, wildcard }: QueryValue): string {
  if (wildcard) return text
  return text === '' || /[\s",*=<>~!]/.test(text) ? quote(text) : text
}

function printSingle({ text }: QueryValue): string {
  return text === '' || /[\s"]|^[=<>~!]/.test(text) ? quote(text) : text
}

function printText(text: string): string {
  return /[\s"=<>~!]|^-/.test(text) ? quote(text) : text
}

function quote(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')
  return `"${escaped}"`
}

function isList(op: string): boolean {
  return op === '=' || op === '!='
}
