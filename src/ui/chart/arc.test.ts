import { expect, test } from 'vitest'
import { arcPath, shareOf, tickPath } from './arc'

test('shareOf clamps, and knows nothing of NaN', () => {
  const values = [-5, 0, 25, 100, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]
  expect(values.map((value) => shareOf(value, 0, 100))).toEqual([0, 0, 0.25, 1, 1, 0, null])
  expect(shareOf(1, 5, 5)).toBeNull()
})

test('half way is the top', () => {
  expect(tickPath(0.5, 30, 40)).toBe('M-0.00 -30.00L-0.00 -40.00')
  expect(arcPath(0, 0.5, 40)).toBe('M-34.64 20.00A40 40 0 0 1 -0.00 -40.00')
  expect(arcPath(0, 1, 40)).toContain('A40 40 0 1 1')
  expect(arcPath(0.2, 0.2, 40)).toBe('')
})
