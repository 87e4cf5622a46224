import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MonthBase, monthUnder, NO_CHANGE, type Scenario } from './what-if'

const BASE: MonthBase = {
  models: [
    { model: 'flash', tokens: 600e6, perMillion: 0.025 },
    { model: 'mini', tokens: 300e6, perMillion: 0.26 },
    { model: 'haiku', tokens: 100e6, perMillion: 1.6 },
  ],
  hitRate: 0.6,
  measured: 1000,
  isPartial: false,
}
const BEFORE = 600 * 0.025 + 300 * 0.26 + 100 * 1.6

describe('a month under a scenario', () => {
  it.each<readonly [string, Partial<Scenario>, number]>([
    ['nothing changes', {}, 1000 + BEFORE],
    ['twice the traffic', { traffic: 2 }, 2 * (1000 + BEFORE)],
    ['no traffic', { traffic: 0 }, 0],
    ['another price', { prices: new Map([['haiku', 0.8]]) }, 1000 + BEFORE - 80],
    ['a price of zero', { prices: new Map([['haiku', 0]]) }, 1000 + BEFORE - 160],
    ['all to one model', { shares: new Map([['flash', 1]]) }, 1000 + 1000 * 0.025],
    [
      'none to a model: the others take it as they divide the rest',
      { shares: new Map([['haiku', 0]]) },
      1000 + (2000 / 3) * 0.025 + (1000 / 3) * 0.26,
    ],
    [
      'shares that come to more than all are scaled',
      {
        shares: new Map([
          ['flash', 1],
          ['mini', 1],
        ]),
      },
      1000 + 500 * 0.025 + 500 * 0.26,
    ],
    ['hits from 60 % to 80 %: half of the misses, half of the tokens', { hitRate: 0.8 }, 1000 + BEFORE / 2],
    ['a cache that answers nothing', { hitRate: 0 }, 1000 + BEFORE * 2.5],
    ['a price for a model that is not there', { prices: new Map([['nobody', 9]]) }, 1000 + BEFORE],
  ])('%s', (_name, change, money) => {
    expect(monthUnder(BASE, { ...NO_CHANGE, ...change }).money).toBeCloseTo(money, 9)
  })

  it('a model without a price makes it at least that, until it has one', () => {
    const base = { ...BASE, models: [...BASE.models, { model: 'llama', tokens: 10e6, perMillion: null }] }
    expect(monthUnder(base, NO_CHANGE).atLeast).toBe(true)
    expect(monthUnder(base, { ...NO_CHANGE, shares: new Map([['llama', 0]]) }).atLeast).toBe(false)
    const priced = monthUnder(base, { ...NO_CHANGE, prices: new Map([['llama', 1]]) })
    expect([priced.atLeast, priced.money]).toEqual([false, expect.closeTo(1000 + BEFORE + 10, 9)])
  })

  it('a cache that nobody asks changes nothing', () => {
    expect(monthUnder({ ...BASE, hitRate: null }, { ...NO_CHANGE, hitRate: 0.9 }).money).toBeCloseTo(1000 + BEFORE, 9)
  })

  it('shares sum to one, tokens are kept, money is never below zero', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const models = fc.uniqueArray(fc.record({ model: fc.constantFrom('a', 'b', 'c', 'd'), tokens: fc.nat(1e9) }), {
      selector: ({ model }) => model,
      minLength: 1,
    })
    fc.assert(
      fc.property(models, fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), share), (own, shares) => {
        const base = {
          models: own.map((one) => ({ ...one, perMillion: 1 })),
          hitRate: null,
          measured: 0,
          isPartial: false,
        }
        const month = monthUnder(base, { ...NO_CHANGE, shares: new Map(Object.entries(shares)) })
        const tokens = own.reduce((sum, one) => sum + one.tokens, 0)
        if (tokens > 0) expect(month.models.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1, 9)
        expect(month.models.reduce((sum, one) => sum + one.tokens, 0)).toBeCloseTo(tokens, 3)
        expect(month.money).toBeGreaterThanOrEqual(0)
      }),
      {
        examples: [
          // The smallest share that there is, of models that have nothing.
          [[{ model: 'b', tokens: 0 }], { b: Number.MIN_VALUE }],
          // Nobody is left to take the tokens.
          [[{ model: 'a', tokens: 1 }], { a: 0 }],
        ],
      },
    )
  })

  it('of a day that something is missing in is at least that, whatever is changed', () => {
    const { money, atLeast } = monthUnder({ ...BASE, isPartial: true }, NO_CHANGE)
    expect([money, atLeast]).toEqual([monthUnder(BASE, NO_CHANGE).money, true])
    expect(monthUnder(BASE, NO_CHANGE).atLeast).toBe(false)
  })
})
