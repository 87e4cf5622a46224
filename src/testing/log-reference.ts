import { LOG_LEVELS, type LogLine } from '~/domain/logs/model'
import type { FieldTerm, LogQuery, QueryTerm, QueryValue } from '~/domain/logs/query/log-query'

/** Whether a line fulfils a query, term by term as the language is written down: slow, and sharing nothing with the index. */
export function fulfils(line: LogLine, { terms }: LogQuery): boolean {
  return terms.every((term) => holds(line, term) !== term.negated)
}

function holds(line: LogLine, term: QueryTerm): boolean {
  if (term.kind === 'text') {
    const hasUpper = term.text !== term.text.toLowerCase()
    return hasUpper ? line.raw.includes(term.text) : line.raw.toLowerCase().includes(term.text)
  }
  const { op } = term
  if (op === '!=') return !holds(line, { ...term, op: '=' })
  if (op === '!~') return !holds(line, { ...term, op: '~' })
  if (term.field === 'level') return levelHolds(line, term)
  return valuesOf(line, term.field).some((value) => term.values.some((wanted) => compares(value, op, wanted)))
}

function levelHolds({ level }: LogLine, { op, values }: FieldTerm): boolean {
  const rank = LOG_LEVELS.indexOf(level)
  return values.some(({ text, wildcard }) => {
    if (op === '~') return level !== 'unknown' && new RegExp(text, 'i').test(level)
    if (wildcard) return level !== 'unknown' && likeWildcard(text.toLowerCase()).test(level)
    const spelled = new Map([
      ['err', 'error'],
      ['warn', 'warning'],
      ['fatal', 'critical'],
    ])
    const name = text.toLowerCase()
    const wanted = LOG_LEVELS.findIndex((each) => each === (spelled.get(name) ?? name))
    if (op === '=') return rank === wanted
    return level !== 'unknown' && ordered(rank, op, wanted)
  })
}

function valuesOf(line: LogLine, field: string): readonly string[] {
  if (field === 'logger') return line.logger === '' ? [] : [line.logger]
  if (field === 'message') return [line.message]
  if (field === 'stream') return [line.stream]
  return line.fields.filter(({ path }) => path === field || path.endsWith(`.${field}`)).map(({ value }) => value)
}

function compares(value: string, op: FieldTerm['op'], { text, wildcard }: QueryValue): boolean {
  if (op === '~') return new RegExp(text).test(value)
  if (op === '=') return wildcard ? likeWildcard(text).test(value) : value === text
  return value.trim() !== '' && /^[-\d.eE+]+$/.test(value) && ordered(Number(value), op, Number(text))
}

function ordered(a: number, op: FieldTerm['op'], b: number): boolean {
  if (op === '>') return a > b
  if (op === '>=') return a >= b
  if (op === '<') return a < b
  return a <= b
}

function likeWildcard(text: string): RegExp {
  const escaped = text.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('[^]*')}$`)
}
