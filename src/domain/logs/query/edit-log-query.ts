import { LOG_LEVELS, type LogLevel } from '~/domain/logs/model'
import { compileLogQuery } from './compile-log-query'
import type { FieldTerm, LogQuery, QueryTerm } from './log-query'

/** `for` keeps the lines with a value, `out` leaves them out. */
export type FilterSide = 'for' | 'out'

/** On which side a value is already, if any; of the terms that compare with `=` and `!=`. */
export function sideOf(query: LogQuery, field: string, value: string): FilterSide | null {
  for (const side of ['for', 'out'] as const) {
    if (query.terms.some((term) => isSide(term, field, side) && hasValue(term, value))) return side
  }
  return null
}

/**
 * Puts a value of a field on a side: beside its other values there where there are some, else as a term at the end. Where it is on that side
 * already it is taken away, and from the other side it is taken in any case. Other terms keep their places.
 */
export function toggleFilter(query: LogQuery, field: string, value: string, side: FilterSide): LogQuery {
  const wasThere = sideOf(query, field, value) === side
  const terms = withoutValue(query.terms, field, value)
  if (wasThere) return { terms }
  const added = { text: value, wildcard: false }
  const place = terms.findIndex((term) => isSide(term, field, side))
  const beside = terms[place]
  if (beside?.kind === 'field') return { terms: terms.with(place, { ...beside, values: [...beside.values, added] }) }
  const term: QueryTerm = { kind: 'field', negated: false, field, op: side === 'for' ? '=' : '!=', values: [added] }
  return { terms: [...terms, term] }
}

/** Levels that the query lets through, as far as its terms on the level decide. */
export function levelsOf(query: LogQuery): readonly LogLevel[] {
  const own = query.terms.filter((term) => isLevelTerm(term))
  const compiled = compileLogQuery({ terms: own })
  if (!compiled.ok) return []
  return LOG_LEVELS.filter((_level, rank) =>
    compiled.tests.every((test) => test.kind === 'level' && test.passes[rank] !== test.negated),
  )
}

/** Lets exactly these levels through: one term, where the first on the level was, or at the end. All levels, or none, need no term. */
export function setLevels(query: LogQuery, levels: readonly LogLevel[]): LogQuery {
  const wanted = LOG_LEVELS.filter((level) => levels.includes(level))
  const place = query.terms.findIndex(isLevelTerm)
  const before = place === -1 ? query.terms : query.terms.slice(0, place)
  const after = place === -1 ? [] : query.terms.slice(place).filter((term) => !isLevelTerm(term))
  if (wanted.length === 0 || wanted.length === LOG_LEVELS.length) return { terms: [...before, ...after] }
  const values = wanted.map((level) => ({ text: level.toUpperCase(), wildcard: false }))
  return { terms: [...before, { kind: 'field', negated: false, field: 'level', op: '=', values }, ...after] }
}

function isLevelTerm(term: QueryTerm): boolean {
  return term.kind === 'field' && term.field === 'level'
}

function isSide(term: QueryTerm, field: string, side: FilterSide): term is FieldTerm {
  if (term.kind !== 'field' || term.field !== field) return false
  if (term.op !== '=' && term.op !== '!=') return false
  return (term.negated !== (term.op === '!=')) === (side === 'out')
}

function hasValue(term: FieldTerm, value: string): boolean {
  return term.values.some((each) => isValue(term, each, value))
}

function isValue({ field }: FieldTerm, each: { text: string; wildcard: boolean }, value: string): boolean {
  if (each.wildcard) return false
  return field === 'level' ? each.text.toLowerCase() === value.toLowerCase() : each.text === value
}

function withoutValue(terms: readonly QueryTerm[], field: string, value: string): readonly QueryTerm[] {
  return terms.flatMap((term): readonly QueryTerm[] => {
    if (!isSide(term, field, 'for') && !isSide(term, field, 'out')) return [term]
    const values = term.values.filter((each) => !isValue(term, each, value))
    return values.length === 0 ? [] : [values.length === term.values.length ? term : { ...term, values }]
  })
}
