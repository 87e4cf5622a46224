import { describe, expect, test } from 'vitest'
import { sparklinePath } from './sparkline-path'

const hole = Number.NaN

describe('sparklinePath', () => {
  const cases: [string, number[], number[], string][] = [
    ['nothing', [], [], ''],
    ['one point is no line', [0], [5], ''],
    ['from low to high', [0, 50, 100], [1, 2, 3], 'M0.00 100.0L50.00 50.0L100.00 0.0'],
    ['a gap is a gap', [0, 25, 50, 75, 100], [0, 1, hole, 1, 0], 'M0.00 100.0L25.00 0.0M75.00 0.0L100.00 100.0'],
    ['flat lies in the middle', [0, 100], [7, 7], 'M0.00 50.0L100.00 50.0'],
    ['infinity is left out', [0, 50, 100], [1, Number.POSITIVE_INFINITY, 2], ''],
    ['only NaN', [0, 100], [hole, hole], ''],
  ]
  test.each(cases)('%s', (_name, times, values, path) => {
    expect(sparklinePath(Float64Array.from(times), Float64Array.from(values), 0, 100).line).toBe(path)
  })

  test('the area reaches the floor', () => {
    expect(sparklinePath(Float64Array.of(0, 100), Float64Array.of(0, 1), 0, 100).area).toBe(
      'M0.00 100.0L100.00 0.0L100.00 100L0.00 100Z',
    )
  })
})
