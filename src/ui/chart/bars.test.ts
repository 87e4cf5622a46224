import { expect, test } from 'vitest'
import { traceBars } from './bars'
import type { Floor } from './trace'

const PROJECTION = { xPerMs: 0.01, xAtZero: 0, yPerUnit: -10, yAtZero: 100, top: 0, bottom: 100 }

function bars(timesMs: number[], values: number[], floor: Floor = 0, stepMs = 1000) {
  const found: string[] = []
  const line = {
    timesMs: Float64Array.from(timesMs),
    values: Float64Array.from(values),
    gapMs: stepMs * 1.5,
    firstIndex: 0,
    lastIndex: timesMs.length - 1,
  }
  traceBars(line, stepMs, PROJECTION, floor, (x, y, width, height) => found.push(`${x},${y} ${width}x${height}`))
  return found
}

test.each([
  ['a step wide around the point', bars([1000, 2000], [5, 2]), ['6,50 8x50', '16,80 8x20']],
  ['a missing point and zero have none', bars([1000, 2000, 3000], [Number.NaN, 0, 1]), ['26,90 8x10']],
  ['alone it is no wider than a step', bars([5000], [1]), ['46,90 8x10']],
  ['off the grid it ends halfway', bars([1000, 1400], [1, 1]), ['6,90 5x10', '13,90 5x10']],
  ['below zero it hangs', bars([1000], [-2]), ['6,100 8x20']],
  ['stacked it stands on others', bars([1000], [5], Float64Array.of(3)), ['6,50 8x20']],
  ['thin ones touch', bars([100, 200], [1, 1], 0, 100), ['1,90 1x10', '2,90 1x10']],
  [
    'without room for a gap they share their edges',
    bars([0, 240, 480], [1, 1, 1], 0, 240),
    ['-1,90 2x10', '1,90 3x10', '4,90 2x10'],
  ],
  ['an infinity ends at the edge', bars([1000], [Number.POSITIVE_INFINITY]), ['6,0 8x100']],
])('%s', (_name, found, expected) => {
  expect(found).toEqual(expected)
})
