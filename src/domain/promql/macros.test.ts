import { describe, expect, it } from 'vitest'
import { replaceMacros } from '~/domain/promql/macros'

const context = { stepMs: 60_000, rangeMs: 21_600_000, scrapeIntervalMs: 15_000 }

describe('replaceMacros', () => {
  it.each([
    ['rate interval: step and a scrape', 'rate(x[$__rate_interval])', context, 'rate(x[1m15s])'],
    [
      'rate interval: four scrapes at least',
      'rate(x[$__rate_interval])',
      { ...context, stepMs: 15_000 },
      'rate(x[1m])',
    ],
    ['interval', 'x[$__interval]', context, 'x[1m]'],
    ['in braces', `x[\${__range}]`, context, 'x[6h]'],
    ['seconds', 'x / $__range_s', context, 'x / 21600'],
    ['a range that grows is rounded up to the step', 'x[$__range]', { ...context, rangeMs: 21_601_000 }, 'x[6h1m]'],
    ['another variable stays', 'x{a="$model"}', context, 'x{a="$model"}'],
  ])('%s', (_name, expr, given, expected) => {
    expect(replaceMacros(expr, given)).toBe(expected)
  })
})
