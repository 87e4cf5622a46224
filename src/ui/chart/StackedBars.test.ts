import { expect, it } from 'vitest'
import { roundTicks } from './StackedBars'

it.each([
  [0, [0, 1]],
  [Number.NaN, [0, 1]],
  [5, [0, 1, 2, 3, 4, 5]],
  [882, [0, 200, 400, 600, 800, 1000]],
  [0.019, [0, 0.002, 0.004, 0.006, 0.008, 0.01, 0.012, 0.014, 0.016, 0.018, 0.02]],
  [4, [0, 1, 2, 3, 4]],
])('ticks up to %s are round', (highest, ticks) => {
  const found = roundTicks(highest)
  expect(found.map((tick) => Number(tick.toPrecision(6)))).toEqual(ticks)
  expect(found.at(-1)).toBeGreaterThanOrEqual(Number.isNaN(highest) ? 0 : highest * 0.999)
})
