import { expect, test } from 'vitest'
import { constantOf } from './constant-of'
import { parsePromql } from './parse/parse-promql'

test.each([
  ['0.05', 0.05],
  ['-(2 + 3) * 60', -300],
  ['+7', 7],
  ['2 ^ 10 % 1000', 24],
  ['1 / 0', Number.POSITIVE_INFINITY],
  ['1 - up', null],
  ['up', null],
  ['vector(1)', null],
  ['1 > bool 2', null],
])('%s is worth %s', (text, expected) => {
  expect(constantOf(parsePromql(text))).toBe(expected)
})
