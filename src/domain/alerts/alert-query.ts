import { compilePattern } from '~/domain/promql/compile-pattern'
import type { AlertRow } from './merge-alerts'
import { parseMatchers } from './silencing'

/** One condition of the list: on a label, on something that an alert is (`@state`), or a text that it says anywhere. */
export interface AlertCondition {
  /** As it is written and stands in the address. */
  readonly text: string
  readonly matches: (row: AlertRow) => boolean
}

/** A condition that cannot be read: it matches everything, and is told. */
export interface BadCondition {
  readonly text: string
  readonly problem: string
}

const CONDITION = /^(@?[A-Za-z_]\w*)\s*(=~|!~|!=|=)\s*(.*)$/s

/**
 * Reads a condition as Karma writes it: `severity=critical`, `job=~api.*`, `@state=pending`, `@receiver=team`, or any text.
 * A pattern is RE2, anchored, as Alertmanager has it.
 */
export function readCondition(text: string): AlertCondition | BadCondition {
  const [, name, op, quoted] = CONDITION.exec(text.trim()) ?? []
  if (name === undefined || op === undefined || quoted === undefined) {
    const words = text.trim().toLowerCase()
    return { text, matches: (row) => saysText(row).includes(words) }
  }
  const value = unquote(quoted.trim())
  const read = name.startsWith('@') ? SPECIALS.get(name) : (row: AlertRow) => [row.labels.get(name) ?? '']
  if (read === undefined) {
    return { text, problem: `${name} is not known; there are ${[...SPECIALS.keys()].join(', ')}` }
  }
  let test: (candidate: string) => boolean = (candidate) => candidate === value
  if (op.endsWith('~')) {
    try {
      test = compilePattern(value)
    } catch (error) {
      return { text, problem: error instanceof Error ? error.message : String(error) }
    }
  }
  const isNegative = op.startsWith('!')
  return { text, matches: (row) => read(row).some(test) !== isNegative }
}

/** The conditions of an address: Karma's `q`, and the matchers of Alertmanager's `filter={a="b"}`. */
export function conditionsOf(params: URLSearchParams): readonly string[] {
  const filters = params.getAll('filter').flatMap((filter) => {
    const matchers = parseMatchers(filter)
    if (!matchers.ok) return [filter]
    return matchers.value.map(({ name, op, value }) => `${name === '__name__' ? 'alertname' : name}${op}${value}`)
  })
  return [...new Set([...params.getAll('q'), ...filters].map((text) => text.trim()).filter((text) => text !== ''))]
}

const SPECIALS: ReadonlyMap<string, (row: AlertRow) => readonly string[]> = new Map([
  ['@state', ({ state, delivery }) => [state, delivery.kind]],
  ['@receiver', ({ received }) => received?.receivers ?? []],
  ['@fingerprint', ({ received }) => (received === null ? [] : [received.fingerprint])],
  ['@id', ({ id }) => [id]],
])

function saysText({ name, labels, annotations }: AlertRow): string {
  return [name, ...labels.values(), ...annotations.values()].join('\n').toLowerCase()
}

function unquote(text: string): string {
  if (!/^".*"$/s.test(text)) return text
  try {
    return String(JSON.parse(text))
  } catch {
    return text.slice(1, -1)
  }
}
