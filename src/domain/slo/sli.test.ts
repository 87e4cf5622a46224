import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern } from '~/domain/promql/compile-pattern'
import { evaluateInstant } from '~/domain/promql/eval/evaluate'
import { nodesOf } from '~/domain/promql/nodes-of'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import { createTsdb } from '~/domain/tsdb/tsdb'
import { madeSlo } from '~/testing/made-slo'
import { leTexts } from './selector'
import { badExpr, coverageExpr, errorShareExpr, goodShareExpr, totalExpr } from './sli'

const END_MS = 1_800_000_000_000

/** What an expression gives on counters that grow by so much a minute for the last hours; null for nothing. */
function ask(expr: string, perMinute: Readonly<Record<string, number>>, hours = 2): number | null {
  const tsdb = createTsdb()
  const startMs = END_MS - hours * HOUR_MS
  for (const [text, step] of Object.entries(perMinute)) {
    const [selector] = [...nodesOf(parsePromql(text))].flatMap((node) => (node.kind === 'vectorSelector' ? [node] : []))
    const labels = new Map((selector?.matchers ?? []).map(({ name, value }) => [name, value] as const))
    const ref = tsdb.series(labels)
    for (let i = 0; startMs + i * MINUTE_MS <= END_MS; i++) tsdb.append(ref, startMs + i * MINUTE_MS, i * step)
  }
  const reader = tsdb.openReader()
  try {
    const answer = evaluateInstant(parsePromql(expr), reader, { timeMs: END_MS })
    return answer.type === 'vector' ? (answer.samples[0]?.value ?? null) : null
  } finally {
    reader.close()
  }
}

const KINDS = {
  good: { good: 'jobs{s="ok"}', total: 'jobs' },
  errors: { errors: 'jobs{s="bad"}', total: 'jobs' },
  parts: { good: 'jobs{s="ok"}', errors: 'jobs{s="bad"}' },
} as const

describe.each(Object.entries(KINDS))('two of good, errors and total: %s', (_, sli) => {
  const { sli: own } = madeSlo({ sli })
  it.each<[string, Readonly<Record<string, number>>, number | null, number | null]>([
    ['both', { 'jobs{s="ok"}': 9, 'jobs{s="bad"}': 1 }, 0.1, 600],
    ['none of the errors yet', { 'jobs{s="ok"}': 10 }, 0, 600],
    ['none of the good ones yet', { 'jobs{s="bad"}': 10 }, 1, 600],
    ['no traffic', { 'jobs{s="ok"}': 0, 'jobs{s="bad"}': 0 }, Number.NaN, 0],
    ['no series', { other: 5 }, null, null],
  ])('%s', (_name, series, share, total) => {
    const shared = ask(errorShareExpr(own, HOUR_MS), series)
    if (share === null || Number.isNaN(share)) expect(shared).toEqual(share)
    else expect(shared).toBeCloseTo(share, 9)
    const good = ask(goodShareExpr(own, HOUR_MS), series)
    if (share === null || Number.isNaN(share)) expect(good).toEqual(share)
    else expect(good).toBeCloseTo(1 - share, 9)
    const all = ask(totalExpr(own, HOUR_MS), series)
    if (total === null) expect(all).toBeNull()
    else expect(all).toBeCloseTo(total, 6)
    const bad = ask(badExpr(own, HOUR_MS), series)
    if (total === null) expect(bad).toBeNull()
    else expect(bad).toBeCloseTo(total * (share || 0), 6)
  })
})

describe('a latency', () => {
  const { sli } = madeSlo({ sli: { latency: { histogram: 'd{a="b"}', below: '300s' } } })
  it.each<[string, Readonly<Record<string, number>>, number | null]>([
    ['as Go writes the bound', { 'd_bucket{a="b",le="300"}': 9, 'd_count{a="b"}': 10 }, 0.9],
    ['as Prometheus 3 does', { 'd_bucket{a="b",le="300.0"}': 9, 'd_count{a="b"}': 10 }, 0.9],
    [
      'as both, of two instances',
      { 'd_bucket{a="b",le="300"}': 9, 'd_bucket{a="b",i="2",le="300.0"}': 1, 'd_count{a="b"}': 20 },
      0.5,
    ],
    ['without the bucket', { 'd_bucket{a="b",le="250"}': 9, 'd_count{a="b"}': 10 }, null],
    ['without traffic', { 'd_bucket{a="b",le="300"}': 0, 'd_count{a="b"}': 0 }, Number.NaN],
  ])('%s', (_, series, share) => {
    const got = ask(goodShareExpr(sli, HOUR_MS), series)
    if (share === null || Number.isNaN(share)) expect(got).toEqual(share)
    else expect(got).toBeCloseTo(share, 9)
  })

  it.each(['d{a="b"}', 'd_bucket{a="b"}', 'd_count{a="b"}', 'd_sum{a="b"}'])(
    'of %s is of the same histogram',
    (name) => {
      const named = madeSlo({ sli: { latency: { histogram: name, below: '300s' } } })
      expect(goodShareExpr(named.sli, HOUR_MS)).toBe(goodShareExpr(sli, HOUR_MS))
    },
  )

  it.each([
    ['2.5s', 2.5],
    ['500ms', 0.5],
    ['10m', 600],
    [1e6, 1e6],
  ])('bounds: %s', (below, bound) => {
    expect(madeSlo({ sli: { latency: { histogram: 'd', below } } }).sli).toMatchObject({ bound })
  })

  it('finds a bound however a library writes it, and no other', () => {
    const written = (bound: number) => [
      String(bound),
      bound.toFixed(1),
      bound.toExponential().replace(/e\+(\d)$/, 'e+0$1'),
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(0.005, 0.25, 1, 2.5, 300, 14_400, 1e6, 5e9, 1.5e6),
        fc.constantFrom(0, 1, 2),
        (bound, how) => {
          const text = written(bound)[how] ?? ''
          const isOwn = Number(text) === bound && (how !== 2 || bound >= 1e6)
          if (isOwn) expect(leTexts(bound)).toContain(text)
          for (const one of leTexts(bound)) expect(Number(one)).toBe(bound)
        },
      ),
    )
    const expr = parsePromql(goodShareExpr(sli, HOUR_MS))
    const le = [...nodesOf(expr)].flatMap((node) =>
      node.kind === 'vectorSelector' ? node.matchers.filter(({ name }) => name === 'le') : [],
    )
    const matches = compilePattern(le[0]?.value ?? '')
    expect(['300', '300.0', '3000', '300x0', '30'].map((text) => matches(text))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

it('a probe counts its scrapes', () => {
  const { sli } = madeSlo({ sli: { probe: 'up' } })
  // 0, 0, 0, …: a gauge that stays.
  expect(ask(goodShareExpr(sli, HOUR_MS), { up: 0 })).toBe(0)
  expect(ask(totalExpr(sli, HOUR_MS), { up: 0 })).toBe(61)
  expect(ask(goodShareExpr(sli, HOUR_MS), {})).toBeNull()
})

it('counts the hours that have data', () => {
  const { sli } = madeSlo()
  const expr = coverageExpr(sli, 720 * HOUR_MS, HOUR_MS)
  expect(ask(expr, { jobs_total: 1 }, 5)).toBe(5)
  expect(ask(expr, { jobs_total: 0 }, 5), 'an hour without traffic has data').toBe(5)
  expect(ask(expr, { other: 1 }, 5)).toBeNull()
})

it('p95 is within a bucket bound exactly where 95 % are', () => {
  const { sli } = madeSlo({ sli: { latency: { histogram: 'd', below: '300s' } } })
  const p95 = 'histogram_quantile(0.95, sum by (le) (rate(d_bucket[1h])))'
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(4), (a, b, c, d) => {
      const series = {
        'd_bucket{le="60"}': a,
        'd_bucket{le="300"}': a + b,
        'd_bucket{le="600"}': a + b + c,
        'd_bucket{le="+Inf"}': a + b + c + d,
        d_count: a + b + c + d,
      }
      fc.pre(a + b + c + d > 0)
      // At the very bound floating point decides, so whole numbers are compared.
      fc.pre((a + b) * 20 !== (a + b + c + d) * 19)
      const [quantile, share] = [ask(p95, series), ask(goodShareExpr(sli, HOUR_MS), series)]
      expect((quantile ?? Number.NaN) <= 300).toBe((share ?? Number.NaN) >= 0.95)
    }),
    { numRuns: 60 },
  )
})
