import type { FieldTerm, LogQuery, TextTerm } from '~/domain/logs/query/log-query'
import { isOwnField } from '~/domain/logs/query/log-query'
import { escapePattern, isPlainText, SAFE_VALUE } from './line-server'

/**
 * LogQL that finds at least the lines of a query. Text is asked of the line as written, so Loki decides it. Of fields one value
 * that has to be equal is asked for, as it stands in the line or else in a label or in structured metadata: one text for each.
 */
export function narrowForLoki(selector: string, { terms }: LogQuery): readonly string[] {
  const filters = terms.flatMap((term) => (term.kind === 'text' ? textFilter(term) : []))
  const base = [selector, ...filters].join(' ')
  const equal = terms.filter((term) => term.kind === 'field').find(isAskable)
  if (equal === undefined) return [base]
  const values = equal.values.map(({ text }) => text)
  const inLine =
    values.length === 1
      ? `|= ${JSON.stringify(values[0])}`
      : `|~ ${JSON.stringify(values.map(escapePattern).join('|'))}`
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(equal.field)) return [`${base} ${inLine}`]
  const inLabel = values.map((value) => `${equal.field}=${JSON.stringify(value)}`).join(' or ')
  return [`${base} ${inLine}`, `${base} | ${inLabel}`]
}

function textFilter({ text, negated }: TextTerm): readonly string[] {
  if (!isPlainText(text)) return []
  if (text !== text.toLowerCase()) return [`${negated ? '!=' : '|='} ${JSON.stringify(text)}`]
  // Without letters there is nothing to fold.
  if (!/\p{L}/u.test(text)) return [`${negated ? '!=' : '|='} ${JSON.stringify(text)}`]
  // Beyond ASCII the two fold case differently; `(?i)s` finds "ſ" as well, which does no harm unless it is left out.
  const isAlike = /^[\0-\x7f]*$/.test(text) && !(negated && text.includes('s'))
  return isAlike ? [`${negated ? '!~' : '|~'} ${JSON.stringify(`(?i)${escapePattern(text)}`)}`] : []
}

/** A few plain values that a field has to be one of: they stand in a line as they are. */
function isAskable({ field, op, negated, values }: FieldTerm): boolean {
  if (negated || op !== '=' || isOwnField(field) || values.length > 5) return false
  return values.every(({ text, wildcard }) => !wildcard && SAFE_VALUE.test(text))
}
