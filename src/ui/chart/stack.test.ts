import { expect, test } from 'vitest'
import { stackSeries } from './stack'

const hole = Number.NaN

test('a missing point stays missing and does not lift the others', () => {
  const edges = stackSeries([Float64Array.of(1, hole, 3), Float64Array.of(10, 10, 10)])
  expect(edges.map((edge) => [...edge.upper])).toEqual([
    [1, hole, 3],
    [11, 10, 13],
  ])
  expect([...(edges[1]?.lower ?? [])]).toEqual([1, 0, 3])
})

test('below zero stacks downwards, infinity is not carried on', () => {
  const edges = stackSeries([
    Float64Array.of(2, Number.POSITIVE_INFINITY),
    Float64Array.of(-1, 1),
    Float64Array.of(-3, 1),
  ])
  expect(edges.map((edge) => [...edge.upper])).toEqual([
    [2, Number.POSITIVE_INFINITY],
    [-1, 1],
    [-4, 2],
  ])
})

test('nothing to stack', () => {
  expect(stackSeries([])).toEqual([])
})
