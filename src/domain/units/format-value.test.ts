import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatTicks } from '~/domain/units/format-ticks'
import { formatText, formatValue } from '~/domain/units/format-value'
import { unitWord } from '~/domain/units/unit-specs'

test.each<[string, number, string]>([
  ['percent', 97.84, '97.8 %'],
  ['percent', 7.4, '7.4 %'],
  ['percent', 0, '0 %'],
  ['percent', 100, '100 %'],
  ['percent', 99.97, '99.97 %'],
  ['percent', 99.99996, '99.9999 %'],
  ['percent', 0.0123, '0.0123 %'],
  ['percentunit', 0.9784, '97.8 %'],
  ['percentunit', 1, '100 %'],
  ['s', 1.62, '1.62 s'],
  ['s', 6.9, '6.9 s'],
  ['s', 0.45, '450 ms'],
  ['s', 0.0000042, '4.2 µs'],
  ['s', 3e-10, '0.3 ns'],
  ['s', 210, '3.5 min'],
  ['s', 7_200, '2 h'],
  ['s', 59.97, '1 min'],
  ['s', 1_209_600, '14 d'],
  ['s', 0, '0 s'],
  ['s', -90, '-1.5 min'],
  ['ms', 450, '450 ms'],
  ['ms', 1_620, '1.62 s'],
  ['ms', 0, '0 ms'],
  ['µs', 12, '12 µs'],
  ['ns', 1_500, '1.5 µs'],
  ['short', 41, '41'],
  ['short', 3.7, '3.7'],
  ['short', 999.6, '1k'],
  ['short', 1_234, '1.23k'],
  ['short', 50_000_000, '50M'],
  ['short', 0.25, '0.25'],
  ['short', 0.0025, '2.5m'],
  ['short', 0, '0'],
  ['short', -0, '0'],
  ['tokens', 50_000_000, '50M'],
  ['none', 12_345, '12345'],
  ['none', 0.000_000_000_001, '1e-12'],
  ['none', 1e22, '1e+22'],
  ['reqps', 3.7, '3.7 req/s'],
  ['reqps', 12_345, '12.3k req/s'],
  ['1/s', 3.71, '3.71 /s'],
  ['bytes', 1_536, '1.5 KiB'],
  ['bytes', 1_023.9, '1 KiB'],
  ['bytes', 0, '0 B'],
  ['decbytes', 1_500_000, '1.5 MB'],
  ['binBps', 1_048_576, '1 MiB/s'],
  ['Bps', 2_000, '2 kB/s'],
  ['currencyUSD', 1.25, '$1.25'],
  ['currencyUSD', 273.75, '$273.75'],
  ['currencyUSD', 1_234_567.891, '$1,234,567.89'],
  ['currencyUSD', 0, '$0.00'],
  ['currencyUSD', 0.0043, '$0.0043'],
  ['currencyUSD', 0.000_01, '<$0.0001'],
  ['currencyUSD', -1.25, '-$1.25'],
  ['bool_yes_no', 1, 'Yes'],
  ['bool_yes_no', 0, 'No'],
  ['dateTimeAsIso', 1_769_614_200_000, '2026-01-28 15:30:00'],
  ['suffix:jobs/s', 3.5, '3.5 jobs/s'],
  ['prefix:~', 3.5, '~3.5'],
  ['si:W', 1_200, '1.2 kW'],
  ['widgets', 3, '3 widgets'],
  ['constructor', 3, '3 constructor'],
  ['{value}<img src=x>', 3, '3 {value}<img src=x>'],
  ['short', Number.POSITIVE_INFINITY, '+Inf'],
  ['percent', Number.NEGATIVE_INFINITY, '-Inf %'],
])('%s of %d is "%s"', (unit, value, text) => {
  expect(formatText(value, { unit })).toBe(text)
})

describe('decimals', () => {
  test.each<[string, number, number, string]>([
    ['percent', 1, 97.84, '97.8 %'],
    ['percent', 1, 99.97, '100.0 %'],
    ['s', 2, 1.6, '1.60 s'],
    ['short', 0, 3.7, '4'],
    ['short', 400, 3.7, '3.7000000000'],
    ['short', -3, 3.7, '4'],
    ['short', Number.NaN, 3.7, '3.7'],
    ['currencyUSD', 0, 1_234.5, '$1,235'],
    ['short', 2, -0.001, '-1.00m'],
    ['percent', 1, -0.001, '0.0 %'],
  ])('%s with %d of %d is "%s"', (unit, decimals, value, text) => {
    expect(formatText(value, { unit, decimals })).toBe(text)
  })
})

test('at least so much is said in words, and not rounded to more than it is', () => {
  expect(formatText(10, { unit: 's', atLeast: true })).toBe('at least 10 s')
  expect(formatText(2.5, { unit: 's', decimals: 0, atLeast: true })).toBe('at least 2.5 s')
  expect(formatText(2.5, { unit: 's', decimals: 0, atLeast: false })).toBe('3 s')
  expect(formatValue(2.5, { unit: 's', atLeast: true })).toEqual({
    text: '2.5',
    unit: 's',
    state: 'value',
    atLeast: true,
  })
  expect(formatText(null, { unit: 's', atLeast: true })).toBe('No data')
  expect(formatText(Number.NaN, { unit: 's', atLeast: true })).toBe('no traffic')
})

test('unknown is never zero', () => {
  expect(formatValue(null, { unit: 's' })).toEqual({ text: 'No data', unit: '', state: 'noData' })
  expect(formatValue(Number.NaN, { unit: 's' })).toEqual({ text: 'no traffic', unit: '', state: 'noTraffic' })
  expect(formatValue(1.62, { unit: 's' })).toEqual({ text: '1.62', unit: 's', state: 'value' })
})

it('never throws, and never shows zero for a number that is none', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true }),
      fc.constantFrom('short', 's', 'bytes', 'percent', 'none', 'currencyUSD'),
      (value, unit) => {
        const { text } = formatValue(value, { unit })
        expect(text).not.toBe('')
        if (value !== 0) expect(text).not.toMatch(/^-?\$?0(\.0*)?$/)
      },
    ),
    { numRuns: 500 },
  )
})

test.each<[string, number[], string[]]>([
  ['s', [0, 2.5, 5, 7.5, 10], ['0s', '2.5s', '5.0s', '7.5s', '10.0s']],
  ['s', [0, 20, 40, 60], ['0s', '20s', '40s', '60s']],
  ['s', [0, 0.1, 0.2, 0.3], ['0ms', '100ms', '200ms', '300ms']],
  ['s', [0, 0.5, 1], ['0s', '0.5s', '1.0s']],
  ['percent', [0, 3, 6, 9, 12], ['0%', '3%', '6%', '9%', '12%']],
  ['percentunit', [0, 0.25, 0.5], ['0%', '25%', '50%']],
  ['reqps', [0, 1.5, 3, 4.5, 6], ['0', '1.5', '3.0', '4.5', '6.0']],
  ['short', [0, 500, 1_000, 1_500], ['0', '0.5k', '1.0k', '1.5k']],
  ['short', [0, 0.2, 0.4], ['0', '0.2', '0.4']],
  ['bytes', [0, 10_485_760, 20_971_520], ['0MiB', '10MiB', '20MiB']],
  ['currencyUSD', [0, 0.5, 1], ['$0', '$0.5', '$1.0']],
  ['none', [-2, 0, 2], ['-2', '0', '2']],
  ['short', [0.1, 0.1 + 0.2], ['0.1', '0.3']],
  ['short', [], []],
])('ticks of %s %j', (unit, values, texts) => {
  expect(formatTicks(values, { unit })).toEqual(texts)
})

test('words for headings', () => {
  expect(['s', 'percent', 'reqps', 'short', 'suffix:jobs/s'].map(unitWord)).toEqual([
    'seconds',
    'percent',
    'requests per second',
    '',
    'jobs/s',
  ])
})
