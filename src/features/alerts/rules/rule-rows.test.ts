import { describe, expect, it } from 'vitest'
import type { RuleVerdict } from '~/domain/alerts/blind-rules'
import type { AlertRule } from '~/domain/alerts/model'
import { createRows, filterRows, groupRows, isNamed, type Standing } from './rule-rows'

function ruleOf(name: string, more: Partial<AlertRule> = {}): AlertRule {
  const base = {
    name,
    group: 'g',
    file: 'f',
    query: `${name}_x > 1`,
    forMs: 0,
    keepFiringMs: 0,
    lastError: '',
    alerts: [],
  }
  const state = { state: 'inactive', health: 'ok', evaluatedMs: 0, evaluationMs: 1, intervalMs: 1 } as const
  return { ...base, ...state, labels: new Map(), annotations: new Map(), ...more }
}

const sights: Readonly<Record<string, RuleVerdict['sight']>> = { blind: 'blind', may: 'may', odd: 'odd' }
const rowsOf = (...rules: readonly AlertRule[]) =>
  createRows(rules, ({ name }) => ({ sight: sights[name] ?? 'clear', findings: [] }))
const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

describe('rows of rules', () => {
  it('two of one name have addresses of their own, and share that of the name', () => {
    const rows = rowsOf(
      ruleOf('a'),
      ruleOf('b', { group: 'x' }),
      ruleOf('b', { group: 'y' }),
      ruleOf('b', { group: 'y' }),
    )
    expect(idsOf(rows)).toEqual(['a', 'x/b', 'y/b', 'y/b#2'])
    expect(idsOf(rows.filter((row) => isNamed(row, 'b')))).toEqual(['x/b', 'y/b', 'y/b#2'])
    expect(idsOf(rows.filter((row) => isNamed(row, 'y/b')))).toEqual(['y/b'])
  })

  it('the worst comes first, in its group and with it', () => {
    const critical = new Map([['severity', 'critical']])
    const rows = rowsOf(
      ruleOf('quiet'),
      ruleOf('odd'),
      ruleOf('may'),
      ruleOf('waits', { state: 'pending' }),
      ruleOf('fires', { state: 'firing' }),
      ruleOf('burns', { state: 'firing', labels: critical }),
      ruleOf('blind', { group: 'other' }),
    )
    expect(groupRows(rows).map(({ group, rows: own }) => [group, idsOf(own)])).toEqual([
      ['other', ['blind']],
      ['g', ['burns', 'fires', 'waits', 'may', 'odd', 'quiet']],
    ])
  })

  it.each([
    ['', [], ['api', 'db']],
    ['API', [], ['api']],
    ['severity=page', [], ['db']],
    ['db_x page', [], ['db']],
    ['api page', [], []],
    ['', ['firing'], ['db']],
    ['', ['firing', 'inactive'], ['api', 'db']],
  ] as const)('search %j with states %j', (search, states, expected) => {
    const rows = rowsOf(ruleOf('api'), ruleOf('db', { state: 'firing', labels: new Map([['severity', 'page']]) }))
    expect(idsOf(filterRows(rows, search, states as readonly Standing[]))).toEqual(expected)
  })
})
