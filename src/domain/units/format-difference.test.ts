import { expect, test } from 'vitest'
import { formatDifference } from '~/domain/units/format-difference'

test.each<[string, number, number, string | null]>([
  ['percent', 97.8, 96.6, '+1.2 pp'],
  ['percent', 97.8, 97.8, 'the same'],
  ['percent', 2.5, 7.4, '-4.9 pp'],
  ['percent', 99.4003, 99.4, 'the same'],
  ['percent', 99.97, 99.96, '+0.01 pp'],
  ['percent', 0.0123, 0.0103, '+0.002 pp'],
  ['currencyUSD', 0.3401, 0.34, 'the same'],
  ['percentunit', 0.978, 0.966, '+1.2 pp'],
  ['s', 3.2, 3.04, '+160 ms'],
  ['s', 60, 180, '-2 min'],
  ['s', 1.5, 1.5, 'the same'],
  ['reqps', 12, 4.5, '+7.5 req/s'],
  ['currencyUSD', 12.5, 13.7, '-$1.20'],
  ['currencyUSD', 1234, 34, '+$1,200.00'],
  ['bytes', 3 * 1024 ** 2, 1024 ** 2, '+2 MiB'],
  ['none', 7, 9, '-2'],
  ['short', 0, 0, 'the same'],
  ['none', Number.NaN, 1, null],
  ['none', 1, Number.NaN, null],
  ['none', Number.POSITIVE_INFINITY, 1, null],
  ['none', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, null],
  ['dateTimeAsIso', 1_769_600_000_000, 1_769_500_000_000, null],
  ['bool_yes_no', 1, 0, null],
])('%s: %d after %d', (unit, now, then, expected) => {
  expect(formatDifference(now, then, { unit })).toBe(expected)
})

test('decimals of the panel', () => {
  expect(formatDifference(97.84, 96.61, { unit: 'percent', decimals: 1 })).toBe('+1.23 pp')
  expect(formatDifference(97.84, 97.83, { unit: 'percent', decimals: 1 })).toBe('the same')
  expect(formatDifference(1.5, 1.25, { unit: 's', decimals: 1 })).toBe('+250.0 ms')
  expect(formatDifference(1.26, 1.25, { unit: 's', decimals: 0 })).toBe('the same')
})
