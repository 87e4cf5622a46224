import { expect, it } from 'vitest'
import { longestRangeMs } from '~/domain/promql/ranges-of'

it.each([
  ['up', 0],
  ['rate(x[5m]) / rate(y[1h30m])', 5_400_000],
  ['max_over_time(rate(x[5m])[1d:1m])', 86_400_000],
  ['rate(x[nonsense])', 0],
])('%s reads back %d ms', (expr, expected) => {
  expect(longestRangeMs(expr)).toBe(expected)
})
