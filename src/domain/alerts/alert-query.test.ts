import { describe, expect, it } from 'vitest'
import { conditionsOf, readCondition } from './alert-query'
import type { AlertRow } from './merge-alerts'
import { groupAlerts, orderAlerts } from './order-alerts'
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

const slow = rowOf({ alertname: 'Slow', severity: 'critical', job: 'api-1', path: 'a|b' })

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
    ['queue is', true],
    ['web', false],
  ])('%s', (text, expected) => {
    const condition = readCondition(text)
    expect('matches' in condition && condition.matches(slow)).toBe(expected)
  })

  it.each(['job=~(', '@nothing=1'])('%s is told', (text) => {
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
  ])('%s', (search, expected) => {
    expect(conditionsOf(new URLSearchParams(search))).toEqual(expected)
  })
})

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
