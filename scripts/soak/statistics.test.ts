import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitLine, growth, median } from './statistics'

describe('fitLine', () => {
  // Norris of NIST's StRD has its own tables; this one is small enough to be reckoned by hand.
  it('is least squares with the bounds of Student', () => {
    const fit = fitLine([2, 4, 5, 4, 5].map((y, i) => ({ x: i + 1, y })))
    expect(fit.slope).toBeCloseTo(0.6, 12)
    expect(fit.sigma).toBeCloseTo(Math.sqrt(2.4 / 3), 12)
    const error = Math.sqrt(2.4 / 3) / Math.sqrt(10)
    expect(fit.upper).toBeCloseTo(0.6 + 3.182 * error, 12)
    expect(fit.lower).toBeCloseTo(0.6 - 3.182 * error, 12)
  })

  it('gives what reliability asks of twelve samples each 250 ticks: 0.3 MB of noise bound 9 MB a week', () => {
    // Residuals whose standard deviation is 0.3 MB and that lie on no slope.
    const noise = [1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1].map((sign) => sign * 0.3 * Math.sqrt(10 / 12))
    const fit = fitLine(noise.map((y, i) => ({ x: 250 * (i + 1), y })))
    expect(fit.slope).toBeCloseTo(0, 10)
    expect(fit.sigma).toBeCloseTo(0.3, 10)
    expect(fit.upper * 40_320).toBeGreaterThan(8.5)
    expect(fit.upper * 40_320).toBeLessThan(9.5)
  })

  it('finds the line that samples lie on, wherever it is', () => {
    const small = fc.integer({ min: -1000, max: 1000 })
    fc.assert(
      fc.property(small, small, fc.uniqueArray(small, { minLength: 3, maxLength: 40 }), (slope, base, xs) => {
        const fit = fitLine(xs.map((x) => ({ x, y: base + slope * x })))
        expect(fit.slope).toBeCloseTo(slope, 6)
        expect(fit.lower).toBeCloseTo(slope, 6)
        expect(fit.upper).toBeCloseTo(slope, 6)
      }),
    )
  })

  it('more noise is never more sure', () => {
    const samples = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 30 })
    fc.assert(
      fc.property(samples, fc.integer({ min: 2, max: 9 }), (ys, factor) => {
        const width = (fit: ReturnType<typeof fitLine>) => fit.upper - fit.lower
        const one = fitLine(ys.map((y, x) => ({ x, y })))
        const more = fitLine(ys.map((y, x) => ({ x, y: y * factor })))
        expect(width(more)).toBeCloseTo(width(one) * factor, 6)
      }),
    )
  })

  it('compares within a season alone: what comes back with it is neither slope nor noise', () => {
    const level = [0, 50, 10, 90]
    const samples = Array.from({ length: 12 }, (_, i) => ({ x: i, y: 2 * i + (level[i % 4] ?? 0), season: i % 4 }))
    const fit = fitLine(samples)
    expect([fit.slope, fit.lower, fit.upper]).toEqual([2, 2, 2].map((slope) => expect.closeTo(slope, 9)))
    expect(fitLine(samples.map(({ x, y }) => ({ x, y }))).sigma).toBeGreaterThan(20)
  })

  it.each([
    ['no samples', []],
    [
      'two samples',
      [
        { x: 1, y: 1 },
        { x: 2, y: 2 },
      ],
    ],
    ['samples at one place', [1, 2, 3].map((y) => ({ x: 1, y }))],
    ['samples that are alone in their seasons', [1, 2, 3, 4].map((x) => ({ x, y: x, season: x }))],
    ['as many seasons as leave none to be sure by', [1, 2, 3, 4].map((x) => ({ x, y: x, season: x % 3 }))],
  ])('knows nothing of %s', (_, samples) => {
    expect(() => fitLine(samples)).toThrow(RangeError)
  })
})

it.each([
  [[], Number.NaN],
  [[3], 3],
  [[3, 1], 2],
  [[9, 1, 5], 5],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected)
})

it('growth leaves single samples out of account', () => {
  expect(growth([10, 90, 11, 50, 50, 14, 0, 15])).toBe(3)
})
