import { describe, expect, it } from 'vitest'
import { printPrometheusText } from './exposition'
import { printBucketBound, printSampleValue } from './exposition-numbers'
import type { MetricFamily } from './metric-family'

const counter = (value: number): MetricFamily => ({
  name: 'jobs_total',
  help: 'Jobs "all" \\ of them\nsince the start.',
  type: 'counter',
  samples: [
    { name: 'jobs_total', labels: new Map([['type', 'a"b\\c\nd']]), value },
    { name: 'jobs_total', labels: new Map([['__proto__', '{}é']]), value: value + 1 },
  ],
})

describe('printPrometheusText', () => {
  it('escapes help and label values as format 0.0.4 asks', () => {
    expect(printPrometheusText([counter(3)])).toBe(
      [
        '# HELP jobs_total Jobs "all" \\\\ of them\\nsince the start.',
        '# TYPE jobs_total counter',
        'jobs_total{type="a\\"b\\\\c\\nd"} 3',
        'jobs_total{__proto__="{}é"} 4',
        '',
      ].join('\n'),
    )
  })
})

describe('numbers', () => {
  it.each([
    [0.25, '0.25'],
    [1, '1.0'],
    [120, '120.0'],
    [0, '0.0'],
    [1e6, '1e+06'],
    [2.5e9, '2.5e+09'],
    [0.00005, '5e-05'],
    [Number.POSITIVE_INFINITY, '+Inf'],
  ])('bound %d is %s', (bound, text) => expect(printBucketBound(bound)).toBe(text))

  it.each([
    [3, '3'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e21, '1e+21'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ])('value %d is %s', (value, text) => expect(printSampleValue(value)).toBe(text))
})
