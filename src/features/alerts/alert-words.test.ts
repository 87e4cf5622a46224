import { describe, expect, it, test } from 'vitest'
import type { AlertRow, Delivery } from '~/domain/alerts/merge-alerts'
import { deliveryWords, labelsText, severityMark, sinceWords, stateMark, stateOf } from './alert-words'

const NOW_MS = 1_800_000_000_000
const HEARD_MS = NOW_MS - 240_000

function rowOf(delivery: Delivery, toldBy: AlertRow['toldBy'] = 'rules'): AlertRow {
  return { labels: new Map([['severity', 'critical']]), state: 'firing', delivery, toldBy } as unknown as AlertRow
}

const lastly = (kind: 'delivered' | 'silenced' | 'inhibited', receivers: readonly string[] = []): Delivery => {
  return { kind: 'unasked', why: 'It is away.', last: { kind, receivers, heardMs: HEARD_MS } }
}

describe('while no Alertmanager can be asked', () => {
  it.each([
    [lastly('silenced'), 'was silenced 4 min ago, now unknown; It is away.'],
    [lastly('inhibited'), 'was inhibited 4 min ago, now unknown; It is away.'],
    [lastly('delivered', ['team', 'pager']), 'went to team, pager 4 min ago, now unknown; It is away.'],
    [lastly('delivered'), 'went to no receiver 4 min ago, now unknown; It is away.'],
    [{ kind: 'unasked', why: 'It is away.' } as const, 'It is away.'],
  ])('what it told is said with its age: %#', (delivery, words) => {
    expect(deliveryWords(rowOf(delivery), NOW_MS)).toBe(words)
  })

  it('an alert fires whatever was silenced before, and one that only it told of is not known', () => {
    expect(stateOf(rowOf(lastly('silenced')))).toEqual({ icon: 'crit', mark: 'crit', word: 'firing' })
    expect(stateOf(rowOf(lastly('delivered'), 'alertmanager'))).toEqual({
      icon: 'unknown',
      mark: 'unknown',
      word: 'not known',
    })
  })
})

test.each([
  [{ value: 3 }, '4 min'],
  // Its last value would be read as the one of now.
  [{ value: null }, '4 min, kept firing'],
  [{ value: null, toldBy: 'series' }, '4 min'],
  [{ value: null, toldBy: 'alertmanager' }, '4 min'],
  [{ value: null, isSinceUnknown: true }, 'not known'],
] as const)('since when it fires: %j', (more, words) => {
  const row = { ...rowOf({ kind: 'delivered', receivers: [] }), sinceMs: NOW_MS - 240_000, rule: null, ...more }
  expect(sinceWords(row, NOW_MS)).toBe(words)
})

const withSeverity = (severity: string) => new Map([['severity', severity]])

test.each([
  ['critical', 'crit'],
  ['page', 'crit'],
  ['warning', 'warn'],
  ['info', 'info'],
  ['none', 'info'],
  ['', 'info'],
])('what fires with severity "%s" is %s', (severity, mark) => {
  expect(severityMark(withSeverity(severity))).toBe(mark)
  expect(stateMark('firing', withSeverity(severity))).toBe(mark)
})

test('what only waits is not bad yet, whatever its severity', () => {
  expect(stateMark('pending', withSeverity('critical'))).toBe('unknown')
})

test('labels are text, without those that are said elsewhere', () => {
  const labels = new Map([
    ['alertname', 'A'],
    ['job', 'api'],
    ['env', 'prod'],
  ])
  expect(labelsText(labels, ['alertname'])).toBe('job="api", env="prod"')
  expect(labelsText(new Map())).toBe('')
})
