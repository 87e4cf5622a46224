import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS } from '~/domain/time/duration'
import { formatValue } from '~/domain/units/format-value'
import { askStore, bookOf, costIn, storeOfCounters } from '~/testing/cost-answers'
import { decodePrices } from './decode-prices'
import { changesOf, type Grouping, groupsOf } from './groups'
import { costMacros, expandMacros } from './macros'
import { countedUsages, reconcile, totalOf } from './parts'
import { DIMENSIONS } from './price-book'
import { moneyStep, roundParts } from './round-parts'

const NOON = Date.parse('2026-01-28T12:00:00Z')
const GROUPINGS: readonly Grouping[] = ['platform', ...DIMENSIONS]

const usages = [
  {
    id: 'models',
    platform: 'shorts',
    title: 'Models',
    tokens: 'tokens_used_sum{platform="shorts"}',
    modelLabel: 'model',
    by: { user: 'user' },
  },
  {
    id: 'jobs',
    platform: 'pipeline',
    title: 'Jobs',
    dollars: 'cost_sum{platform="pipeline"}',
    by: { preset: 'preset', backend: 'backend' },
  },
]
const book = decodePrices({
  schema: 1,
  currency: 'USD',
  prices: [
    { model: 'flash', blended: 0.025, source: 'test' },
    { match: 'gpt.*', blended: 0.26, source: 'test' },
    { model: 'free', blended: 0, source: 'test' },
  ],
  usages,
})

/** Growth in a day of one series of tokens or of dollars. */
const tokenSeries = fc.record({
  model: fc.constantFrom('flash', 'gpt-4o', 'gpt-5', 'free', 'llama'),
  user: fc.constantFrom('ann', 'bob', ''),
  growth: fc.nat(50_000_000),
})
const dollarSeries = fc.record({
  preset: fc.constantFrom('hd', 'sd'),
  backend: fc.constantFrom('veo', 'runway', ''),
  growth: fc.nat(500_000).map((cents) => cents / 100),
})

describe('parts sum to the whole', () => {
  it('in every grouping, and to the cent as it is shown', () => {
    const unique = { maxLength: 6, selector: (one: object) => JSON.stringify({ ...one, growth: 0 }) }
    const inputs = [fc.uniqueArray(tokenSeries, unique), fc.uniqueArray(dollarSeries, unique)] as const
    fc.assert(
      fc.property(...inputs, (tokens, dollars) => {
        const counters = [
          ...tokens.map(({ growth, ...labels }) => ({
            labels: { __name__: 'tokens_used_sum', platform: 'shorts', ...labels },
            at: (timeMs: number) => (growth * (timeMs - NOON + 2 * DAY_MS)) / DAY_MS,
          })),
          ...dollars.map(({ growth, ...labels }) => ({
            labels: { __name__: 'cost_sum', platform: 'pipeline', ...labels },
            at: (timeMs: number) => (growth * (timeMs - NOON + 2 * DAY_MS)) / DAY_MS,
          })),
        ]
        const tsdb = storeOfCounters(counters, { fromMs: NOON - DAY_MS, toMs: NOON, everyMs: 30 * MINUTE_MS })
        const window = { fromMs: NOON - DAY_MS, toMs: NOON }
        const wholes = GROUPINGS.map((grouping) => {
          const dimension = grouping === 'platform' ? null : grouping
          const costs = ['models', 'jobs'].map((id) => costIn(tsdb, book, id, window, dimension))
          const groups = groupsOf(costs, grouping, (id) => id)
          const total = totalOf(costs)
          const whole = Number.isNaN(total.money ?? Number.NaN) ? 0 : (total.money ?? 0)
          expect(groups.reduce((sum, { money }) => sum + money, 0)).toBeCloseTo(whole, 6)
          expect(total.estimated + total.measured).toBeCloseTo(whole, 6)

          const { step, decimals } = moneyStep(whole)
          const shown = roundParts(
            groups.map(({ money }) => money),
            step,
          )
          const perStep = Math.round(1 / step)
          const text = (value: number) => formatValue(value, { unit: 'currencyUSD', decimals }).text
          const sum = shown.reduce((steps, part) => steps + Math.round(part * perStep), 0) / perStep
          expect(text(sum)).toBe(
            text(Math.round(groups.reduce((all, { money }) => all + money, 0) * perStep) / perStep),
          )
          for (const [i, { money }] of groups.entries()) expect(Math.abs((shown[i] ?? 0) - money)).toBeLessThan(step)
          return whole
        })
        for (const whole of wholes) expect(whole).toBeCloseTo(wholes[0] ?? 0, 6)
        // What dashboards show is the same figure, and what no price is for is what the page lists.
        const models = costIn(tsdb, book, 'models', window)
        const macros = costMacros(book, [])
        const { expr, priced } = expandMacros('$__cost(models, 24h)', macros)
        const [figure] = askStore(tsdb, expr, NOON)
        expect(figure?.value ?? 0).toBeCloseTo(Number.isNaN(models.money ?? Number.NaN) ? 0 : (models.money ?? 0), 6)
        const unpriced = askStore(tsdb, priced[0]?.unpriced ?? '', NOON).filter(({ value }) => value > 0)
        expect(unpriced.map(({ labels }) => labels.get('model'))).toEqual(models.unpriced.map(({ model }) => model))
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  it('cents go where the largest remainders are', () => {
    expect(roundParts([1 / 3, 1 / 3, 1 / 3], 0.01)).toEqual([0.34, 0.33, 0.33])
    expect(roundParts([0.005, 0.005], 0.01)).toEqual([0.01, 0])
    expect(roundParts([], 0.01)).toEqual([])
  })
})

describe('estimates and measurements of the same money', () => {
  const pair = decodePrices({
    schema: 1,
    currency: 'USD',
    prices: [{ model: 'flash', blended: 1, source: 'test' }],
    usages: [usages[0], { ...usages[1], measures: 'models' }],
  })
  const counters = [
    { labels: { __name__: 'tokens_used_sum', platform: 'shorts', model: 'flash' }, perDay: 90e6 },
    { labels: { __name__: 'cost_sum', platform: 'pipeline', preset: 'hd' }, perDay: 100 },
  ].map(({ labels, perDay }) => ({ labels, at: (ms: number) => (perDay * (ms - NOON + 2 * DAY_MS)) / DAY_MS }))
  const tsdb = storeOfCounters(counters, { fromMs: NOON - DAY_MS, toMs: NOON, everyMs: 30 * MINUTE_MS })
  const costs = pair.usages.map(({ id }) => costIn(tsdb, pair, id, { fromMs: NOON - DAY_MS, toMs: NOON }))

  it('are held against each other, and count once', () => {
    const [one] = reconcile(costs)
    expect(one?.difference).toBeCloseTo(10, 6)
    expect(one?.share).toBeCloseTo(0.1, 6)
    expect(totalOf(costs).money).toBeCloseTo(100, 6)
    expect(countedUsages(pair.usages).map(({ id }) => id)).toEqual(['jobs'])
  })
})

describe('what changed', () => {
  const group = (name: string, money: number) => ({
    id: `=${name}`,
    name,
    whole: null,
    money,
    kind: 'measured' as const,
  })
  it('is told with the largest first, also what is new and what is gone', () => {
    const changes = changesOf(
      [group('a', 10), group('b', 5), group('new', 2)],
      [group('a', 9), group('b', 5), group('gone', 4)],
    )
    expect(changes.map(({ name, difference, share }) => [name, difference, share])).toEqual([
      ['gone', -4, -1],
      ['new', 2, null],
      ['a', 1, 1 / 9],
    ])
  })
})

it('a book without prices asks nothing that prices, and says so', () => {
  const empty = bookOf([])
  expect(() => expandMacros('$__cost(shorts, 24h)', costMacros(empty, []))).toThrow('no price of prices.json applies')
})
