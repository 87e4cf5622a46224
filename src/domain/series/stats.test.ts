import { describe, expect, test } from 'vitest'
import { type SeriesStats, seriesStats } from './stats'

const hole = Number.NaN
const infinity = Number.POSITIVE_INFINITY
const none = { min: null, mean: null, max: null, last: null }

describe('seriesStats', () => {
  const cases: [string, number[], number[], SeriesStats][] = [
    ['no points', [], [], none],
    ['only NaN is no number', [hole, hole], [1, 1], none],
    ['missing points count for nothing', [1, 99, 3], [1, 0, 1], { min: 1, mean: 2, max: 3, last: 3 }],
    ['NaN counts for nothing', [1, hole, 3, hole], [1, 1, 1, 1], { min: 1, mean: 2, max: 3, last: 3 }],
    ['zero is a number', [0, 0], [1, 1], { min: 0, mean: 0, max: 0, last: 0 }],
    ['infinity is a value', [1, infinity], [1, 1], { min: 1, mean: infinity, max: infinity, last: infinity }],
  ]
  test.each(cases)('%s', (_name, values, present, stats) => {
    expect(seriesStats(Float64Array.from(values), Uint8Array.from(present))).toEqual(stats)
  })
})
