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
