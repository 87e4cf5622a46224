import { describe, expect, test } from 'vitest'
import type { Truth } from '~/domain/truth/truth'
import { kpiBarEnd, readKpi } from './kpi-reading'

const live: Truth = { kind: 'live', word: 'live', reason: '', old: false }
const below = (value: number) => ({ op: '<', value }) as const
const above = (value: number) => ({ op: '>', value }) as const

describe('readKpi of a latency with target < 2 and alert > 5', () => {
  const cases: [string, number | null, Truth, string, string][] = [
    ['on target', 1.6, live, 'ok', 'on target'],
    ['off target', 2, live, 'warn', 'off target'],
    ['at the alert bound, not over it', 5, live, 'warn', 'off target'],
    ['in alert', 5.1, live, 'crit', 'in alert'],
    ['infinite is in alert', Number.POSITIVE_INFINITY, live, 'crit', 'in alert'],
    ['no traffic', Number.NaN, live, 'unknown', 'no traffic'],
    ['no data', null, live, 'unknown', 'no data'],
    ['old', 9, { ...live, kind: 'stale', word: 'stale, 2 min old', old: true }, 'unknown', 'stale, 2 min old'],
    ['failed', null, { ...live, kind: 'failed', word: 'unreachable' }, 'unknown', 'unreachable'],
  ]
  test.each(cases)('%s', (_name, value, truth, status, word) => {
    expect(readKpi(value, below(2), above(5), truth)).toMatchObject({ status, word })
  })
})

describe('readKpi of a latency that is only known to be at least 10 s', () => {
  const cases: [string, Parameters<typeof readKpi>[1], Parameters<typeof readKpi>[2], string, string][] = [
    ['above the alert bound', below(2), above(5), 'crit', 'in alert'],
    ['above the target, below the alert bound', below(2), above(20), 'warn', 'off target'],
    ['at the alert bound, which it may be above', below(20), above(10), 'unknown', 'may be in alert'],
    ['below both', below(20), above(30), 'unknown', 'may be in alert'],
    ['below its target, without an alert', below(20), undefined, 'unknown', 'may be off target'],
    ['without a target, below the alert bound', undefined, above(20), 'unknown', 'may be in alert'],
    ['without either', undefined, undefined, 'unknown', ''],
    ['where more is better: above both', above(5), below(2), 'ok', 'on target'],
    ['where more is better: below both', above(50), below(20), 'unknown', 'may be in alert'],
  ]
  test.each(cases)('%s', (_name, target, alert, status, word) => {
    expect(readKpi(10, target, alert, live, true)).toMatchObject({ status, word })
  })

  test('what is old stays old, and what is missing missing', () => {
    const old: Truth = { ...live, kind: 'stale', word: 'stale, 2 min old', old: true }
    expect(readKpi(10, below(2), above(5), old, true).word).toBe('stale, 2 min old')
    expect(readKpi(null, below(2), above(5), live, true).word).toBe('no data')
  })
})

describe('kpiBarEnd', () => {
  const cases: [string, Parameters<typeof kpiBarEnd>, number][] = [
    ['success rate', [97.8, 'percent', above(95), below(95)], 100],
    ['error rate has its target in the middle', [7.4, 'percent', below(5), above(5)], 10],
    ['a percentage never passes 100', [99, 'percent', below(60), above(80)], 100],
    ['latency reaches to its alert', [1.6, 's', below(2), above(5)], 5],
    ['a value beyond', [100, 's', below(2), above(5)], 105],
    ['nothing known', [null, 's', undefined, undefined], 1],
  ]
  test.each(cases)('%s', (_name, args, end) => {
    expect(kpiBarEnd(...args)).toBe(end)
  })
})
