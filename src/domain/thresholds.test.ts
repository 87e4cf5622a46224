import { describe, expect, test } from 'vitest'
import { type Bound, type Status, satisfies, satisfiesFrom, statusOf, type ThresholdStep } from '~/domain/thresholds'

const LATENCY: ThresholdStep[] = [
  { value: null, status: 'ok' },
  { value: 5, status: 'warn' },
  { value: 20, status: 'crit' },
]
const MORE_IS_BETTER: ThresholdStep[] = [
  { value: null, status: 'crit' },
  { value: 8, status: 'ok' },
  { value: 90, status: 'ok' },
]

describe('the status of a value that is only known to be at least so much', () => {
  test.each<[string, number | null, readonly ThresholdStep[], Status, Status]>([
    ['above all steps it is as sure as any', 20, LATENCY, 'crit', 'crit'],
    ['bad, and perhaps worse', 10, LATENCY, 'warn', 'warn'],
    ['good, and perhaps bad: not known', 2, LATENCY, 'ok', 'unknown'],
    ['bad, and perhaps good: not known', 5, MORE_IS_BETTER, 'crit', 'unknown'],
    ['good whatever it is', 10, MORE_IS_BETTER, 'ok', 'ok'],
    ['without steps', 10, [], 'unknown', 'unknown'],
    ['below the first of steps that have no base', 1, [{ value: 5, status: 'ok' }], 'unknown', 'unknown'],
    ['no data', null, LATENCY, 'unknown', 'unknown'],
    ['no traffic', Number.NaN, LATENCY, 'unknown', 'unknown'],
  ])('%s', (_name, value, steps, exact, atLeast) => {
    expect([statusOf(value, steps), statusOf(value, steps, true)]).toEqual([exact, atLeast])
  })
})

test.each<[number, Bound, boolean, boolean | null]>([
  [10, { op: '>', value: 5 }, true, true],
  [10, { op: '>', value: 10 }, false, null],
  [10, { op: '>', value: 20 }, false, null],
  [10, { op: '<', value: 5 }, false, false],
  [10, { op: '<', value: 10 }, false, false],
  [10, { op: '<', value: 20 }, true, null],
])('%d, or at least that, against %j', (value, bound, exact, atLeast) => {
  expect([satisfies(value, bound), satisfiesFrom(value, bound)]).toEqual([exact, atLeast])
})
