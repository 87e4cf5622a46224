import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { Queryable } from '~/domain/promql/queryable'
import { askInstant, askRange, seriesOf, sourceOf } from '~/testing/promql'
import { evaluateRange } from './evaluate'
import type { EvalOptions } from './options'

const hour = Array.from({ length: 60 }, (_, minute) => (minute % 17 === 5 ? null : (minute * 37) % 23))
const source = sourceOf([
  seriesOf('x{a="1",b="1"}', hour),
  seriesOf('x{a="1",b="2"}', [...hour].reverse(), { startMs: 7_000 }),
  seriesOf('x{a="2",b="1"}', [...hour.slice(0, 20), 'stale', ...hour.slice(30)], { startMs: 13_000 }),
  seriesOf('info{a="1",version="v"}', hour.slice(0, 30)),
  seriesOf('info{a="1",version="w"}', hour.slice(30), { startMs: 1_800_000 }),
  seriesOf('info{a="2",version="v"}', hour),
  seriesOf('b_bucket{le="1"}', hour),
  seriesOf(
    'b_bucket{le="2"}',
    hour.map((value) => (value ?? 0) * 2),
  ),
  seriesOf(
    'b_bucket{le="+Inf"}',
    hour.map((value) => (value ?? 0) * 3),
  ),
])

/** Expressions of which a step of a range query must be what an instant query says at that time. */
const expression = fc.letrec<{ vector: string; scalar: string; range: string }>((tie) => ({
  scalar: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('2', '-0.5', 'time() / 600', 'NaN', 'pi()'),
    tie('vector').map((inner) => `scalar(${inner})`),
    fc
      .tuple(tie('scalar'), fc.constantFrom('+', '*', '> bool'), tie('scalar'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
  range: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('x[5m]', 'x[90s] offset 1m', 'info[10m]', 'x[7m] offset -3m', 'x{b="1"}[20m] @ 1800'),
    fc
      .tuple(tie('vector'), fc.constantFrom('[5m:1m]', '[3m:50s] offset 30s', '[2m:7s]'))
      .map(([v, at]) => `(${v})${at}`),
  ),
  vector: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'x',
      'x{a="1"}',
      'info',
      'x offset 2m',
      'x @ 1200',
      'b_bucket',
      'vector(time())',
      'absent(x{b="2"})',
    ),
    fc
      .tuple(
        fc.constantFrom(
          'rate',
          'delta',
          'avg_over_time',
          'max_over_time',
          'sum_over_time',
          'changes',
          'deriv',
          'last_over_time',
        ),
        tie('range'),
      )
      .map(([name, range]) => `${name}(${range})`),
    fc
      .tuple(fc.constantFrom('abs', 'floor', 'sgn', '-', 'timestamp', 'hour', 'sort'), tie('vector'))
      .map(([name, v]) => `${name}(${v})`),
    fc
      .tuple(
        fc.constantFrom('sum', 'min', 'count', 'avg', 'stddev'),
        fc.constantFrom('', 'by (a)', 'without (b)'),
        tie('vector'),
      )
      .map(([op, by, v]) => `${op} ${by} (${v})`),
    fc.tuple(tie('vector'), tie('scalar')).map(([v, s]) => `clamp_min(${v}, ${s})`),
    // A parameter that changes is no law: Prometheus takes its first where the vector is the same at all steps.
    fc.tuple(fc.constantFrom('0.5', '-1', 'NaN'), tie('vector')).map(([q, v]) => `quantile(${q}, ${v})`),
    fc
      .tuple(
        tie('vector'),
        fc.constantFrom('+', '>', '== bool', '/ on (a) group_left (version)', 'and', 'or', 'unless on (a)'),
        tie('vector'),
      )
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('vector'), fc.constantFrom('*', '<', '%'), tie('scalar')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('vector').map((v) => `histogram_quantile(0.7, ${v})`),
    tie('vector').map((v) => `label_replace(${v}, "a", "$1x", "a", "(.*)")`),
  ),
}))

/** Lines of points `labels value@seconds`, or the fault. */
function rangePoints(expr: string, seconds: readonly number[]): string[] | string {
  const [first = 0, second = 0] = seconds
  const range = { startMs: first * 1000, endMs: (seconds.at(-1) ?? 0) * 1000, stepMs: (second - first) * 1000 }
  return orFault(() =>
    askRange(source, expr, range).flatMap((line) => {
      const [, labels = '', points = ''] = /^(.*\}) (.*)$/.exec(line) ?? []
      return points.split(' ').map((point) => `${labels} ${point}`)
    }),
  )
}

function orFault<T>(ask: () => T): T | string {
  try {
    return ask()
  } catch (error) {
    if (error instanceof PromqlEvalError) return 'fault'
    throw error
  }
}

const SUM_OF_SORTED = /\b(?:sum|avg|stddev|stdvar)\b.*\bsort\(/

describe('laws', () => {
  it('a range query says at each step what an instant query says', () => {
    const seconds = [1111, 1171, 1231, 1291, 1351]
    let compared = 0
    fc.assert(
      fc.property(expression.vector, (drawn) => {
        // Each step has an order of its own, a range has one for all: floats added in another order can differ in their last digit.
        const expr = SUM_OF_SORTED.test(drawn) ? drawn.replaceAll('sort(', '(') : drawn
        const whole = rangePoints(expr, seconds)
        const alone = seconds.map((at) =>
          orFault(() => askInstant(source, expr, at * 1000).map((line) => `${line}@${at}`)),
        )
        // One step's fault is the whole query's. Calls over ranges look for equal labels at all steps together.
        if (whole === 'fault' || alone.includes('fault')) return
        compared++
        expect([...whole].sort()).toEqual(alone.flat().sort())
      }),
      { numRuns: 1000 },
    )
    expect(compared).toBeGreaterThan(500)
  })

  it('sums of parts make the sum of all', () => {
    for (const inner of ['x', 'rate(x[5m])', 'x > 5']) {
      const [all] = askRange(source, `sum(${inner})`, { startMs: 0, endMs: 3_600_000, stepMs: 60_000 })
      for (const parts of ['by (a)', 'by (b)', 'without (a)', 'without (a, b)']) {
        const [together] = askRange(source, `sum(sum ${parts} (${inner}))`, {
          startMs: 0,
          endMs: 3_600_000,
          stepMs: 60_000,
        })
        const valuesOf = (line = '') =>
          line
            .split(' ')
            .slice(1)
            .map((point) => Number(point.split('@')[0]))
        expect(valuesOf(together).length).toBe(valuesOf(all).length)
        valuesOf(together).forEach((value, i) => {
          expect(value).toBeCloseTo(valuesOf(all)[i] ?? Number.NaN, 9)
        })
      }
    }
  })
})

describe('results', () => {
  it('stand in the order in which Prometheus sends them', () => {
    const order = sourceOf(['b', 'a', '𝒳', '\uffee'].map((l, i) => seriesOf(`x{l="${l}"}`, [i])))
    const range = { startMs: 0, endMs: 60_000, stepMs: 60_000 }
    // U+FFEE comes before U+1D4B3, although its UTF-16 unit is greater.
    const labels = ['x{l="a"}', 'x{l="b"}', 'x{l="\uffee"}', 'x{l="𝒳"}']
    expect(askRange(order, 'sort_desc(x)', range).map((line) => line.split(' ')[0])).toEqual(labels)
    expect(askInstant(order, 'x[1m]', 0).map((line) => line.split(' ')[0])).toEqual(labels)
    expect(askInstant(order, 'sort_desc(x)', 0)).toEqual(['x{l="\uffee"} 3', 'x{l="𝒳"} 2', 'x{l="a"} 1', 'x{l="b"} 0'])
  })

  it('never are the store’s own memory', () => {
    const series = seriesOf('x', [1, 2, 3])
    const mine: Queryable = { select: () => [series] }
    for (const expr of ['-x', 'abs(x) * 2', 'x == 2', 'clamp(x, 2, 2)', 'timestamp(x)', 'x or x', 'sort(x)']) {
      askInstant(mine, expr, 120_000)
      askRange(mine, expr, { startMs: 0, endMs: 120_000, stepMs: 60_000 })
    }
    expect([...series.values, ...series.timesMs]).toEqual([1, 2, 3, 0, 60_000, 120_000])
  })

  it.each([
    ['1 + 1', ['2']],
    ['"text"', ['text']],
    ['x{a="2"}[1m]', ['x{a="2",b="1"} 10@253']],
  ])('of %s', (expr, lines) => {
    expect(askInstant(source, expr, 313_000)).toEqual(lines)
  })

  it('of a scalar over a range is one series without labels', () => {
    expect(askRange(source, '1 + time()', { startMs: 0, endMs: 2_000, stepMs: 1_000 })).toEqual(['{} 1@0 2@1 3@2'])
  })

  it.each([
    ['"text"', 'invalid expression type "string" for range query, must be Scalar or instant Vector'],
    ['x[1m]', 'invalid expression type "range vector" for range query, must be Scalar or instant Vector'],
  ])('of %s over a range is a fault', (expr, message) => {
    expect(() => askRange(source, expr, { startMs: 0, endMs: 1, stepMs: 1 })).toThrow(message)
  })

  it.each([
    ['("text")', 'unexpected result in StepInvariantExpr evaluation: *parser.StepInvariantExpr'],
    ['(x[10m] @ 600)', 'unexpected number of samples'],
  ])('of %s is a fault as Prometheus’ own', (expr, message) => {
    expect(() => askInstant(source, expr, 0)).toThrow(message)
  })
})

describe('limits', () => {
  const range = { startMs: 0, endMs: 3_600_000, stepMs: 1_000 }
  const reasonOf = (expr: string, options: EvalOptions) => {
    try {
      evaluateRange(parsePromql(expr), source, range, options)
      return 'none'
    } catch (error) {
      if (error instanceof PromqlEvalError) return error.reason
      throw error
    }
  }

  it.each<[string, string, EvalOptions, string]>([
    ['samples', 'x', { limits: { maxSamples: 10_000 } }, 'limit'],
    ['samples of a sum, which keeps one series', 'sum(x)', { limits: { maxSamples: 10_000 } }, 'none'],
    ['samples of a subquery', 'sum(sum_over_time(vector(1)[1y:1ms]))', { limits: { maxSamples: 1e6 } }, 'limit'],
    ['samples of many values', 'count_values("v", time() * x)', { limits: { maxSamples: 100_000 } }, 'limit'],
    ['points', 'x', { limits: { maxPoints: 3_599 } }, 'limit'],
    ['points, as many as allowed', 'x', { limits: { maxPoints: 3_600 } }, 'none'],
    ['depth', `${'('.repeat(60)}x${')'.repeat(60)}`, { limits: { maxDepth: 50 } }, 'limit'],
    ['depth of a parameter', `topk(${'('.repeat(60)}1${')'.repeat(60)}, x)`, { limits: { maxDepth: 50 } }, 'limit'],
    ['nobody waits', 'sum(rate(x[5m]))', { isCanceled: () => true }, 'canceled'],
  ])('%s', (_name, expr, options, reason) => {
    expect(reasonOf(expr, options)).toBe(reason)
  })

  it('time, also within one series', () => {
    let [nowMs, looks] = [0, 0]
    const clock = () => {
      looks++
      nowMs += 10
      return nowMs
    }
    const expr = 'quantile_over_time(0.5, x{a="2"}[1h:1s])'
    expect(reasonOf(expr, { limits: { timeoutMs: 100_000 }, nowMs: clock })).toBe('none')
    const needed = looks
    expect(reasonOf(expr, { limits: { timeoutMs: (needed - 2) * 10 }, nowMs: clock })).toBe('timeout')
    // 3,601 windows of up to 3,600 samples are asked about more often than once.
    expect(needed).toBeGreaterThan(15)
  })

  it('is heard in the midst of the work', () => {
    let asked = 0
    expect(reasonOf('sum by (a) (rate(x[5m])) / sum by (a) (x)', { isCanceled: () => ++asked > 7 })).toBe('canceled')
  })
})
