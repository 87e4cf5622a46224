import type { RuleVerdict } from '~/domain/alerts/blind-rules'
import type { AlertRule } from '~/domain/alerts/model'
import { severityTone } from '~/domain/annotations/alert-spans'

/** How a rule stands, the worst first: what cannot fire is worse than what does. */
export const STANDINGS = ['blind', 'firing', 'pending', 'may', 'odd', 'inactive'] as const
export type Standing = (typeof STANDINGS)[number]

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  blind: 'blind',
  firing: 'firing',
  pending: 'pending',
  may: 'may be blind',
  odd: 'doubtful',
  inactive: 'inactive',
}

export interface RuleRow {
  /** Unique in a list, and its address: the name, with the group before it where another rule has the same name. */
  readonly id: string
  readonly rule: AlertRule
  readonly verdict: RuleVerdict
  readonly standing: Standing
  /** Id of its platform, empty where it names none. */
  readonly platform: string
}

export interface RuleGroup {
  readonly platform: string
  readonly group: string
  readonly rows: readonly RuleRow[]
}

const TONES = ['crit', 'warn', 'info', 'unknown'] as const

/** One row a rule. */
export function createRows(rules: readonly AlertRule[], verdictOf: (rule: AlertRule) => RuleVerdict): RuleRow[] {
  const names = new Map<string, number>()
  for (const { name } of rules) names.set(name, (names.get(name) ?? 0) + 1)
  const taken = new Map<string, number>()
  return rules.map((rule) => {
    const base = (names.get(rule.name) ?? 0) > 1 ? `${rule.group}/${rule.name}` : rule.name
    const nth = (taken.get(base) ?? 0) + 1
    taken.set(base, nth)
    const verdict = verdictOf(rule)
    return {
      id: nth > 1 ? `${base}#${nth}` : base,
      rule,
      verdict,
      standing: standingOf(rule, verdict),
      platform: rule.labels.get('platform') ?? '',
    }
  })
}

function standingOf({ state }: AlertRule, { sight }: RuleVerdict): Standing {
  if (sight === 'blind') return 'blind'
  if (state === 'firing' || state === 'pending') return state
  return sight === 'clear' ? 'inactive' : sight
}

/** Whether an address means this row: by its id, or by its name alone. */
export function isNamed({ id, rule }: RuleRow, address: string): boolean {
  return address === id || address === rule.name
}

/** Rows that have every word of the search somewhere, and one of the states; with no states, any. */
export function filterRows(rows: readonly RuleRow[], search: string, states: readonly Standing[]): RuleRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    if (states.length > 0 && !states.includes(row.standing)) return false
    if (words.length === 0) return true
    const text = textOf(row)
    return words.every((word) => text.includes(word))
  })
}

function textOf({ rule, verdict }: RuleRow): string {
  const { name, group, query, labels, annotations } = rule
  const pairs = [...labels].map(([label, value]) => `${label}=${value}`)
  return [name, group, query, ...pairs, ...annotations.values(), ...verdict.findings.map(({ text }) => text)]
    .join('\n')
    .toLowerCase()
}

/** By platform and group, the worst first in each and among them. */
export function groupRows(rows: readonly RuleRow[]): RuleGroup[] {
  const groups = new Map<string, { platform: string; group: string; rows: RuleRow[] }>()
  for (const row of rows) {
    const key = `${row.platform}\n${row.rule.group}`
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { platform: row.platform, group: row.rule.group, rows: [row] })
    else known.rows.push(row)
  }
  const sorted = [...groups.values()]
  for (const group of sorted) group.rows.sort(byWorst)
  return sorted.sort((a, b) => {
    const [first, second] = [a.rows[0], b.rows[0]]
    return first === undefined || second === undefined ? 0 : byWorst(first, second)
  })
}

function byWorst(a: RuleRow, b: RuleRow): number {
  return (
    STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) ||
    severityOf(a) - severityOf(b) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

function severityOf({ rule }: RuleRow): number {
  return TONES.indexOf(severityTone(rule.labels.get('severity') ?? ''))
}
