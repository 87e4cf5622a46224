import { expect, it } from 'vitest'
import { askInstant, seriesOf, sourceOf } from '~/testing/promql'

type Buckets = Readonly<Record<string, number>>

function quantile(q: number, buckets: Buckets): string | undefined {
  const series = Object.entries(buckets).map(([le, count]) => seriesOf(`x_bucket{le="${le}"}`, [count]))
  return askInstant(sourceOf(series), `histogram_quantile(${q}, x_bucket)`, 0)[0]
}

const PLAIN: Buckets = { '1': 10, '2': 30, '4': 40, '+Inf': 50 }

it.each<[string, number, Buckets, string]>([
  // Rank 20 of 50 lies half way between 10 and 30.
  ['between two bounds', 0.4, PLAIN, '1.5'],
  ['in the first bucket, which begins at 0', 0.1, PLAIN, '0.5'],
  ['in the last one: the bound before it', 0.9, PLAIN, '4'],
  ['of 0', 0, PLAIN, '0'],
  ['of 1', 1, PLAIN, '4'],
  ['below 0', -0.1, PLAIN, '-Infinity'],
  ['above 1', 1.1, PLAIN, 'Infinity'],
  ['of NaN', Number.NaN, PLAIN, 'NaN'],
  ['without the last bucket', 0.5, { '1': 1, '2': 2 }, 'NaN'],
  ['of one bucket', 0.5, { '+Inf': 2 }, 'NaN'],
  ['of no observations', 0.5, { '1': 0, '+Inf': 0 }, 'NaN'],
  ['in a first bucket that ends at or below 0', 0.1, { '-2': 5, '1': 9, '+Inf': 9 }, '-2'],
  // 9 and 4 become 9 and 9, so that rank 6 lies in the first bucket.
  ['of counts that fall', 0.5, { '1': 9, '2': 4, '+Inf': 12 }, '0.6666666666666666'],
  // 2 and 3 are one bucket of 5.
  ['of bounds written twice', 0.25, { '1': 2, '1.0': 3, '+Inf': 10 }, '0.5'],
  ['of bounds in other forms', 0.5, { '0x1p1': 5, '1_0': 10, Inf: 10 }, '2'],
  ['past what is no bound', 0.5, { '1': 2, two: 9, '1e999': 9, '+Inf': 4 }, '1'],
])('the quantile %s', (_name, q, buckets, value) => {
  expect(quantile(q, buckets)).toBe(`{} ${value}`)
})

it('looks at each histogram for itself', () => {
  const source = sourceOf([
    seriesOf('x_bucket{job="a",le="1"}', [5]),
    seriesOf('x_bucket{job="a",le="+Inf"}', [5]),
    seriesOf('x_bucket{job="b",le="2"}', [5]),
    seriesOf('x_bucket{job="b",le="+Inf"}', [5]),
    seriesOf('y_bucket{job="b",le="+Inf"}', [5]),
    seriesOf('x_sum{job="a"}', [5]),
  ])
  expect(askInstant(source, 'histogram_quantile(0.5, x_bucket)', 0)).toEqual(['{job="a"} 0.5', '{job="b"} 1'])
  expect(askInstant(source, 'histogram_quantile(0.5, x_sum)', 0)).toEqual([])
  expect(() => askInstant(source, 'histogram_quantile(0.5, {job="b"})', 0)).toThrow('the same labelset')
})
