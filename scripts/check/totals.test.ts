import { expect, it } from 'vitest'
import { decodeTotals, formatTotals } from './totals'

const vitest = { numPassedTests: 12, numFailedTests: 1, numPendingTests: 2, numTotalTests: 15, success: false }
const playwright = { config: {}, stats: { expected: 5, unexpected: 0, flaky: 1, skipped: 0, duration: 1 } }

it('reads both runners', () => {
  expect(decodeTotals(vitest)).toEqual({ passed: 12, failed: 1, skipped: 2 })
  expect(decodeTotals(playwright)).toEqual({ passed: 6, failed: 0, skipped: 0 })
  expect(() => decodeTotals({ passed: 3 })).toThrow('is not a report')
})

it.each([
  [[decodeTotals(vitest), decodeTotals(playwright)], '18 passed, 1 failed, 2 skipped'],
  [[decodeTotals(playwright)], '6 passed, 0 failed'],
  [[], '0 passed, 0 failed'],
])('closes with one line %#', (all, expected) => {
  expect(formatTotals(all)).toBe(expected)
})
