import { describe, expect, it } from 'vitest'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { Labels } from '~/domain/series/frame'
import { createTsdb } from '~/domain/tsdb/tsdb'
import type { AlertingRule } from '../rule-file'
import { AlertingRuleState } from './alerting-rule'

const MINUTE = 60_000

const ruleOf = (given: Partial<AlertingRule> = {}): AlertingRule => ({
  kind: 'alerting',
  name: 'A',
  expr: parsePromql('up'),
  forMs: 0,
  keepFiringForMs: 0,
  labels: new Map(),
  annotations: new Map(),
  ...given,
})

const map = (given: Readonly<Record<string, string>>): Labels => new Map(Object.entries(given))

function start(given: Partial<AlertingRule>, limit = 0, isRestored = true) {
  const store = createTsdb()
  const world = { query: () => [], externalUrl: 'http://x', externalLabels: new Map() }
  const state = new AlertingRuleState(ruleOf(given), { store, world, limit, isRestored })
  return {
    state,
    /** Series by their labels, at a time in minutes. */
    at(minute: number, ...series: readonly (readonly [Labels, number])[]) {
      const found = series.map(([labels, value]) => ({ input: { labels }, value }))
      return state.evaluate(found, minute * MINUTE)
    },
    alerts: () => state.activeAlerts().map((alert) => ({ ...alert, labels: Object.fromEntries(alert.labels) })),
    /** What is written of one series: `1` a sample, `x` its end, by minute. */
    written(name: string, labels: Readonly<Record<string, string>> = {}): string {
      const matchers = Object.entries({ __name__: name, ...labels }).map(([label, value]) => ({
        name: label,
        op: '=' as const,
        value,
      }))
      const [slice] = store.select(matchers, 0, 100 * MINUTE)
      if (slice === undefined) return ''
      return [...slice.timesMs]
        .map((ms, i) => `${ms / MINUTE}${slice.stale?.[i] === 1 ? 'x' : `=${slice.values[i]}`}`)
        .join(' ')
    },
  }
}

const A = map({ __name__: 'up', job: 'a' })

describe('an alert', () => {
  /** By minute: `1` the series is there, `.` it is not; and the state after each: i, p or f. */
  it.each<[string, Partial<AlertingRule>, string, string]>([
    ['fires at once without for', {}, '.1.', 'ifi'],
    ['waits, and fires when it held long enough', { forMs: 2 * MINUTE }, '1111', 'ppff'],
    ['begins anew after a gap', { forMs: 2 * MINUTE }, '11.111', 'ppippf'],
    ['fires on for a while', { keepFiringForMs: 2 * MINUTE }, '1...', 'fffi'],
    ['fires on only while it fired', { forMs: MINUTE, keepFiringForMs: MINUTE }, '1.11.', 'pipff'],
    ['counts from its last disappearance', { keepFiringForMs: 2 * MINUTE }, '1.1...', 'fffffi'],
    ['comes back pending after it was resolved', { forMs: MINUTE }, '11.11', 'pfipf'],
  ])('%s', (_name, rule, presence, states) => {
    const { at, state } = start(rule)
    let seen = ''
    for (const [minute, sign] of [...presence].entries()) {
      if (sign === '1') at(minute, [A, 1])
      else at(minute)
      seen += state.state().charAt(0)
    }
    expect(seen).toBe(states)
  })

  it('keeps since when it is active, and shows the newest value and annotations', () => {
    const { at, alerts } = start({ forMs: MINUTE, annotations: map({ v: '{{ $value }} of {{ $labels.job }}' }) })
    at(1, [A, 5])
    at(2, [A, 7])
    expect(alerts()).toMatchObject([
      {
        labels: { alertname: 'A', job: 'a' },
        annotations: map({ v: '7 of a' }),
        value: 7,
        activeAtMs: MINUTE,
        firedAtMs: 2 * MINUTE,
      },
    ])
  })

  it('says since when it fires on', () => {
    const { at, alerts } = start({ keepFiringForMs: 5 * MINUTE })
    at(0, [A, 1])
    at(1)
    at(2)
    expect(alerts()).toMatchObject([{ state: 'firing', keepFiringSinceMs: MINUTE }])
    at(3, [A, 1])
    expect(alerts()).toMatchObject([{ keepFiringSinceMs: undefined }])
  })

  it('writes ALERTS and ALERTS_FOR_STATE, and their ends', () => {
    const { at, written } = start({ forMs: MINUTE })
    for (const minute of [1, 2, 3]) at(minute, [A, 1])
    at(4)
    at(5)
    expect(written('ALERTS', { alertstate: 'pending' })).toBe('1=1 2x')
    expect(written('ALERTS', { alertstate: 'firing', alertname: 'A', job: 'a' })).toBe('2=1 3=1 4x')
    expect(written('ALERTS_FOR_STATE')).toBe('1=60 2=60 3=60 4x')
  })

  it('has labels from its series, then from its rule, then its name', () => {
    const { at, alerts, written } = start({
      labels: map({ job: '', severity: '{{ $labels.job }}-{{ $value }}', alertname: 'other', gone: '{{ $labels.x }}' }),
    })
    at(1, [A, 2])
    expect(alerts()[0]?.labels).toEqual({ alertname: 'A', severity: 'a-2' })
    // As in Prometheus, a label whose template came out empty is there as it was written.
    expect(written('ALERTS', { severity: 'a-2', gone: '{{ $labels.x }}' })).toBe('1=1')
  })

  it('is another alert when the value is in its labels', () => {
    const { at, alerts, written } = start({ forMs: 5 * MINUTE, labels: map({ v: '{{ $value }}' }) })
    at(1, [A, 1])
    at(2, [A, 2])
    expect(alerts()).toMatchObject([{ labels: { v: '2' }, activeAtMs: 2 * MINUTE }])
    expect(written('ALERTS', { v: '1' })).toBe('1=1 2x')
  })

  it('does nothing where two series are the same alert', () => {
    const B = map({ __name__: 'down', job: 'a' })
    const { at, written, state } = start({})
    at(1, [A, 1])
    expect(() => at(2, [A, 1], [B, 1])).toThrow(
      'vector contains metrics with the same labelset after applying alert labels',
    )
    expect(state.state()).toBe('firing')
    expect(written('ALERTS')).toBe('1=1')
    at(3)
    expect(written('ALERTS')).toBe('1=1 3x')
  })

  it('forgets all alerts beyond the limit', () => {
    const { at, state, written } = start({}, 1)
    at(1, [A, 1])
    expect(() => at(2, [A, 1], [map({ job: 'b' }), 1])).toThrow('exceeded limit of 1 with 2 alerts')
    expect(state.state()).toBe('inactive')
    at(3, [A, 1])
    expect(written('ALERTS', { job: 'a' })).toBe('1=1 3=1')
  })

  it('is forgotten a quarter of an hour after it was resolved', () => {
    const { at, state } = start({})
    at(0, [A, 1])
    at(1)
    expect(state.isIdle).toBe(false)
    for (let minute = 2; minute <= 16; minute++) at(minute)
    expect(state.isIdle).toBe(false)
    at(17)
    expect(state.isIdle).toBe(true)
  })
})

describe('restoring alerts', () => {
  const FOR = 30 * MINUTE
  const last =
    (timeMs: number, activeSeconds: number, isStale = false) =>
    () => ({
      timeMs,
      value: activeSeconds,
      isStale,
    })

  it.each<[string, number, ReturnType<typeof last> | (() => undefined), number]>([
    ['nothing was written', FOR, () => undefined, 100],
    ['it had ended', FOR, last(90 * MINUTE, 4800, true), 100],
    ['it had fired: as before', FOR, last(90 * MINUTE, 50 * 60), 50],
    ['it had waited for long: ten more minutes', FOR, last(90 * MINUTE, 65 * 60), 80],
    ['it had just begun: without the time of the outage', FOR, last(90 * MINUTE, 85 * 60), 95],
    ['a rule that waits less than ten minutes', 5 * MINUTE, last(90 * MINUTE, 50 * 60), 100],
  ])('%s', (_name, forMs, read, activeMinute) => {
    const { at, state, alerts } = start({ forMs }, 0, false)
    at(100, [A, 1])
    state.restore(read, 100 * MINUTE)
    expect(alerts()).toMatchObject([{ activeAtMs: activeMinute * MINUTE }])
  })

  it('writes nothing before, and looks for exactly the series of the alert', () => {
    const { at, state, written } = start({}, 0, false)
    at(1, [A, 1])
    expect(written('ALERTS')).toBe('')
    const asked: unknown[] = []
    state.restore((labels, from, to) => {
      asked.push([Object.fromEntries(labels), from, to])
      return undefined
    }, 2 * MINUTE)
    expect(asked).toEqual([])
    at(2, [A, 1])
    expect(written('ALERTS')).toBe('2=1')
  })
})
