import { describe, expect, test } from 'vitest'
import type { ThresholdStep } from '~/domain/thresholds'
import type { Truth } from '~/domain/truth/truth'
import { readingOf } from './reading'

const live: Truth = { kind: 'live', word: 'live', reason: '', old: false }
const stale: Truth = { kind: 'stale', word: 'stale, 2 min old', reason: '', old: true }
const steps: ThresholdStep[] = [
  { value: null, status: 'crit' },
  { value: 95, status: 'ok' },
]

describe('readingOf', () => {
  const cases: [string, number | null, Truth, string, string][] = [
    ['good', 97, live, 'ok', 'OK'],
    ['bad', 3, live, 'crit', 'Critical'],
    ['no traffic is never red', Number.NaN, live, 'idle', ''],
    ['no data is never red', null, live, 'unknown', ''],
    ['old is never good', 97, stale, 'unknown', 'stale, 2 min old'],
  ]
  test.each(cases)('%s', (_name, value, truth, mark, word) => {
    expect(readingOf(value, steps, truth)).toMatchObject({ mark, word })
  })

  test('at least so much is neither good nor bad where it may be either', () => {
    expect(readingOf(90, steps, live, true)).toMatchObject({ status: 'unknown', mark: 'unknown', word: 'Unknown' })
    expect(readingOf(95, steps, live, true)).toMatchObject({ status: 'ok', mark: 'ok', word: 'OK' })
  })
})
