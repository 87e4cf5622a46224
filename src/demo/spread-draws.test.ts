import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lognormalPiece } from './lognormal'
import type { Spread } from './platform-model'
import { RandomStream } from './random'
import { createBins, createSpreadDraws, drawInto, drawSum } from './spread-draws'

const BOUNDS = [0.5, 1, 2, 4, 8]

/** Draws `count` of a spread into bins of these bounds. */
function draw(spread: Spread, count: number, bounds?: readonly number[], seed = 3) {
  const bins = bounds && createBins(spread, bounds)
  const draws = createSpreadDraws(spread, bins)
  const table = draws.main.of(Float64Array.of(spread.median as number), 0)
  const counts = new Int32Array(table.shares.length)
  const total = { sum: 0, variance: 0, least: 0, most: 0 }
  const random = new RandomStream(seed)
  drawInto(table, count, counts, total, random)
  return { table, counts, total, sum: drawSum(total, draws.whole, random) }
}

describe('lognormalPiece', () => {
  it('pieces make a whole, and their means its mean', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 0.05, max: 1.5, noNaN: true }),
        (median, sigma) => {
          const cuts = [0, 0.3, 0.9, 1.5, 4].map((part) => part * median)
          const pieces = cuts.map((low, i) =>
            lognormalPiece(
              { median, sigma, max: Number.POSITIVE_INFINITY },
              low,
              cuts[i + 1] ?? Number.POSITIVE_INFINITY,
            ),
          )
          expect(pieces.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5)
          const mean = pieces.reduce((sum, piece) => sum + piece.share * piece.mean, 0)
          expect(mean / (median * Math.exp((sigma * sigma) / 2))).toBeCloseTo(1, 3)
        },
      ),
    )
  })

  it.each<[string, readonly [number, number, number], number, number, number, number]>([
    // median, sigma, max; low, high; share, mean
    ['half lies below the median', [2, 0.5, 100], 0, 2, 0.5, 1.37],
    ['all above the cap is the cap', [2, 0.5, 2], 1, 9, 0.917, 1.78],
    ['nothing lies beyond the cap', [2, 0.5, 4], 4, 9, 0, 4],
    ['a fixed value', [2, 0, 100], 1, 2, 1, 2],
    ['a fixed value elsewhere', [2, 0, 100], 2, 3, 0, 2.5],
    ['no median', [0, 0.5, 100], 0, 1, 1, 0],
  ])('%s', (_, [median, sigma, max], low, high, share, mean) => {
    const piece = lognormalPiece({ median, sigma, max }, low, high)
    expect(piece.share).toBeCloseTo(share, 2)
    expect(piece.mean).toBeCloseTo(mean, 1)
  })
})

describe('draws', () => {
  it.each([1, 5, 40, 3000])('%d draws are all in a bin, and their sum is what the bins allow', (count) => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.boolean(),
        fc.integer(),
        (median, sigma, whole, seed) => {
          const { counts, sum, table } = draw({ median, sigma, whole, max: 60 }, count, BOUNDS, seed)
          expect(counts.reduce((a, b) => a + b, 0)).toBe(count)
          const { lows, highs } = table.bins
          expect(sum).toBeGreaterThanOrEqual(counts.reduce((all, n, bin) => all + n * (lows[bin] ?? 0), 0))
          expect(sum).toBeLessThanOrEqual(counts.reduce((all, n, bin) => all + n * (highs[bin] ?? 0), 0))
          if (whole) expect(Number.isInteger(sum)).toBe(true)
        },
      ),
      { numRuns: 50 },
    )
  })

  it.each<[string, Spread]>([
    ['into bins around the median', { median: 5e8, sigma: 0.9 }],
    ['whole numbers', { median: 40, sigma: 0.7, whole: true }],
    ['with a cap', { median: 3, sigma: 1, max: 10 }],
  ])('%s have the mean of the spread', (_, spread) => {
    const { median, sigma, max = Number.POSITIVE_INFINITY } = spread
    const { mean } = lognormalPiece({ median: median as number, sigma, max }, 0, Number.POSITIVE_INFINITY)
    expect(draw(spread, 200_000).sum / 200_000 / mean).toBeCloseTo(1, 1)
    // A few at a time, and each for itself, they have it too.
    const single = Array.from({ length: 4000 }, (_, seed) => draw(spread, 1, undefined, seed).sum)
    expect(single.reduce((a, b) => a + b, 0) / 4000 / mean).toBeCloseTo(1, 1)
  })

  it('without a spread are the value itself', () => {
    expect(draw({ median: 0.1234, sigma: 0 }, 1000, BOUNDS).sum).toBeCloseTo(123.4, 9)
    expect(draw({ median: 30, sigma: 0, whole: true }, 7).sum).toBe(210)
  })
})
