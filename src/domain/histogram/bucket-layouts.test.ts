import { expect, test } from 'vitest'
import { readLayouts } from '~/domain/histogram/bucket-layouts'
import { findQuantile } from '~/domain/histogram/quantile-source'

const labelsOf = (labels: Readonly<Record<string, string>>) => new Map(Object.entries(labels))

function layouts(expr: string, buckets: readonly Readonly<Record<string, string>>[]) {
  const source = findQuantile(expr)
  if (source === null) throw new Error(`${expr} is no quantile`)
  const boundsOf = readLayouts(source, buckets.map(labelsOf))
  return (labels: Readonly<Record<string, string>>) => boundsOf(labelsOf(labels))
}

const PLAIN = 'histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))'

test('finite bounds in the order of their numbers, each once', () => {
  const buckets = ['10', '+Inf', '9', '1e1', '0.5', 'two', '', '0x1p1'].map((le) => ({ le }))
  expect(layouts(PLAIN, buckets)({})).toEqual([0.5, 2, 9, 10])
})

test('none where there is no bound: a native histogram, or nothing', () => {
  expect(layouts(PLAIN, [])({})).toBeUndefined()
  expect(layouts(PLAIN, [{}, { le: '+Inf' }])({})).toBeUndefined()
})

test('bounds are on the scale of the values, in the same steps', () => {
  const bounds = layouts(`${PLAIN} * 1000 / 7`, [{ le: '0.3' }, { le: '0.1' }])({})
  expect(bounds).toEqual([(0.1 * 1000) / 7, (0.3 * 1000) / 7])
})

test('two histograms side by side have their own bounds', () => {
  const of = layouts('histogram_quantile(0.9, sum by (a, le) (rate(x_bucket[5m])))', [
    { a: '1', le: '1' },
    { a: '1', le: '5' },
    { a: '2', le: '60' },
    { le: '7' },
  ])
  expect(of({ a: '1' })).toEqual([1, 5])
  expect(of({ a: '2' })).toEqual([60])
  expect(of({})).toEqual([7])
  expect(of({ a: '' })).toEqual([7])
  expect(of({ a: '3' })).toBeUndefined()
})

test('a recorded series finds the bounds of what it stands for', () => {
  const expr = 'x:p95 or histogram_quantile(0.95, sum by (a, le) (rate(x_bucket[5m])))'
  expect(layouts(expr, [{ a: '1', le: '1' }])({ __name__: 'x:p95', a: '1', rule: 'r' })).toEqual([1])
})

test('without some labels, all others tell histograms apart', () => {
  const of = layouts('histogram_quantile(0.9, sum without (pod) (rate(x_bucket[5m])))', [
    { a: '1', b: '1', le: '1' },
    { a: '1', b: '2', le: '2' },
  ])
  expect(of({ b: '2', a: '1' })).toEqual([2])
  expect(of({ a: '1' })).toBeUndefined()
})
