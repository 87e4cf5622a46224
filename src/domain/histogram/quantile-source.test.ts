import { describe, expect, it, test } from 'vitest'
import { findQuantile } from '~/domain/histogram/quantile-source'
import { readShippedDashboards } from '~/testing/shipped-dashboards'

const RATE = 'rate(x_bucket{job="a"}[5m])'

describe('a quantile', () => {
  test.each<[string, string, string]>([
    ['of one histogram', `histogram_quantile(0.9, sum by (le) (${RATE}))`, 'group by (le) (x_bucket{job="a"})'],
    ['in parentheses', `((histogram_quantile(0.9, (sum by (le) (${RATE})))))`, 'group by (le) (x_bucket{job="a"})'],
    [
      'by labels, whose order is one',
      `histogram_quantile(0.9, sum by (b, le, a) (${RATE}))`,
      'group by (le, a, b) (x_bucket{job="a"})',
    ],
    ['without labels', `histogram_quantile(0.9, sum without (b) (${RATE}))`, 'group without (b) (x_bucket{job="a"})'],
    ['of each series', `histogram_quantile(0.9, ${RATE})`, 'group without () (x_bucket{job="a"})'],
    ['of counts since the start', 'histogram_quantile(0.9, x_bucket)', 'group without () (x_bucket)'],
    ['whose q is computed', `histogram_quantile(1 - 0.1, sum by (le) (${RATE}))`, 'group by (le) (x_bucket{job="a"})'],
    [
      'whose q is a query',
      `histogram_quantile(scalar(q{x="y"}), sum by (le) (${RATE}))`,
      'group by (le) (x_bucket{job="a"})',
    ],
    [
      'of sums of sums',
      `histogram_quantile(0.9, sum by (le, a) (sum by (le, pod) (${RATE})))`,
      'group by (le) (x_bucket{job="a"})',
    ],
    [
      'of what is left of the labels',
      `histogram_quantile(0.9, sum by (le, a, b) (sum without (b) (${RATE})))`,
      'group by (le, a) (x_bucket{job="a"})',
    ],
    [
      'of scaled counts',
      `histogram_quantile(0.9, 2 * sum by (le) (${RATE}) / (3))`,
      'group by (le) (x_bucket{job="a"})',
    ],
    [
      'over a day, of another day',
      'histogram_quantile(0.9, sum by (le) (avg_over_time(rate(x_bucket[5m] offset 1d)[1d:5m])))',
      'group by (le) (x_bucket offset 1d)',
    ],
    [
      'of two histograms, whose common buckets count',
      'histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])) + sum by (le) (rate(y_bucket[5m])))',
      '(group by (le) (x_bucket) and group by (le) (y_bucket))',
    ],
    [
      'of one histogram or another',
      'histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m]) or rate(y_bucket[5m])))',
      '(group by (le) (x_bucket) or group by (le) (y_bucket))',
    ],
    [
      'that is recorded or worked out',
      `sum by (a) (x:p95{job="a"} or histogram_quantile(0.95, sum by (a, le) (${RATE})))`,
      'group by (le, a) (x_bucket{job="a"})',
    ],
    [
      'of one time or another',
      `histogram_quantile(0.9, sum by (le) (${RATE})) or histogram_quantile(0.9, sum by (le) (${RATE}))`,
      'group by (le) (x_bucket{job="a"})',
    ],
    [
      'whose metric has a name of Prometheus 3',
      'histogram_quantile(0.9, sum by (le) (rate({"http.server.duration_bucket"}[5m])))',
      'group by (le) ({__name__="http.server.duration_bucket"})',
    ],
  ])('%s', (_name, expr, boundsExpr) => {
    expect(findQuantile(expr)?.boundsExpr).toBe(boundsExpr)
  })

  test.each<[string, string, number]>([
    ['as it is', '%', 10],
    ['in milliseconds', '% * 1000', 10_000],
    ['in milliseconds, written first', '1e3 * %', 10_000],
    ['in minutes', '% / 60', 10 / 60],
    ['in steps', '(% * 1000) / (60 * 60)', 10_000 / 3600],
    ['with a sign', '+% * +2', 20],
  ])('%s', (_name, template, ofTen) => {
    const source = findQuantile(template.replace('%', `histogram_quantile(0.9, sum by (le) (${RATE}))`))
    expect(source?.scale(10)).toBe(ofTen)
  })
})

test.each<[string, string]>([
  ['another function', 'quantile_over_time(0.9, x_bucket[5m])'],
  ['an aggregation', 'quantile by (le) (0.9, x_bucket)'],
  ['text that only names it', 'x{a="histogram_quantile(0.9, x_bucket)"}'],
  ['a native histogram', 'histogram_quantile(0.9, sum(rate(x[5m])))'],
  ['buckets summed away', 'histogram_quantile(0.9, sum by (job) (rate(x_bucket[5m])))'],
  ['le taken away', 'histogram_quantile(0.9, sum without (le) (rate(x_bucket[5m])))'],
  ['a scaled quantile below zero', 'histogram_quantile(0.9, sum by (le) (x_bucket)) * -1'],
  ['a quantile times nothing', 'histogram_quantile(0.9, sum by (le) (x_bucket)) * 0'],
  ['a number over a quantile', '1000 / histogram_quantile(0.9, sum by (le) (x_bucket))'],
  ['a quantile and more', 'histogram_quantile(0.9, sum by (le) (x_bucket)) + 1'],
  [
    'a ratio of two',
    'histogram_quantile(0.9, sum by (le) (x_bucket)) / histogram_quantile(0.5, sum by (le) (x_bucket))',
  ],
  ['a quantile turned', '-histogram_quantile(0.9, sum by (le) (x_bucket))'],
  ['whether it is high', 'histogram_quantile(0.9, sum by (le) (x_bucket)) > bool 5'],
  ['quantiles added up', 'sum(histogram_quantile(0.9, sum by (a, le) (x_bucket)))'],
  ['the mean of a label away', 'avg without (a) (histogram_quantile(0.9, sum by (a, le) (x_bucket)))'],
  ['how many there are', 'count by (a) (histogram_quantile(0.9, sum by (a, le) (x_bucket)))'],
  ['a quantile or zero', 'histogram_quantile(0.9, sum by (le) (x_bucket)) or vector(0)'],
  [
    'quantiles of two histograms',
    'histogram_quantile(0.9, sum by (le) (x_bucket)) or histogram_quantile(0.9, sum by (le) (y_bucket))',
  ],
  ['a quantile in a quantile', 'histogram_quantile(0.9, histogram_quantile(0.5, x_bucket))'],
  ['a quantile over time', 'max_over_time(histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))[1h:])'],
  ['bounds made up', 'histogram_quantile(0.9, label_replace(x_bucket, "le", "$1", "bound", "(.*)"))'],
  ['buckets that meet by a label', 'histogram_quantile(0.9, x_bucket + on (le) y_bucket)'],
  ['buckets less buckets', 'histogram_quantile(0.9, sum by (le) (x_bucket) - sum by (le) (y_bucket))'],
  ['no PromQL', 'histogram_quantile(0.9, sum by (le) (x_bucket)'],
  ['a macro that was left', 'histogram_quantile(0.9, sum by (le) (rate(x_bucket[$__rate_interval])))'],
  ['nothing', ''],
])('%s is no quantile whose buckets are known', (_name, expr) => {
  expect(findQuantile(expr)).toBeNull()
})

it('knows the buckets of every quantile that is shipped', () => {
  const exprs = readShippedDashboards().flatMap(({ kpis, goodPanels }) => [
    ...kpis.map(({ expr }) => expr),
    ...goodPanels.flatMap(({ queries }) => queries.map(({ expr }) => expr)),
  ])
  const quantiles = exprs.filter((expr) => expr.includes('histogram_quantile'))
  expect(quantiles.length).toBeGreaterThan(40)
  expect(quantiles.filter((expr) => findQuantile(expr) === null)).toEqual([])
  expect(exprs.filter((expr) => !quantiles.includes(expr) && findQuantile(expr) !== null)).toEqual([])
})
