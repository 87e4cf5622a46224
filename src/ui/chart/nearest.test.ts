import { describe, expect, test } from 'vitest'
import { nearestIndex } from '../chart-interaction/nearest-index'
import { lowerBound } from './nearest'

const times = Float64Array.of(10, 20, 40)

describe('nearestIndex', () => {
  const cases: [string, Float64Array, number, number][] = [
    ['nothing to be near to', new Float64Array(0), 5, -1],
    ['before the first', times, -100, 0],
    ['after the last', times, 1000, 2],
    ['on a point', times, 20, 1],
    ['half way takes the earlier', times, 30, 1],
    ['nearer to the later', times, 31, 2],
  ]
  test.each(cases)('%s', (_name, array, value, index) => {
    expect(nearestIndex(array, value)).toBe(index)
  })
})

test('lowerBound counts the elements below', () => {
  expect([5, 10, 11, 40, 41].map((value) => lowerBound(times, value))).toEqual([0, 0, 1, 2, 3])
})
