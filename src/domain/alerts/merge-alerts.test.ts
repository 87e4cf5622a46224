import { describe, expect, it } from 'vitest'
import { mergeAlerts, type Received } from './merge-alerts'
import type { AlertRule, ReceivedAlert, RuleAlert } from './model'

const NOW_MS = 1_800_000_000_000
const MINUTE_MS = 60_000

function ruleOf(alerts: readonly Partial<RuleAlert>[], more: Partial<AlertRule> = {}): AlertRule {
  const base = { name: 'Slow', group: 'g', file: 'f', query: 'x > 1', forMs: 5 * MINUTE_MS, keepFiringMs: 0 }
  const state = { state: 'firing', health: 'ok', lastError: '', evaluatedMs: NOW_MS, evaluationMs: 1 } as const
  const texts = { labels: new Map(), annotations: new Map() }
  return {
    ...base,
    ...state,
    ...texts,
    intervalMs: 30_000,
    alerts: alerts.map((alert) => ({
      labels: new Map([['alertname', 'Slow']]),
      annotations: new Map(),
      state: 'firing',
      activeMs: NOW_MS - 60 * MINUTE_MS,
      value: 2,
      ...alert,
    })),
    ...more,
  }
}

function receivedAlert(labels: Record<string, string>, more: Partial<ReceivedAlert> = {}): ReceivedAlert {
  return {
    fingerprint: JSON.stringify(labels),
    labels: new Map(Object.entries(labels)),
    annotations: new Map(),
    startsMs: NOW_MS - 50 * MINUTE_MS,
    endsMs: NOW_MS + MINUTE_MS,
    state: 'active',
    receivers: ['team'],
    silencedBy: [],
    inhibitedBy: [],
    generatorUrl: '',
    ...more,
  }
}

const told = (...alerts: readonly ReceivedAlert[]): Received => ({ ok: true, alerts })
const labels = (entries: Record<string, string>) => new Map(Object.entries({ alertname: 'Slow', ...entries }))

describe('one row an alert', () => {
  it.each([
    ['delivered', receivedAlert({ alertname: 'Slow' }), { kind: 'delivered', receivers: ['team'] }],
    ['silenced', receivedAlert({ alertname: 'Slow' }, { silencedBy: ['s'] }), { kind: 'silenced', by: ['s'] }],
    ['inhibited', receivedAlert({ alertname: 'Slow' }, { inhibitedBy: ['i'] }), { kind: 'inhibited', by: ['i'] }],
    [
      'with the labels that Prometheus adds',
      receivedAlert({ alertname: 'Slow', cluster: 'a' }),
      { kind: 'delivered', receivers: ['team'] },
    ],
  ])('%s', (_, alert, delivery) => {
    const rows = mergeAlerts([ruleOf([{}])], told(alert), NOW_MS)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ state: 'firing', sinceMs: NOW_MS - 55 * MINUTE_MS, value: 2, delivery })
  })

  it('one that fires and that nobody received is unknown, once it had time to arrive', () => {
    const at = (activeMs: number) => mergeAlerts([ruleOf([{ activeMs }])], told(), NOW_MS)[0]?.delivery
    expect(at(NOW_MS - 60 * MINUTE_MS)).toEqual({ kind: 'unknown' })
    expect(at(NOW_MS - 5 * MINUTE_MS - 30_000)).toEqual({ kind: 'underway' })
  })

  it('where no Alertmanager can be believed, nobody can say', () => {
    const rows = mergeAlerts([ruleOf([{}])], { ok: false, alerts: [], why: 'It does not answer.' }, NOW_MS)
    expect(rows[0]?.delivery).toEqual({ kind: 'unasked', why: 'It does not answer.' })
  })

  it('a pending one is due when its rule has waited', () => {
    const rows = mergeAlerts([ruleOf([{ state: 'pending', activeMs: NOW_MS - MINUTE_MS }])], told(), NOW_MS)
    expect(rows[0]).toMatchObject({
      state: 'pending',
      sinceMs: NOW_MS - MINUTE_MS,
      delivery: { kind: 'pending', dueMs: NOW_MS + 4 * MINUTE_MS },
    })
  })

  it('what only Alertmanager has is a row too, also where no rules are known', () => {
    const other = receivedAlert({ alertname: 'Other' })
    expect(mergeAlerts([ruleOf([])], told(other), NOW_MS)[0]).toMatchObject({ name: 'Other', rule: null, value: null })
    expect(mergeAlerts(null, told(other), NOW_MS)).toHaveLength(1)
  })

  it.each([
    ['that Alertmanager has', 'firing', { job: 'a' }, { kind: 'delivered', receivers: ['team'] }],
    // It may have waited for an hour before it began to fire.
    [
      'that no Alertmanager has is not called undelivered',
      'firing',
      { job: 'b' },
      { kind: 'unasked', why: 'no Alertmanager has it, or not yet' },
    ],
    ['that waits, for nobody knows how long', 'pending', { job: 'c' }, { kind: 'pending', dueMs: null }],
  ] as const)('of the series alone, one %s', (_, state, own, delivery) => {
    const series = [{ labels: labels(own), state, activeMs: NOW_MS - 60 * MINUTE_MS }]
    const received = told(receivedAlert({ alertname: 'Slow', job: 'a' }, { annotations: new Map([['summary', 's']]) }))
    const [row, ...others] = mergeAlerts(null, received, NOW_MS, series)
    expect(row).toMatchObject({ toldBy: 'series', state, rule: null, value: null, delivery })
    expect(row?.sinceMs).toBe(NOW_MS - 60 * MINUTE_MS)
    expect(row?.annotations.get('summary')).toBe(own.job === 'a' ? 's' : undefined)
    expect(others.map(({ toldBy }) => toldBy)).toEqual(own.job === 'a' ? [] : ['alertmanager'])
  })

  it('of several with the same labels and more, the one with the fewest is it, and none is taken twice', () => {
    const near = receivedAlert({ alertname: 'Slow', job: 'a', cluster: 'c' })
    const far = receivedAlert({ alertname: 'Slow', job: 'a', cluster: 'c', extra: 'x' })
    const rows = mergeAlerts([ruleOf([{ labels: labels({ job: 'a' }) }])], told(far, near), NOW_MS)
    expect(rows.map(({ received, rule }) => [received?.fingerprint, rule !== null])).toEqual([
      [near.fingerprint, true],
      [far.fingerprint, false],
    ])
  })

  it('one that Prometheus has let go first stays the row that it was, also with labels that it adds', () => {
    const [up, slow] = [labels({ alertname: 'Up' }), labels({ job: 'api' })]
    const both = told(
      receivedAlert({ alertname: 'Up', cluster: 'a' }),
      receivedAlert({ alertname: 'Slow', job: 'api', cluster: 'a' }),
    )
    const idsOf = (alerts: readonly Partial<RuleAlert>[], received: Received) =>
      mergeAlerts([ruleOf(alerts)], received, NOW_MS).map(({ id }) => id)
    const before = idsOf([{ labels: up }, { labels: slow }], both)
    expect(idsOf([{ labels: up }], both)).toEqual(before)
    // Of another Prometheus, it is another alert; and where both are known, each is a row of its own.
    const other = receivedAlert({ alertname: 'Slow', job: 'api', cluster: 'b' })
    const bare = receivedAlert({ alertname: 'Slow', job: 'api' })
    expect(idsOf([{ labels: up }], told(...both.alerts, other)).slice(0, 2)).toEqual(before)
    expect(new Set(idsOf([{ labels: up }], told(...both.alerts, other, bare))).size).toBe(4)
  })

  it('F53 five thousand of one name are joined without looking at each pair', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => String(i))
    const rules = [ruleOf(many.map((pod) => ({ labels: labels({ pod }) })))]
    const alerts = many.map((pod) => receivedAlert({ alertname: 'Slow', pod, cluster: 'c' }))
    let looks = 0
    for (const alert of alerts) {
      const get = alert.labels.get.bind(alert.labels)
      Object.assign(alert.labels, {
        get: (name: string) => {
          looks++
          return get(name)
        },
      })
    }
    const rows = mergeAlerts(rules, told(...alerts), NOW_MS)
    expect(rows.filter(({ delivery }) => delivery.kind === 'delivered')).toHaveLength(5_000)
    expect(looks).toBeLessThan(200_000)
  })
})
