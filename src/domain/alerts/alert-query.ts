import { compilePattern } from '~/domain/promql/compile-pattern'
import type { LabelMatcher } from '~/domain/promql/matchers'
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

/** Names that are not plain ones stand in quotes. */
const CONDITION = /^(@?[A-Za-z_]\w*|"(?:[^"\\]|\\.)+")\s*(=~|!~|!=|=)\s*(.*)$/s
/** What Karma compares with a number or an age, such as `@age>1h`: as a text it would match nothing. */
const COMPARISON = /^(@[A-Za-z_]\w*)\s*[<>]/

/**
 * Reads a condition as Karma writes it: `severity=critical`, `job=~api.*`, `@state=pending`, `@receiver=team`, or any text.
 * A pattern is RE2, anchored, as Alertmanager has it.
 */
export function readCondition(text: string): AlertCondition | BadCondition {
  const trimmed = text.trim()
  const [, written, op, quoted] = CONDITION.exec(trimmed) ?? []
  if (written === undefined || op === undefined || quoted === undefined) {
    const compared = COMPARISON.exec(trimmed)?.[1]
    if (compared !== undefined) return { text, problem: unknownName(compared) }
    if (trimmed.startsWith('{')) return { text, problem: 'These are no matchers as Alertmanager has them.' }
    const words = trimmed.toLowerCase()
    return { text, matches: (row) => saysText(row).includes(words) }
  }
  const name = unquote(written)
  const value = unquote(quoted.trim())
  const read = written.startsWith('@') ? SPECIALS.get(name) : (row: AlertRow) => [labelOf(row, name)]
  if (read === undefined) return { text, problem: unknownName(name) }
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

function unknownName(name: string): string {
  return `${name} is not known; there are ${[...SPECIALS.keys()].join(', ')}`
}

/**
 * The conditions of an address: Karma's `q`, and those of Alertmanager's own page: the matchers of `filter={a="b"}`, `receiver`, which
 * is a pattern there, and what is not shown, such as `silenced=false`.
 */
export function conditionsOf(params: URLSearchParams): readonly string[] {
  const filters = params.getAll('filter').flatMap((filter) => {
    const matchers = parseMatchers(filter)
    if (!matchers.ok) return [filter]
    return matchers.value.map(({ name, op, value }) =>
      writeCondition({ name: name === '__name__' ? 'alertname' : name, op, value }),
    )
  })
  const receiver = params.get('receiver') ?? ''
  const receivers = receiver === '' ? [] : [writeCondition({ name: '@receiver', op: '=~', value: receiver })]
  const hidden = ['silenced', 'inhibited', 'active', 'unprocessed']
    .filter((state) => params.get(state) === 'false')
    .map((state) => `@state!=${state}`)
  const all = [...params.getAll('q'), ...filters, ...receivers, ...hidden]
  return [...new Set(all.map((text) => text.trim()).filter((text) => text !== ''))]
}

/** A condition that reads as what it was written from, also where its value begins like an operator or ends with a blank. */
function writeCondition({ name, op, value }: LabelMatcher): string {
  const isPlain = value === value.trim() && !/^[~"]/.test(value)
  return `${/^@?[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}${op}${isPlain ? value : JSON.stringify(value)}`
}

const SPECIALS: ReadonlyMap<string, (row: AlertRow) => readonly string[]> = new Map([
  ['@state', statesOf],
  ['@receiver', ({ received }) => received?.receivers ?? []],
  ['@fingerprint', ({ received }) => (received === null ? [] : [received.fingerprint])],
  ['@id', ({ id }) => [id]],
])

/** What it is called here, and by Karma and Alertmanager: what fires and nobody holds back is active, also where nobody was told. */
function statesOf({ state, delivery: { kind } }: AlertRow): readonly string[] {
  if (state === 'pending') return [state]
  if (kind === 'silenced' || kind === 'inhibited') return [state, kind, 'suppressed']
  return kind === 'underway' ? [state, kind, 'active', 'unprocessed'] : [state, kind, 'active']
}

/** Also of a label that was added on the way to Alertmanager, whose addresses have it. */
function labelOf({ labels, received }: AlertRow, name: string): string {
  return labels.get(name) ?? received?.labels.get(name) ?? ''
}

function saysText({ name, labels, annotations, received }: AlertRow): string {
  const all = [name, ...labels.values(), ...(received?.labels.values() ?? []), ...annotations.values()]
  return all.join('\n').toLowerCase()
}

function unquote(text: string): string {
  if (!/^".*"$/s.test(text)) return text
  try {
    return String(JSON.parse(text))
  } catch {
    return text.slice(1, -1)
  }
}
