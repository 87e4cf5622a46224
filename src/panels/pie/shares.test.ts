import { describe, expect, test } from 'vitest'
import { buildSeries } from '~/testing/panel-builders'
import { sharesOf } from './shares'

const sketch = (values: (number | null)[], limit = 8) => {
  const series = values.map((value, i) => buildSeries({ name: `n${i}`, labels: { i: String(i) }, values: [value] }))
  const { rows, total, unfit } = sharesOf(series, limit)
  return `${rows.map(({ name, value, share }) => `${name}=${value}/${share}`).join(' ')} of ${total}, ${unfit} unfit`
}

describe('sharesOf', () => {
  const cases: [string, string, string][] = [
    ['greatest first', sketch([1, 3]), 'n1=3/0.75 n0=1/0.25 of 4, 0 unfit'],
    ['the smallest are one', sketch([1, 5, 1, 3], 2), 'n1=5/0.5 n3=3/0.3 2 others=2/0.2 of 10, 0 unfit'],
    ['as many as fit', sketch([1, 1], 2), 'n0=1/0.5 n1=1/0.5 of 2, 0 unfit'],
    ['all are nothing', sketch([0, 0]), 'n0=0/null n1=0/null of 0, 0 unfit'],
    [
      'no data and no traffic are no part',
      sketch([null, Number.NaN, 4]),
      'n2=4/1 n0=null/null n1=NaN/null of 4, 0 unfit',
    ],
    ['below zero and infinite', sketch([-1, 4, Number.POSITIVE_INFINITY]), 'n1=4/1 of 4, 2 unfit'],
    ['nothing but no traffic', sketch([null, Number.NaN]), 'n0=null/null n1=NaN/null of NaN, 0 unfit'],
    ['no values at all', sketch([null]), 'n0=null/null of null, 0 unfit'],
    ['nothing', sketch([]), ' of null, 0 unfit'],
  ]
  test.each(cases)('%s', (_name, shares, expected) => {
    expect(shares).toBe(expected)
  })
})
