import { describe, expect, it } from 'vitest'
import { conditionsOf, readCondition } from './alert-query'
import type { AlertRow } from './merge-alerts'
import { groupAlerts, orderAlerts } from './order-alerts'
import { printMatchers } from './silencing'
import { thresholdOf } from './threshold-of'

function rowOf(labels: Record<string, string>, more: Partial<AlertRow> = {}): AlertRow {
  const all = new Map(Object.entries(labels))
  return {
    id: JSON.stringify(labels),
    name: labels['alertname'] ?? '',
    labels: all,
    annotations: new Map([['summary', 'Queue is Long']]),
    ...{ state: 'firing', sinceMs: 1, value: 1, rule: null, toldBy: 'alertmanager', received: null },
    delivery: { kind: 'delivered', receivers: [] },
    ...more,
  } as AlertRow
}

const received = { labels: new Map([['cluster', 'eu']]), receivers: ['team-b'] } as unknown as AlertRow['received']
const slow = rowOf({ alertname: 'Slow', severity: 'critical', job: 'api-1', path: 'a|b' }, { received })

describe('a condition', () => {
  it.each([
    ['severity=critical', true],
    ['severity = "critical"', true],
    ['severity=warning', false],
    ['severity!=warning', true],
    ['job=~api.*', true],
    ['job=~api', false],
    ['job!~web.*', true],
    ['none=', true],
    ['path=a|b', true],
    ['@state=firing', true],
    ['@state=delivered', true],
    ['@state=silenced', false],
    ['@state=active', true],
    ['@state!=suppressed', true],
    // Added on the way to Alertmanager.
    ['cluster=eu', true],
    ['cluster=', false],
    ['EU', true],
    ['"job"=api-1', true],
    ['queue is', true],
    ['web', false],
  ])('%s', (text, expected) => {
    const condition = readCondition(text)
    expect('matches' in condition && condition.matches(slow)).toBe(expected)
  })

  it.each([
    ['firing', 'delivered', ['active']],
    ['firing', 'unknown', ['active']],
    ['firing', 'unasked', ['active']],
    ['firing', 'underway', ['active', 'unprocessed']],
    ['firing', 'silenced', ['suppressed']],
    ['firing', 'inhibited', ['suppressed']],
    ['pending', 'pending', []],
  ] as const)('%s and %s is %j to Karma', (state, kind, words) => {
    const row = rowOf({ alertname: 'A' }, { state, delivery: { kind } as AlertRow['delivery'] })
    const said = ['active', 'suppressed', 'unprocessed'].filter((word) => {
      const condition = readCondition(`@state=${word}`)
      return 'matches' in condition && condition.matches(row)
    })
    expect(said).toEqual(words)
  })

  it.each(['job=~(', '@nothing=1', '@age>1h', '{severity=critical'])('%s is told', (text) => {
    expect(readCondition(text)).toMatchObject({ text, problem: expect.stringMatching(/./) })
  })
})

describe('conditions of an address', () => {
  it.each([
    ['q=severity%3Dcritical&q=job%3D~api.*', ['severity=critical', 'job=~api.*']],
    ['filter=%7Balertname%3D%22X%22%2C+job%3D~%22a.*%22%7D', ['alertname=X', 'job=~a.*']],
    ['filter=alertname%3D%22X%22', ['alertname=X']],
    ['q=a&q=a&q=+', ['a']],
    ['filter=%7Bbroken', ['{broken']],
    ['filter=%7Bseverity%3Dcritical%7D', ['severity=critical']],
    [
      'receiver=team-b&silenced=false&inhibited=false&active=true',
      ['@receiver=~team-b', '@state!=silenced', '@state!=inhibited'],
    ],
    ['active=false&silenced=true&receiver=', ['@state!=active']],
  ])('%s', (search, expected) => {
    expect(conditionsOf(new URLSearchParams(search))).toEqual(expected)
  })
})

it.each(['~b', '"b"', ' b ', 'b\n', '', 'a,b', '=b', '\\d+', 'é'])(
  'a matcher of an address means the same here: %j',
  (value) => {
    for (const name of ['path', 'service.name']) {
      const filter = printMatchers([{ name, op: '=', value }])
      const [text, ...others] = conditionsOf(
        new URLSearchParams({ filter: name === 'path' ? filter : filter.replace(name, `"${name}"`) }),
      )
      const condition = readCondition(text ?? '')
      const accepts = (one: string) => 'matches' in condition && condition.matches(rowOf({ [name]: one }))
      expect([others, accepts(value), accepts(`${value}x`), accepts('b')]).toEqual([[], true, false, false])
    }
  },
)

it('the order is by need: muted last, then severity, firing before pending, undelivered first, oldest first', () => {
  const rows = [
    rowOf({ alertname: 'f', severity: 'critical' }, { delivery: { kind: 'silenced', by: ['s'] } }),
    rowOf({ alertname: 'e', severity: 'info' }),
    rowOf({ alertname: 'd', severity: 'warning' }),
    rowOf({ alertname: 'c', severity: 'critical' }, { state: 'pending', delivery: { kind: 'pending', dueMs: 2 } }),
    rowOf({ alertname: 'b', severity: 'critical' }, { sinceMs: 5 }),
    rowOf({ alertname: 'a', severity: 'critical' }, { sinceMs: 9, delivery: { kind: 'unknown' } }),
  ]
  expect(orderAlerts(rows).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  expect(groupAlerts(orderAlerts(rows), 'severity').map(({ name, rows: own }) => [name, own.length])).toEqual([
    ['critical', 4],
    ['warning', 1],
    ['info', 1],
  ])
})

it.each([
  ['up == 0', { op: '==', value: 0 }],
  ['(100 * a / b) > 2 * 5', { op: '>', value: 10 }],
  ['0.5 >= rate(x[5m])', { op: '<=', value: 0.5 }],
  ['a > -1 and on() b', { op: '>', value: -1 }],
  ['a > b', null],
  ['a > bool 1', null],
  ['absent(up)', null],
  ['sum(', null],
])('what %s is held against', (query, expected) => {
  expect(thresholdOf(query)).toEqual(expected)
})
