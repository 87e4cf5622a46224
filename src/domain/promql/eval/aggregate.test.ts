import { describe, expect, it } from 'vitest'
import { askInstant, askRange, seriesOf, sourceOf } from '~/testing/promql'

const at0 = (values: Readonly<Record<string, number>>) =>
  sourceOf(Object.entries(values).map(([selector, value]) => seriesOf(selector, [value])))

const source = at0({
  'x{a="1",b="1"}': 4,
  'x{a="1",b="2"}': 6,
  'x{a="2",b="1"}': -0,
  'n{c="1"}': Number.NaN,
  'n{c="2"}': 1,
  'n{c="3"}': Number.NaN,
  'n{c="4"}': 3,
  'i{c="1"}': Number.POSITIVE_INFINITY,
  'i{c="2"}': 5,
})

describe('aggregations', () => {
  it.each([
    ['sum(x)', ['{} 10']],
    ['sum by (a) (x)', ['{a="1"} 10', '{a="2"} -0']],
    ['sum without (b) (x)', ['{a="1"} 10', '{a="2"} -0']],
    ['sum by (__name__) (x)', ['x{} 10']],
    ['sum by (nothing) (x)', ['{} 10']],
    ['sum by (b, a) (x{a="2"})', ['{a="2",b="1"} -0']],
    ['sum(nothing)', []],
    ['avg by (a) (x)', ['{a="1"} 5', '{a="2"} -0']],
    ['avg(i)', ['{} Infinity']],
    ['min(n)', ['{} 1']],
    ['max(n)', ['{} 3']],
    ['max(n{c="1"})', ['{} NaN']],
    ['count(n)', ['{} 4']],
    ['group(n)', ['{} 1']],
    ['stddev by (a) (x)', ['{a="1"} 1', '{a="2"} 0']],
    ['stdvar(x{a="1"})', ['{} 1']],
    // The first value is no deviation, whatever it is.
    ['stddev(i{c="1"})', ['{} 0']],
    ['stddev(i)', ['{} NaN']],
    ['quantile(0.5, x)', ['{} 4']],
    ['quantile(0.25, x)', ['{} 2']],
    // NaN counts as less than all.
    ['quantile(0.5, n)', ['{} NaN']],
    ['quantile(1, n)', ['{} 3']],
    ['quantile(-1, n)', ['{} -Infinity']],
    ['quantile(2, n)', ['{} Infinity']],
    ['quantile(NaN, x)', ['{} NaN']],
    ['topk(2, x)', ['x{a="1",b="2"} 6', 'x{a="1",b="1"} 4']],
    ['bottomk(1, x)', ['x{a="2",b="1"} -0']],
    ['topk by (a) (1, x)', ['x{a="1",b="2"} 6', 'x{a="2",b="1"} -0']],
    ['topk(0.9, x)', []],
    ['topk(-3, x)', []],
    // NaN is given up for any number, and of two the later one first.
    ['topk(3, n)', ['n{c="4"} 3', 'n{c="2"} 1', 'n{c="1"} NaN']],
    ['bottomk(2, n)', ['n{c="2"} 1', 'n{c="4"} 3']],
    ['count_values("v", x)', ['{v="4"} 1', '{v="6"} 1', '{v="-0"} 1']],
    ['count_values by (a) ("v", n)', ['{v="NaN"} 2', '{v="1"} 1', '{v="3"} 1']],
    ['count_values without (b) ("a", x)', ['{a="4"} 1', '{a="6"} 1', '{a="-0"} 1']],
    ['count_values("v", i * 1e21)', ['{v="+Inf"} 1', '{v="5000000000000000000000"} 1']],
    ['sort(n)', ['n{c="2"} 1', 'n{c="4"} 3', 'n{c="3"} NaN', 'n{c="1"} NaN']],
    ['sort_desc(x)', ['x{a="1",b="2"} 6', 'x{a="1",b="1"} 4', 'x{a="2",b="1"} -0']],
  ])('%s', (expr, lines) => {
    expect(askInstant(source, expr, 0)).toEqual(lines)
  })

  it.each([
    ['topk(NaN, x)', 'Scalar value NaN overflows int64'],
    ['topk(NaN, nothing)', 'Scalar value NaN overflows int64'],
    ['bottomk(1e19, x)', 'Scalar value 1e+19 overflows int64'],
    ['topk(-Inf, x)', 'Scalar value -Inf overflows int64'],
    ['count_values("a b", x)', 'invalid label name "a b"'],
  ])('%s fails', (expr, message) => {
    expect(() => askInstant(source, expr, 0)).toThrow(message)
  })

  it('takes each step for itself', () => {
    const moving = sourceOf([seriesOf('x{a="1"}', [1, 5, null, 2]), seriesOf('x{a="2"}', [3, 4, 6, null])])
    const ask = (expr: string) =>
      askRange(moving, expr, { startMs: 0, endMs: 180_000, stepMs: 60_000 }, { lookbackMs: 1 })
    expect(ask('sum(x)')).toEqual(['{} 4@0 9@60 6@120 2@180'])
    expect(ask('topk(1, x)')).toEqual(['x{a="1"} 5@60 2@180', 'x{a="2"} 3@0 6@120'])
    expect(ask('topk(time() / 60, x)')).toEqual(['x{a="1"} 5@60 2@180', 'x{a="2"} 6@120'])
    expect(ask('count_values("v", x > 2)')).toEqual(['{v="3"} 1@0', '{v="4"} 1@60', '{v="5"} 1@60', '{v="6"} 1@120'])
  })
})
