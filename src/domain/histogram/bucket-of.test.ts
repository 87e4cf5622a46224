import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { bucketOf, formatBounds, formatBucket, topBound } from '~/domain/histogram/bucket-of'
import { askInstant, seriesOf, sourceOf } from '~/testing/promql'

const BOUNDS = [0.1, 0.5, 1, 2.5, 5, 10]
const NONE = Number.NEGATIVE_INFINITY
const OPEN = Number.POSITIVE_INFINITY

test.each<[string, number, readonly number[], [lower: number, upper: number] | null]>([
  ['between two bounds', 0.7, BOUNDS, [0.5, 1]],
  ['at an upper bound, which is in the bucket', 0.5, BOUNDS, [0.1, 0.5]],
  ['in the first bucket, which begins at zero', 0.05, BOUNDS, [0, 0.1]],
  ['at zero', 0, BOUNDS, [0, 0.1]],
  ['at the highest bound, which may be anything above', 10, BOUNDS, [10, OPEN]],
  ['just below it', 9.999, BOUNDS, [5, 10]],
  ['above all bounds: of another layout', 11, BOUNDS, null],
  ['below zero, where no bucket is', -1, BOUNDS, null],
  ['no traffic', Number.NaN, BOUNDS, null],
  ['a rounding above an upper bound', 0.5 + Number.EPSILON, BOUNDS, [0.1, 0.5]],
  ['a rounding above the highest bound, which is below it', 10 + 2e-15, BOUNDS, [5, 10]],
  ['of q above 1', OPEN, BOUNDS, null],
  ['of q below 0', NONE, BOUNDS, null],
  ['without bounds', 1, [], null],
  ['at a first bound below zero, which may be anything below', -2, [-2, 1], [NONE, -2]],
  ['at a first bound of zero', 0, [0, 1], [NONE, 0]],
  ['below a first bound below zero', -3, [-2, 1], null],
  ['above a first bound below zero', -1, [-2, 1], [-2, 1]],
  ['one bound', 3, [5], [0, 5]],
  ['at the only bound', 5, [5], [5, OPEN]],
  ['at the only bound, below zero: above it or below', -5, [-5], [NONE, -5]],
])('%s', (_name, value, bounds, expected) => {
  const bucket = bucketOf(value, bounds)
  expect(bucket && [bucket.lower, bucket.upper]).toEqual(expected)
})

test('the only bound says nothing where it is below zero', () => {
  expect(topBound([-5])).toBeUndefined()
  expect(topBound([0])).toBeUndefined()
  expect(topBound([])).toBeUndefined()
  expect([topBound([5]), topBound([-5, -1])]).toEqual([5, -1])
})

/** Counts observations into buckets, and asks the evaluator: the truth that a bucket must hold. */
it('the true quantile is in the bucket of what histogram_quantile answers', () => {
  const observation = fc.integer({ min: 1, max: 200 }).map((n) => n / 10)
  const layout = fc.uniqueArray(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(
      fc.array(observation, { minLength: 1, maxLength: 40 }),
      layout.map((tenths) => tenths.sort((a, b) => a - b).map((n) => n / 10)),
      fc.constantFrom(0.1, 0.5, 0.9, 0.99, 1),
      (observations, bounds, q) => {
        const count = (upTo: number) => observations.filter((one) => one <= upTo).length
        const series = [...bounds, OPEN].map((bound) =>
          seriesOf(`x_bucket{le="${bound === OPEN ? '+Inf' : bound}"}`, [count(bound)]),
        )
        const [line = ''] = askInstant(sourceOf(series), `histogram_quantile(${q}, x_bucket)`, 0)
        const answer = Number(line.replace('{} ', ''))
        const sorted = observations.toSorted((a, b) => a - b)
        // The observation of that rank, as Prometheus counts ranks.
        const truth = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
        const bucket = bucketOf(answer, bounds)
        if (bucket === null) throw new Error(`${answer} is in no bucket of ${bounds.join(' ')}`)
        // A rank at the very end of the last bucket but one has the same answer: the one case that nobody can tell apart.
        if (bucket.upper === OPEN && q * sorted.length <= count(bucket.lower)) return
        expect(truth).toBeGreaterThan(bucket.lower)
        expect(truth).toBeLessThanOrEqual(bucket.upper)
      },
    ),
    { numRuns: 300 },
  )
})

it('finds the bucket that looking at each one finds', () => {
  const bounds = fc.uniqueArray(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(
      bounds.map((all) => all.sort((a, b) => a - b)),
      fc.integer({ min: -25, max: 25 }),
      (sorted, value) => {
        const ends = [...sorted, OPEN]
        const first = sorted[0] ?? 0
        const holding = ends.flatMap((upper, i) => {
          const lower = ends[i - 1] ?? (first > 0 ? 0 : NONE)
          const isIn = (value > lower || (lower === 0 && value === 0)) && value <= upper
          return isIn && upper !== OPEN ? [{ lower, upper }] : []
        })
        const top = sorted.at(-1) ?? 0
        const isTop = value === top && (sorted.length > 1 || top > 0)
        const isBelowAll = first <= 0 && value < first
        const expected = isTop ? { lower: top, upper: OPEN } : isBelowAll ? null : (holding[0] ?? null)
        expect(bucketOf(value, sorted)).toEqual(expected)
      },
    ),
  )
})

test('p99 of requests that take longer than all bounds', () => {
  const buckets = { '1': 90, '5': 97, '10': 98, '+Inf': 100 }
  const series = Object.entries(buckets).map(([le, count]) => seriesOf(`x_bucket{le="${le}"}`, [count]))
  expect(askInstant(sourceOf(series), 'histogram_quantile(0.99, x_bucket)', 0)).toEqual(['{} 10'])
  expect(bucketOf(10, [1, 5, 10])).toEqual({ lower: 10, upper: OPEN })
  expect(topBound([1, 5, 10])).toBe(10)
})

describe('bounds in words', () => {
  test.each<[number, number, string, string]>([
    [2.5, 5, 's', '2.5–5 s'],
    [0, 0.1, 's', '0–100 ms'],
    [0.5, 1, 's', '500 ms–1 s'],
    [30, 60, 's', '30 s–1 min'],
    [1000, 2500, 'none', '1000–2500'],
    [0.5, 1, 'currencyUSD', '$0.50–$1.00'],
    [0, 1024, 'bytes', '0–1 KiB'],
    [-2, 1, 's', '-2 to 1 s'],
    [10, OPEN, 's', 'no upper bound'],
    [NONE, -2, 's', 'at most -2 s'],
  ])('%d to %d %s', (lower, upper, unit, text) => {
    expect(formatBucket({ lower, upper }, unit)).toBe(text)
  })

  test.each<[readonly number[], string, string]>([
    [BOUNDS, 's', '100, 500 ms, 1, 2.5, 5, 10 s'],
    [[30, 60, 120], 's', '30 s, 1, 2 min'],
    [[1, 5], 'none', '1, 5'],
    [[5], 'ms', '5 ms'],
  ])('%j in %s', (bounds, unit, text) => {
    expect(formatBounds(bounds, unit)).toBe(text)
  })
})
