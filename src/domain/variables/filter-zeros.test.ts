import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askInstant, seriesOf, sourceOf } from '~/testing/promql'
import { filterExpr } from './filter-expr'

/*
 * Metrics l0 to l2 lack the label job, b0 and b1 have it; none is zero. What an expression of the first kind is under a
 * filter by that label is not known, so it may be nothing at all, and least of all 0.
 */
// Subqueries of subqueries look back further than the longest range: the series are older than that.
const AT_MS = 3_600_000
const VALUES = Array.from({ length: 61 }, (_, i) => i + 1)
const LACKING = ['l0', 'l1', 'l2']
const LABELLED = ['b0', 'b1']
const source = sourceOf([
  ...LACKING.flatMap((name) => ['x', 'y'].map((zone) => seriesOf(`${name}{zone="${zone}"}`, VALUES))),
  ...LABELLED.flatMap((name) => ['x', 'y'].map((zone) => seriesOf(`${name}{job="api",zone="${zone}"}`, VALUES))),
])
const FILTER = [{ label: 'job', op: '=', value: 'api' }] as const
const ask = (expr: string) => askInstant(source, expr, AT_MS)
const askFiltered = (expr: string) => ask(filterExpr(expr, FILTER))

const selectorOf = (names: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...names), fc.constantFrom('', '{zone="x"}', '{zone=~"x|none"}'))
    .map(([name, matchers]) => name + matchers)

/** A value that is there whatever is measured. */
const constant = fc.constantFrom(
  'vector(0)',
  'vector(1)',
  '(vector(0))',
  'vector(time() * 0)',
  '(vector(2) or vector(0))',
)

/** Zeros and other values made of series that do not say how much was measured. */
const standInOf = (names: readonly string[]) =>
  fc.oneof(
    constant,
    selectorOf(names).chain((x) =>
      fc.constantFrom(
        `0 * ${x}`,
        `sum(${x}) * 0`,
        `0 * count(present_over_time(${x}[5m]))`,
        `(sum(${x}) - sum(${x}))`,
        `(group(${x}) - 1)`,
        `sum(0 * ${x}) / 7`,
        `max by (zone) (${x}) * 0`,
        `absent(${x})`,
        `0 * absent_over_time(${x}[1m])`,
        `1 - absent(${x})`,
        `vector(scalar(${x}) > bool 3)`,
        `vector(scalar(sum(${x})) == bool 1)`,
      ),
    ),
  )

const WRAPS = [
  (x: string) => `sum(${x})`,
  (x: string) => `max by (zone) (${x})`,
  (x: string) => `count(${x})`,
  (x: string) => `topk(2, ${x})`,
  (x: string) => `abs(${x})`,
  (x: string) => `clamp_min(${x}, 0)`,
  (x: string) => `round(-(${x}))`,
  (x: string) => `100 * (${x})`,
  (x: string) => `(${x}) > bool 3`,
  (x: string) => `(${x}) >= 0`,
  (x: string) => `max_over_time((${x})[3m:1m])`,
  (x: string) => `label_replace(${x}, "q", "$1", "zone", "(.*)")`,
  (x: string) => `vector(scalar(${x}))`,
  (x: string) => `vector(0 < bool scalar(${x}))`,
]

/** Expressions that read series of these metrics alone, with stand-ins at any depth. */
function exprOf(names: readonly string[]) {
  const { expr } = fc.letrec<{ expr: string; leaf: string }>((tie) => ({
    leaf: fc.oneof(
      selectorOf(names),
      selectorOf(names).map((x) => `rate(${x}[5m])`),
    ),
    expr: fc.oneof(
      { maxDepth: 4 },
      tie('leaf'),
      fc.tuple(fc.constantFrom(...WRAPS), tie('expr')).map(([wrap, x]) => wrap(x)),
      fc.tuple(tie('expr'), standInOf(names)).map(([x, zero]) => `(${x}) or ${zero}`),
      fc.tuple(tie('expr'), standInOf(names)).map(([x, zero]) => `${zero} or (${x})`),
      fc.tuple(tie('expr'), standInOf(names)).map(([x, zero]) => `${zero} unless on () (${x})`),
      fc
        .tuple(tie('expr'), fc.constantFrom('+', '/', '==', '> bool', 'and', 'or', 'unless'), tie('expr'))
        .map(([x, op, y]) =>
          op.length > 1 && /^[a-z]/.test(op) ? `(${x}) ${op} (${y})` : `sum(${x}) ${op} sum(${y})`,
        ),
    ),
  }))
  return expr
}

describe('a filter by a label that a metric lacks', () => {
  it.each([
    'sum(l0) or vector(0)',
    'sum(l0) or 0 * count(b0)',
    'sum(l0) or 0 * count(present_over_time(b0[1d]))',
    '100 * (sum(rate(l0[5m])) or 0 * sum(b0)) / sum(b0)',
    'sum(sum(l0) or (sum(b0) - sum(b0)))',
    'sum(vector(0) or l0)',
    'vector(scalar(l0{zone="x"}) > bool 5)',
    'scalar(l0{zone="x"}) > bool 5',
    'l0 + l1 + l2 + l0 + l1 + l2 or vector(0)',
    'max_over_time((sum(l0 offset 1m) or vector(0))[3m:1m])',
  ])('%s is nothing', (expr) => {
    expect(ask(expr)).not.toEqual([])
    expect(askFiltered(expr)).toEqual([])
  })

  it.each(['vector(0) unless on () l0', '0 * absent(l0)', '1 - absent_over_time(l0[5m])'])(
    '%s stays nothing',
    (expr) => {
      expect(ask(expr)).toEqual([])
      expect(askFiltered(expr)).toEqual([])
    },
  )

  it.each(['0 * sum(absent(none))', 'vector(0) unless on () none'])(
    '%s stays what it is: there is no such metric',
    (expr) => {
      expect(ask(expr)).toEqual(['{} 0'])
      expect(askFiltered(expr)).toEqual(['{} 0'])
    },
  )

  it('is never a zero, at any depth', () => {
    fc.assert(
      fc.property(exprOf(LACKING), (expr) => {
        expect(askFiltered(expr), filterExpr(expr, FILTER)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('is never a zero by way of another metric that has the label', () => {
    const inside = fc.tuple(exprOf(LACKING), standInOf(LABELLED), fc.array(fc.constantFrom(...WRAPS), { maxLength: 3 }))
    fc.assert(
      fc.property(inside, ([x, zero, wraps]) => {
        // What is told of the labelled metric itself is no stand-in for the other.
        fc.pre(!/absent|scalar/.test(zero))
        const expr = wraps.reduce((text, wrap) => wrap(text), `(${x}) or ${zero}`)
        expect(askFiltered(expr), filterExpr(expr, FILTER)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

describe('a filter by a label that all series have, and that lets all of them pass', () => {
  it('changes nothing', () => {
    fc.assert(
      fc.property(exprOf(LABELLED), (expr) => {
        expect(askFiltered(expr), filterExpr(expr, FILTER)).toEqual(ask(expr))
      }),
      { numRuns: 300 },
    )
  })
})
