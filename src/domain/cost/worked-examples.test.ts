import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import { formatText } from '~/domain/units/format-value'
import { askStore, bookOf, type Counter, costIn, storeOfCounters } from '~/testing/cost-answers'
import { burnOf } from './budget'
import { costMacros, expandMacros } from './macros'
import { type CostTotal, totalOf } from './parts'
import type { PriceBook } from './price-book'
import { savingsOf } from './savings'

const NOON = Date.parse('2026-01-28T12:00:00Z')
const FLASH = { model: 'gemini-2.0-flash', blended: 0.025 }
const REFERENCE = bookOf([FLASH])
const dollars = (value: number | null) => formatText(value, { unit: 'currencyUSD' })

interface TokenOptions {
  readonly model?: string
  readonly sinceMs?: number
  readonly type?: string
}

/** A counter of tokens that grows evenly from `sinceMs` on. */
function tokens(
  aDay: number,
  { model = FLASH.model, sinceMs = NOON - 40 * DAY_MS, ...labels }: TokenOptions = {},
): Counter {
  return {
    labels: { __name__: 'tokens_used_sum', platform: 'shorts', model, ...labels },
    at: (timeMs) => (aDay * (timeMs - sinceMs)) / DAY_MS,
  }
}

function totalIn(book: PriceBook, counters: readonly Counter[], fromMs: number, toMs: number, everyMs = 5 * MINUTE_MS) {
  const tsdb = storeOfCounters(counters, { fromMs: fromMs - HOUR_MS, toMs, everyMs })
  return totalOf([costIn(tsdb, book, 'shorts', { fromMs, toMs })])
}

describe('tokens times price', () => {
  const day = (book: PriceBook, counters: readonly Counter[]) => totalIn(book, counters, NOON - DAY_MS, NOON)
  it.each<readonly [string, CostTotal, string, number | null, boolean]>([
    ['50M tokens a day at the reference price', day(REFERENCE, [tokens(50e6)]), '$1.25', 1, false],
    ['a price of zero is a price', day(bookOf([{ ...FLASH, blended: 0 }]), [tokens(50e6)]), '$0.00', 1, false],
    [
      'a model that no price matches',
      day(REFERENCE, [tokens(50e6), tokens(50e6, { model: 'llama-4' })]),
      '$1.25',
      0.5,
      true,
    ],
    ['only models that no price matches', day(REFERENCE, [tokens(50e6, { model: 'llama-4' })]), '$0.00', 0, true],
    ['zero traffic', day(REFERENCE, [tokens(0)]), 'no traffic', null, false],
    ['no such metric', day(REFERENCE, []), 'No data', null, true],
    [
      'an exact name before a pattern that comes first in the file',
      day(bookOf([{ match: 'gemini-.*', blended: 1000 }, FLASH]), [tokens(50e6)]),
      '$1.25',
      1,
      false,
    ],
    [
      'the first of two patterns',
      day(
        bookOf([
          { match: 'gemini-2.*', blended: 0.025 },
          { match: 'gemini-.*', blended: 9 },
        ]),
        [tokens(50e6)],
      ),
      '$1.25',
      1,
      false,
    ],
    [
      'a pattern matches the whole name or not at all',
      day(bookOf([{ match: 'gemini', blended: 9 }]), [tokens(50e6)]),
      '$0.00',
      0,
      true,
    ],
    [
      'input and output prices alone for tokens that tell no kinds: not guessed',
      day(bookOf([{ model: FLASH.model, input: 1, output: 2 }]), [tokens(50e6)]),
      '$0.00',
      0,
      true,
    ],
  ])('%s', (_name, total, text, coverage, atLeast) => {
    expect(dollars(total.money)).toBe(text)
    expect(total.coverage).toBe(coverage)
    expect(total.atLeast).toBe(atLeast)
  })

  it('names what has no price, with its tokens and why', () => {
    const { unpriced } = day(REFERENCE, [tokens(50e6), tokens(10e6, { model: 'llama-4' })])
    expect(unpriced).toEqual([
      {
        usageId: 'shorts',
        model: 'llama-4',
        kind: '',
        tokens: expect.closeTo(10e6, 0),
        why: 'no price in prices.json matches it',
      },
    ])
  })

  it('prompts, answers and cached prompts each at their own price', () => {
    const kindLabel = { label: 'type', input: ['prompt'], output: ['completion'], cached: ['cached'] }
    const book = bookOf([{ model: 'm', input: 2, output: 8, cached: 0.5 }], { kindLabel })
    const counters = ['prompt', 'completion', 'cached'].map((type) => tokens(1e6, { model: 'm', type }))
    expect(dollars(day(book, counters).money)).toBe('$10.50')
    const withoutCached = bookOf([{ model: 'm', input: 2, output: 8 }], { kindLabel })
    const total = day(withoutCached, counters)
    expect([dollars(total.money), total.atLeast, total.unpriced.map(({ kind }) => kind)]).toEqual([
      '$10.00',
      true,
      ['cached'],
    ])
  })
})

describe('a month with a price change on the 15th', () => {
  const [from, change, to] = ['2026-01-01', '2026-01-15', '2026-02-01'].map((day) => Date.parse(day)) as [
    number,
    number,
    number,
  ]
  const book = bookOf([FLASH, { ...FLASH, blended: 0.1, validFrom: '2026-01-15' }])

  it('is cut there: 14 days at the old price and 17 at the new one', () => {
    const total = totalIn(book, [tokens(50e6, { sinceMs: from - 2 * DAY_MS })], from, to, 15 * MINUTE_MS)
    expect(total.money).toBeCloseTo(50 * (14 * 0.025 + 17 * 0.1), 6)
    expect(total.coverage).toBe(1)
  })

  it('a price that begins later leaves the time before without one', () => {
    const late = bookOf([{ ...FLASH, validFrom: '2026-01-15' }])
    const total = totalIn(late, [tokens(50e6, { sinceMs: from - 2 * DAY_MS })], from, to, 15 * MINUTE_MS)
    expect(total.money).toBeCloseTo(50 * 17 * 0.025, 6)
    expect(total.coverage).toBeCloseTo(17 / 31, 6)
    expect(total.atLeast).toBe(true)
  })

  // A dashboard asks at any time: the same text must be right before, in and after the change.
  it.each([
    ['a day before', -DAY_MS, 24 * 0.025],
    ['at the change', 0, 24 * 0.025],
    ['six hours after', 6 * HOUR_MS, 18 * 0.025 + 6 * 0.1],
    ['a day after', DAY_MS, 24 * 0.1],
  ])('a dashboard’s $__cost(shorts, 24h), %s', (_name, afterMs, dollarsOf24M) => {
    const { expr } = expandMacros('$__cost(shorts, 24h)', costMacros(book, []))
    const tsdb = storeOfCounters([tokens(24e6, { sinceMs: from })], { fromMs: from, toMs: to, everyMs: 5 * MINUTE_MS })
    const answer = askStore(tsdb, expr, change + afterMs)
    expect(answer.map(({ value }) => value)).toEqual([expect.closeTo(dollarsOf24M, 6)])
  })
})

describe('counter resets and gaps', () => {
  const fromMs = NOON - HOUR_MS
  const perMinute = 1000

  it.each([
    ['in the middle', fromMs + 30 * MINUTE_MS],
    ['right after the first scrape of the window', fromMs + MINUTE_MS],
    ['right before the last scrape', NOON],
  ])('a process that starts anew %s loses nothing that was scraped', (_name, resetMs) => {
    const at = (timeMs: number) =>
      ((timeMs < resetMs ? timeMs - fromMs + 5 * HOUR_MS : timeMs - resetMs) / MINUTE_MS) * perMinute
    const total = totalIn(REFERENCE, [{ ...tokens(0), at }], fromMs, NOON, MINUTE_MS)
    // What was counted between the last scrape before it and the reset is gone for good: one scrape at most.
    const whole = (60 * perMinute * 0.025) / 1e6
    expect(total.money).toBeLessThanOrEqual(whole * 1.02)
    expect(total.money).toBeGreaterThanOrEqual(whole * (1 - 2.1 / 60))
  })

  it('ten missed scrapes are bridged', () => {
    const even = tokens(1000 * 60 * 24)
    const at = (timeMs: number) => (Math.abs(timeMs - NOON + 30 * MINUTE_MS) < 5 * MINUTE_MS ? null : even.at(timeMs))
    const total = totalIn(REFERENCE, [{ ...even, at }], fromMs, NOON, MINUTE_MS)
    expect(total.money).toBeCloseTo((60_000 * 0.025) / 1e6, 12)
  })
})

describe('cache savings', () => {
  it('60 % hits of 50M tokens save $0.75 a day and $274 a year', () => {
    const savings = savingsOf({ money: 1.25, tokens: 50e6, hits: 60, misses: 40 })
    expect(savings).toEqual({ hitRate: 0.6, savedTokens: 30e6, aDay: 0.75, aYear: 273.75 })
    expect(dollars(Math.round(savings?.aYear ?? 0))).toBe('$274.00')
  })

  it('a cache that nobody asks saves nothing that is known', () => {
    expect(savingsOf({ money: 1.25, tokens: 50e6, hits: 0, misses: 0 })).toBeNull()
    expect(savingsOf({ money: Number.NaN, tokens: 0, hits: 1, misses: 1 })).toBeNull()
  })
})

describe('budgets', () => {
  const midnight = NOON - 12 * HOUR_MS
  const day = { fromMs: midnight, toMs: midnight + DAY_MS }
  it('$100 with $60 spent at noon', () => {
    expect(burnOf(100, 60, day, NOON)).toEqual({
      used: 0.6,
      gone: 0.5,
      projected: 120,
      runsOutMs: midnight + 20 * HOUR_MS,
      isSpent: false,
    })
  })

  it.each<readonly [string, ReturnType<typeof burnOf>, object | null]>([
    ['lasts', burnOf(100, 40, day, NOON), { runsOutMs: null, projected: 80 }],
    ['is spent', burnOf(100, 100, day, NOON), { isSpent: true, runsOutMs: NOON }],
    ['nothing spent', burnOf(100, 0, day, NOON), { used: 0, runsOutMs: null }],
    ['a day of 23 hours', burnOf(100, 60, { ...day, toMs: midnight + 23 * HOUR_MS }, NOON), { gone: 12 / 23 }],
    ['the first minutes say nothing', burnOf(100, 1, day, midnight + MINUTE_MS), null],
    ['but a budget that is spent by then does', burnOf(100, 101, day, midnight + MINUTE_MS), { isSpent: true }],
    ['a budget of nothing', burnOf(0, 1, day, NOON), null],
    ['an unknown cost', burnOf(100, Number.NaN, day, NOON), null],
  ])('%s', (_name, burn, expected) => {
    if (expected === null) expect(burn).toBeNull()
    else expect(burn).toMatchObject(expected)
  })
})
