import { expect, test } from 'vitest'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { printExpr } from '~/domain/promql/print-expr'
import { rootComparison } from './root-comparison'

test.each([
  ['up == 0', 'up', '==', 0, []],
  ['5 * 60 < x', 'x', '>', 300, []],
  ['((x >= 1)) unless on (job) maintenance', 'x', '>=', 1, ['unless']],
  ['(x > 1 and y) and z', 'x', '>', 1, ['and', 'and']],
] as const)('%s', (text, compared, op, threshold, filters) => {
  const root = rootComparison(parsePromql(text))
  if (!root.ok) throw new Error(root.why)
  expect([printExpr(root.compared), root.op, root.threshold]).toEqual([compared, op, threshold])
  expect(root.filters.map((filter) => filter.op)).toEqual(filters)
})

test.each([
  ['absent(up)', 'It is not compared with a number at its root.'],
  ['x + 1', 'It is not compared with a number at its root.'],
  ['x > 1 or y > 2', 'It is one of several conditions, each with a threshold of its own.'],
  ['x > bool 1', 'Its comparison gives 0 or 1 and filters nothing.'],
  ['x > bool 1 and y', 'Its comparison gives 0 or 1 and filters nothing.'],
  ['x > y', 'It is compared with another series, not with a number.'],
])('%s has none', (text, why) => {
  expect(rootComparison(parsePromql(text))).toEqual({ ok: false, why })
})
