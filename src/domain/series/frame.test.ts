import { expect, test } from 'vitest'
import { labelsKey } from './frame'

test('equal label sets have equal keys, in whatever order their names come', () => {
  const sets: readonly (readonly [string, string])[] = [
    ['a', '1'],
    ['b', 'x;1:a=1:1;'],
    ['__name__', 'up'],
  ]
  const key = '8:__name__=2:up;1:a=1:1;1:b=10:x;1:a=1:1;;'
  for (const order of [
    [0, 1, 2],
    [2, 0, 1],
    [1, 0, 2],
    [2, 1, 0],
  ]) {
    expect(labelsKey(new Map(order.flatMap((i) => sets.slice(i, i + 1))))).toBe(key)
  }
  expect(labelsKey(new Map())).toBe('')
})
