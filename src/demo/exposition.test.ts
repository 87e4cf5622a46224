import { describe, expect, it } from 'vitest'
import { printOpenMetrics, printPrometheusText } from './exposition'
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

const histogram = (count: number): MetricFamily => ({
  name: 'work_seconds',
  help: 'Work.',
  type: 'histogram',
  samples: ['a', 'b'].flatMap((type) => [
    {
      name: 'work_seconds_bucket',
      labels: new Map([
        ['type', type],
        ['le', '1.0'],
      ]),
      value: count - 1,
    },
    {
      name: 'work_seconds_bucket',
      labels: new Map([
        ['type', type],
        ['le', '+Inf'],
      ]),
      value: count,
    },
    { name: 'work_seconds_sum', labels: new Map([['type', type]]), value: 1.5 },
    { name: 'work_seconds_count', labels: new Map([['type', type]]), value: count },
  ]),
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

describe('printOpenMetrics', () => {
  it('names a counter family without _total, keeps a metric in one piece and ends with EOF', () => {
    const points = [
      { timeMs: 1_500, families: [counter(1), histogram(2)] },
      { timeMs: 16_500, families: [counter(2), histogram(3)] },
    ]
    const text = printOpenMetrics(points, new Map([['job', 'x']]))
    expect(text.split('\n')).toEqual([
      '# TYPE jobs counter',
      '# HELP jobs Jobs \\"all\\" \\\\ of them\\nsince the start.',
      'jobs_total{job="x",type="a\\"b\\\\c\\nd"} 1 1.5',
      'jobs_total{job="x",type="a\\"b\\\\c\\nd"} 2 16.5',
      'jobs_total{job="x",__proto__="{}é"} 2 1.5',
      'jobs_total{job="x",__proto__="{}é"} 3 16.5',
      '# TYPE work_seconds histogram',
      '# HELP work_seconds Work.',
      ...['a', 'b'].flatMap((type) =>
        [['1.5', 2] as const, ['16.5', 3] as const].flatMap(([time, count]) => [
          `work_seconds_bucket{job="x",type="${type}",le="1.0"} ${count - 1} ${time}`,
          `work_seconds_bucket{job="x",type="${type}",le="+Inf"} ${count} ${time}`,
          `work_seconds_sum{job="x",type="${type}"} 1.5 ${time}`,
          `work_seconds_count{job="x",type="${type}"} ${count} ${time}`,
        ]),
      ),
      '# EOF',
      '',
    ])
  })

  it('refuses scrapes that differ in their samples', () => {
    const points = [
      { timeMs: 0, families: [counter(1)] },
      { timeMs: 1, families: [histogram(1)] },
    ]
    expect(() => printOpenMetrics(points)).toThrow('scrapes differ')
  })

  it('prints no scrape as an empty exposition', () => {
    expect(printOpenMetrics([])).toBe('# EOF\n')
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
