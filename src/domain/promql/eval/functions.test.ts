import { describe, expect, it } from 'vitest'
import { FUNCTION_SIGNATURES } from '~/domain/promql/function-signatures'
import { askInstant, askRange, seriesOf, sourceOf } from '~/testing/promql'
import { FUNCTIONS } from './functions'

it('every function that the parser knows is evaluated', () => {
  expect([...FUNCTIONS.keys()].sort()).toEqual([...FUNCTION_SIGNATURES.keys()].sort())
})

const source = sourceOf([
  seriesOf('x{a="1"}', [4]),
  seriesOf('x{a="2"}', [-2.5]),
  seriesOf('host{name="db-10.example"}', [1]),
  seriesOf('host{name="db-9.example"}', [2]),
  seriesOf('host{__proto__="p",constructor="c"}', [3]),
])

describe('functions of values', () => {
  it.each([
    ['abs(x)', ['{a="1"} 4', '{a="2"} 2.5']],
    ['ceil(x)', ['{a="1"} 4', '{a="2"} -2']],
    ['floor(x)', ['{a="1"} 4', '{a="2"} -3']],
    ['sgn(x)', ['{a="1"} 1', '{a="2"} -1']],
    ['sgn(vector(-0))', ['{} -0']],
    ['sqrt(x)', ['{a="1"} 2', '{a="2"} NaN']],
    // Halves go up.
    ['round(x)', ['{a="1"} 4', '{a="2"} -2']],
    ['round(x, 3)', ['{a="1"} 3', '{a="2"} -3']],
    ['round(x, 0)', ['{a="1"} NaN', '{a="2"} NaN']],
    ['clamp(x, 0, 3)', ['{a="1"} 3', '{a="2"} 0']],
    ['clamp(x, 3, 0)', []],
    ['clamp(x, NaN, 3)', ['{a="1"} NaN', '{a="2"} NaN']],
    // In Go infinity wins over NaN.
    ['clamp_min(vector(NaN), Inf)', ['{} Infinity']],
    ['clamp_max(x, 0)', ['{a="1"} 0', '{a="2"} -2.5']],
    ['deg(vector(pi()))', ['{} 180']],
    ['rad(vector(180))', ['{} 3.141592653589793']],
    ['scalar(x)', ['NaN']],
    ['scalar(x{a="1"})', ['4']],
    ['vector(3)', ['{} 3']],
    ['time()', ['60']],
    ['absent(x)', []],
    ['absent(y{a="1",b=~"2",c!="3",d="4",d="4"})', ['{a="1"} 1']],
    ['absent(sum(y{a="1"}))', ['{} 1']],
    ['absent_over_time(y{a="1"}[5m])', ['{a="1"} 1']],
    ['absent_over_time(x{a="1"}[5m])', []],
    ['histogram_count(x)', []],
    ['histogram_sum(x)', []],
    ['histogram_fraction(0, 1, x)', []],
    [
      'sort_by_label(host, "name")',
      ['host{__proto__="p",constructor="c"} 3', 'host{name="db-9.example"} 2', 'host{name="db-10.example"} 1'],
    ],
    ['sort_by_label_desc(host{name!=""}, "name")', ['host{name="db-10.example"} 1', 'host{name="db-9.example"} 2']],
  ])('%s', (expr, lines) => {
    expect(askInstant(source, expr, 60_000)).toEqual(lines)
  })

  it('absent says so at the steps where it is so', () => {
    const range = { startMs: 0, endMs: 600_000, stepMs: 200_000 }
    expect(askRange(source, 'absent(x{a="1"})', range)).toEqual(['{a="1"} 1@400 1@600'])
    expect(askRange(source, 'absent_over_time(x{a="1"}[4m])', range)).toEqual(['{a="1"} 1@400 1@600'])
    expect(askRange(source, 'scalar(x{a="1"})', range)).toEqual(['{} 4@0 4@200 NaN@400 NaN@600'])
  })
})

describe('parts of a date', () => {
  const LEAP_DAY = 1_709_210_096 // Thursday, 2024-02-29T12:34:56Z
  it.each([
    [
      LEAP_DAY,
      {
        year: 2024,
        month: 2,
        day_of_month: 29,
        day_of_week: 4,
        day_of_year: 60,
        days_in_month: 29,
        hour: 12,
        minute: 34,
      },
    ],
    [
      0,
      { year: 1970, month: 1, day_of_month: 1, day_of_week: 4, day_of_year: 1, days_in_month: 31, hour: 0, minute: 0 },
    ],
    [
      -1.5,
      {
        year: 1969,
        month: 12,
        day_of_month: 31,
        day_of_week: 3,
        day_of_year: 365,
        days_in_month: 31,
        hour: 23,
        minute: 59,
      },
    ],
    // Beyond JavaScript's dates; the figures are those of Prometheus 2.42.
    [
      -1e15,
      {
        year: -31686769,
        month: 6,
        day_of_month: 29,
        day_of_week: 0,
        day_of_year: 180,
        days_in_month: 30,
        hour: 22,
        minute: 13,
      },
    ],
    [
      Number.NaN,
      {
        year: 292277026596,
        month: 12,
        day_of_month: 4,
        day_of_week: 0,
        day_of_year: 339,
        days_in_month: 31,
        hour: 15,
        minute: 30,
      },
    ],
  ])('of %d s', (seconds, parts) => {
    const found = Object.keys(parts).map((part) => [
      part,
      Number(askInstant(source, `${part}(vector(${seconds}))`, 0)[0]?.slice(3)),
    ])
    expect(Object.fromEntries(found)).toEqual(parts)
  })

  it('of the evaluation time where nothing is given', () => {
    expect(askInstant(source, 'hour()', LEAP_DAY * 1000)).toEqual(['{} 12'])
    expect(askRange(source, 'minute()', { startMs: 0, endMs: 120_000, stepMs: 60_000 })).toEqual(['{} 0@0 1@60 2@120'])
  })
})

describe('functions of labels', () => {
  it.each([
    ['label_replace(x{a="1"}, "b", "$1-$2-$$-$", "a", "(.*)")', ['x{a="1",b="1--$-$"} 4']],
    [
      `label_replace(host{name="db-9.example"}, "kind", "\${kind}s", "name", "(?P<kind>[a-z]+)-.*")`,
      ['host{kind="dbs",name="db-9.example"} 2'],
    ],
    ['label_replace(x{a="1"}, "b", "$1x", "a", "(.*)")', ['x{a="1"} 4']],
    ['label_replace(x{a="1"}, "a", "", "a", ".*")', ['x{} 4']],
    ['label_replace(x{a="1"}, "b", "y", "a", "no")', ['x{a="1"} 4']],
    ['label_replace(x{a="1"}, "b", "y", "nothing", "")', ['x{a="1",b="y"} 4']],
    ['label_replace(x{a="1"}, "__name__", "z$1", "a", "(.)")', ['z1{a="1"} 4']],
    ['label_replace(x{a="1"}, "b", "$n", "a", "(?P<n>2)|(?P<n>1)")', ['x{a="1",b="1"} 4']],
    [
      'label_replace(host{__proto__="p"}, "__proto__", "$1", "constructor", "(.)")',
      ['host{__proto__="c",constructor="c"} 3'],
    ],
    ['label_join(x{a="1"}, "b", "-", "a", "nothing", "a")', ['x{a="1",b="1--1"} 4']],
    ['label_join(x{a="1"}, "a", "-", "nothing")', ['x{} 4']],
  ])('%s', (expr, lines) => {
    expect(askInstant(source, expr, 0)).toEqual(lines)
  })

  it.each([
    ['label_replace(x, "a b", "", "a", "")', 'invalid destination label name in label_replace(): a b'],
    ['label_replace(x, "b", "", "a", "(")', 'invalid regular expression in label_replace(): ('],
    ['label_join(x, "a b", "", "a")', 'invalid destination label name in label_join(): a b'],
    ['label_join(x, "b", "", "a b")', 'invalid source label name in label_join(): a b'],
    ['label_replace(x, "a", "same", "a", ".*")', 'vector cannot contain metrics with the same labelset'],
    ['label_replace(nothing, "b", "", "a", "(")', 'invalid regular expression in label_replace(): ('],
  ])('%s fails', (expr, message) => {
    expect(() => askInstant(source, expr, 0)).toThrow(message)
  })
})
