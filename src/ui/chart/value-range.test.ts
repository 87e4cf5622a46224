import { describe, expect, test } from 'vitest'
import { extentOf, niceStep, type RangeOptions, stableRange, type ValueRange, valueTicks } from './value-range'

const plain: RangeOptions = { tickCount: 4, steps: 'decimal', thresholds: [] }

test('extentOf passes over NaN and infinities', () => {
  const hole = Number.NaN
  expect(
    extentOf([Float64Array.of(3, hole, Number.POSITIVE_INFINITY), Float64Array.of(Number.NEGATIVE_INFINITY, -1)]),
  ).toEqual({
    min: -1,
    max: 3,
  })
  expect(extentOf([Float64Array.of(hole)])).toBeNull()
  expect(extentOf([])).toBeNull()
})

describe('stableRange of the first data', () => {
  const cases: [string, ValueRange | null, Partial<RangeOptions>, ValueRange][] = [
    ['no data', null, {}, { min: 0, max: 1 }],
    ['rates start at zero', { min: 2, max: 9.1 }, {}, { min: 0, max: 10 }],
    ['a percentage ends at 100', { min: 40, max: 100 }, {}, { min: 0, max: 100 }],
    ['values far from zero fill the picture', { min: 97.1, max: 98.9 }, {}, { min: 97, max: 99 }],
    ['all zero', { min: 0, max: 0 }, {}, { min: 0, max: 1 }],
    ['one value', { min: 5, max: 5 }, {}, { min: 0, max: 6 }],
    ['below zero', { min: -8, max: -1 }, {}, { min: -8, max: 0 }],
    ['fixed bounds win', { min: 2, max: 9 }, { min: 0, max: 5 }, { min: 0, max: 5 }],
    ['a near threshold is shown', { min: 0, max: 4 }, { thresholds: [5] }, { min: 0, max: 6 }],
    ['a far threshold is not', { min: 0, max: 2 }, { thresholds: [30] }, { min: 0, max: 2 }],
    ['huge values', { min: 0, max: 3e20 }, {}, { min: 0, max: 3e20 }],
  ]
  test.each(cases)('%s', (_name, extent, options, range) => {
    expect(stableRange(null, extent, { ...plain, ...options })).toEqual(range)
  })
})

describe('stableRange over refreshes', () => {
  const before = { min: 0, max: 10 }
  const cases: [string, ValueRange | null, ValueRange][] = [
    ['grows at once', { min: 0, max: 11 }, { min: 0, max: 15 }],
    ['stays for a little less', { min: 0, max: 7 }, before],
    ['shrinks for much less', { min: 0, max: 3.9 }, { min: 0, max: 4 }],
    ['stays while there is nothing', null, before],
  ]
  test.each(cases)('%s', (_name, extent, range) => {
    expect(stableRange(before, extent, plain)).toEqual(range)
  })
})

test('niceStep', () => {
  expect([10, 9.1, 1, 0.3, 0, Number.NaN].map((span) => niceStep(span, 4, 'decimal'))).toEqual([
    2.5, 2.5, 0.25, 0.1, 1, 1,
  ])
  expect([4096, 5000].map((span) => niceStep(span, 4, 'binary'))).toEqual([1024, 2048])
})

test('valueTicks never says minus zero', () => {
  expect(valueTicks({ min: -2, max: 2 }, 4, 'decimal')).toEqual([-2, -1, 0, 1, 2])
  expect(Object.is(valueTicks({ min: -2, max: 2 }, 4, 'decimal')[2], 0)).toBe(true)
})

test('counts have whole steps', () => {
  expect([1, 2, 3, 4, 9, 10, 100].map((span) => niceStep(span, 4, 'whole'))).toEqual([1, 1, 1, 1, 5, 5, 25])
})

test('steps of time are those of a clock', () => {
  const inSeconds = [12, 40, 100, 200, 1_000, 6_000, 20_000, 200_000, 2_000_000]
  expect(inSeconds.map((span) => niceStep(span, 4, { secondsEach: 1 }))).toEqual([
    5, 10, 30, 60, 300, 1_800, 7_200, 86_400, 864_000,
  ])
  // Two hours of milliseconds.
  expect(niceStep(7_200_000, 4, { secondsEach: 0.001 })).toBe(1_800_000)
  expect(valueTicks({ min: 0, max: 7_200 }, 4, { secondsEach: 1 })).toEqual([0, 1_800, 3_600, 5_400, 7_200])
})
