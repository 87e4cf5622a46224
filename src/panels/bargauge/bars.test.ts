import { describe, expect, test } from 'vitest'
import { buildSeries } from '~/testing/panel-builders'
import { barScale, barSpan, barZones, sortedBars } from './bars'

const named = (values: readonly (number | null)[]) =>
  values.map((value, i) => buildSeries({ name: String(value ?? 'none'), labels: { i: String(i) }, values: [value] }))
const names = (values: readonly (number | null)[], sort: 'desc' | 'asc' | 'none', limit = 20) =>
  sortedBars(named(values), { sort, limit }).map((one) => one.name)

describe('sortedBars', () => {
  const values = [2, null, Number.POSITIVE_INFINITY, Number.NaN, 5, Number.NEGATIVE_INFINITY]
  test('greatest first, without a value last', () => {
    expect(names(values, 'desc')).toEqual(['Infinity', '5', '2', '-Infinity', 'none', 'NaN'])
    expect(names(values, 'asc')).toEqual(['-Infinity', '2', '5', 'Infinity', 'none', 'NaN'])
    expect(names(values, 'none')).toEqual(['2', 'none', 'Infinity', 'NaN', '5', '-Infinity'])
    expect(names(values, 'desc', 2)).toEqual(['Infinity', '5'])
  })
})

describe('barScale', () => {
  const cases: [string, (number | null)[], string, Parameters<typeof barScale>[2], number, number][] = [
    ['the greatest fills the track', [1, 40], 'short', {}, 0, 40],
    ['percentages end at a hundred', [97, 12], 'percent', {}, 0, 100],
    ['shares end at one', [0.97], 'percentunit', {}, 0, 1],
    ['more than all is drawn', [130], 'percent', {}, 0, 130],
    ['what the author says', [5], 'short', { min: -10, max: 10 }, -10, 10],
    ['room for the target', [5], 's', { target: { op: '<', value: 10 } }, 0, 11],
    ['negative values', [-5, 5], 'short', {}, -5, 5],
    ['nothing', [null, Number.NaN], 'short', {}, 0, 1],
    ['all zero', [0, 0], 'short', {}, 0, 1],
    ['infinities are at the end', [3, Number.POSITIVE_INFINITY], 'short', {}, 0, 3],
  ]
  test.each(cases)('%s', (_name, values, unit, options, min, max) => {
    expect(barScale(named(values), unit, options)).toEqual({ min, max })
  })
})

test.each<[number | null, number, number, string | null]>([
  [5, 0, 10, '0 to 0.5'],
  [0, 0, 10, '0 to 0'],
  [20, 0, 10, '0 to 1'],
  [Number.POSITIVE_INFINITY, 0, 10, '0 to 1'],
  [-5, -10, 10, '0.25 to 0.5'],
  [5, -10, 10, '0.5 to 0.75'],
  [95, 90, 100, '0 to 0.5'],
  [Number.NaN, 0, 10, null],
  [null, 0, 10, null],
])('the bar of %d between %d and %d', (value, min, max, expected) => {
  const span = barSpan(value, { min, max })
  expect(span === null ? null : `${span.from} to ${span.to}`).toBe(expected)
})

test('zones cover the track from the lowest step on', () => {
  const steps = [
    { value: null, status: 'crit' },
    { value: 80, status: 'warn' },
    { value: 95, status: 'ok' },
  ]
  expect(barZones(steps, { min: 0, max: 100 })).toEqual([
    { from: 0, to: 0.8, status: 'crit' },
    { from: 0.8, to: 0.95, status: 'warn' },
    { from: 0.95, to: 1, status: 'ok' },
  ])
  expect(barZones(steps, { min: 96, max: 100 })).toEqual([{ from: 0, to: 1, status: 'ok' }])
})
