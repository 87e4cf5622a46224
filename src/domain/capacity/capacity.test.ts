import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '~/domain/time/duration'
import { theilSen } from './theil-sen'
import { untilFull } from './until-full'

const hours = (count: number, at: (i: number) => number | null) =>
  Array.from({ length: count }, (_, i) => ({ timeMs: i * HOUR_MS, value: at(i) }))
/** Between -1 and 1, the same each time. */
const noise = (i: number) => Math.sin(i * 78.233)

describe('the trend of Theil and Sen', () => {
  it('is the line, where the points are on one', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), (slope, at) => {
        const trend = theilSen(Array.from({ length: 40 }, (_, x) => [x, at + slope * x] as const))
        expect(trend).toMatchObject({ slope, least: slope, most: slope, atZero: at })
      }),
    )
  })

  it('is not moved by a quarter of wild points, and its interval holds the true slope', () => {
    const points = Array.from(
      { length: 200 },
      (_, x) => [x, x % 4 === 0 ? 1e6 * noise(x) : 2 * x + 3 * noise(x)] as const,
    )
    const trend = theilSen(points)
    expect(trend?.slope).toBeCloseTo(2, 1)
    expect(trend?.least).toBeLessThanOrEqual(2)
    expect(trend?.most).toBeGreaterThanOrEqual(2)
  })

  it('needs eight points', () => {
    expect(
      theilSen([
        [0, 0],
        [1, 1],
      ]),
    ).toBeNull()
    expect(theilSen(Array.from({ length: 20 }, (_, x) => [x, Number.NaN] as const))).toBeNull()
  })
})

describe('days until something is full', () => {
  it('of a disk that grows by 1 % a day from 60 % are 40', () => {
    const outlook = untilFull(
      hours(11 * 24 + 1, (i) => 49 + i / 24),
      100,
    )
    expect(outlook.kind).toBe('in')
    if (outlook.kind === 'in') {
      expect(outlook.inMs / DAY_MS).toBeCloseTo(40, 6)
      expect(outlook.earliestMs).toBeLessThanOrEqual(outlook.inMs)
      expect(outlook.latestMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(outlook.inMs)
    }
  })

  it.each<[string, ReturnType<typeof hours>, number | null, string]>([
    ['a queue that goes up and down', hours(240, (i) => 50 + 30 * noise(i)), 100, 'no'],
    ['a disk that is cleared', hours(240, (i) => 80 - i / 10), 100, 'notFilling'],
    ['a disk that stays', hours(240, () => 80), 100, 'notFilling'],
    ['a disk that is full', hours(240, () => 100), 100, 'full'],
    ['a year off', hours(240, (i) => 10 + i / 1000), 100, 'notFilling'],
    ['six hours of history', hours(6, (i) => i), 100, 'tooLittleHistory'],
    ['no limit', hours(240, (i) => i), null, 'noData'],
    ['nothing', [], 100, 'noData'],
    ['a disk that was full when it was last seen', hours(240, (i) => (i < 200 ? 100 : null)), 100, 'ended'],
    ['a disk of which nothing is known now', hours(240, (i) => (i < 200 ? i / 4 : Number.NaN)), 100, 'ended'],
    ['a disk of which one hour is missing', hours(240, (i) => (i < 239 ? i / 4 : null)), 100, 'in'],
    ['a level that falls or rises, nobody knows', hours(240, (i) => 50 - i / 1e4 + noise(i)), 100, 'noTrend'],
    ['gaps', hours(240, (i) => (i % 3 === 0 ? i / 4 : null)), 100, 'in'],
  ])('%s', (_, points, limit, kind) => {
    const outlook = untilFull(points, limit)
    if (kind === 'no') expect(['noTrend', 'notFilling']).toContain(outlook.kind)
    else expect(outlook.kind).toBe(kind)
  })
})
