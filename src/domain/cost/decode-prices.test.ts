import { describe, expect, it } from 'vitest'
import { readCheckout } from '~/testing/shipped-dashboards'
import { decodePrices } from './decode-prices'
import { costMacros, expandMacros } from './macros'

const price = { model: 'flash', blended: 1, source: 'a list' }
const usage = { id: 'u', platform: 'p', title: 'U', tokens: 'tokens_sum{platform="p"}', modelLabel: 'model' }
const file = (prices: readonly unknown[], usages: readonly unknown[] = [usage]) => ({
  schema: 1,
  currency: 'USD',
  prices,
  usages,
})

it('the shipped file has no fault, and a price for each sample model', () => {
  const book = decodePrices(JSON.parse(readCheckout('public/prices.json')))
  expect(book.issues).toEqual([])
  expect(book.prices.find(({ model }) => model === 'gemini-2.0-flash')?.blended).toBe(0.025)
})

describe('a faulty entry costs itself', () => {
  it.each<readonly [string, unknown, string, string]>([
    ['a price below zero', { ...price, blended: -1 }, '/prices/0/blended', 'not be below 0'],
    ['a price that is no number', { ...price, blended: '1' }, '/prices/0/blended', 'must be a number'],
    ['an endless price', { ...price, blended: Number.POSITIVE_INFINITY }, '/prices/0/blended', 'finite'],
    ['neither name nor pattern', { blended: 1, source: 'x' }, '/prices/0', 'either "model" or "match"'],
    ['name and pattern', { ...price, match: 'a' }, '/prices/0', 'either "model" or "match"'],
    ['no price at all', { model: 'a', source: 'x' }, '/prices/0', 'must have a price'],
    ['no source', { model: 'a', blended: 1 }, '/prices/0/source', ''],
    ['a broken pattern', { match: '(', blended: 1, source: 'x' }, '/prices/0/match', 'RE2'],
    ['a pattern that RE2 does not know', { match: '(?=a)', blended: 1, source: 'x' }, '/prices/0/match', 'RE2'],
    [
      'a pattern that is too much',
      { match: '((a{1,99}){1,99}){1,9}', blended: 1, source: 'x' },
      '/prices/0/match',
      'RE2',
    ],
    ['a day that is none', { ...price, validFrom: '2026-13-40' }, '/prices/0/validFrom', 'must be a date'],
    ['an unknown key', { ...price, outptu: 1 }, '/prices/0/outptu', ''],
    ['a number', 5, '/prices/0', ''],
  ])('%s', (_name, entry, path, message) => {
    const { prices, issues } = decodePrices(file([entry, { ...price, model: 'other' }]))
    expect(prices.map(({ model }) => model)).toEqual(['other'])
    expect(issues).toContainEqual({ path, message: expect.stringContaining(message) })
  })

  it.each<readonly [string, object, string]>([
    ['an expression in place of a selector', { tokens: 'sum(tokens_sum)' }, '/usages/0/tokens'],
    ['two selectors', { tokens: 'a or b' }, '/usages/0/tokens'],
    ['a selector that ends the query', { tokens: 'a[5m])) or vector(1' }, '/usages/0/tokens'],
    ['a selector of any metric', { tokens: '{platform="p"}' }, '/usages/0/tokens'],
    ['an offset', { tokens: 'a offset 1d' }, '/usages/0/tokens'],
    ['a label that is none', { modelLabel: 'a, b' }, '/usages/0/modelLabel'],
    ['a reserved label', { by: { user: '__name__' } }, '/usages/0/by/user'],
    ['an id with blanks', { id: 'a b' }, '/usages/0/id'],
  ])('%s', (_name, part, path) => {
    const other = { ...usage, id: 'other' }
    const { usages, issues } = decodePrices(file([price], [{ ...usage, ...part }, other]))
    expect(usages.map(({ id }) => id)).toEqual(['other'])
    expect(issues.map((issue) => issue.path)).toContain(path)
  })

  it('a second price of the same time, a second usage of the same id, and a measurement of nothing are told', () => {
    const measured = { id: 'm', platform: 'p', title: 'M', dollars: 'cost_sum', measures: 'nothing' }
    const book = decodePrices(file([price, { ...price, blended: 2 }], [usage, usage, measured]))
    expect(book.issues.map(({ path, message }) => `${path} ${message}`)).toEqual([
      '/prices/1 is a second price of the same model from the same time: not used',
      '/usages "u" is the id of two usages: the first is used',
      '/usages "m" measures "nothing", which is no usage of tokens',
    ])
    expect(book.usages.map(({ id }) => id)).toEqual(['u', 'm'])
  })
})

describe('the file as such', () => {
  it.each([
    ['another version', { ...file([]), schema: 2 }],
    ['no currency', { schema: 1, prices: [], usages: [] }],
    ['a currency without a sign', { ...file([]), currency: 'XXX' }],
    ['prices that are no list', { ...file([]), prices: {} }],
    ['null', null],
  ])('%s is refused as a whole', (_name, input) => expect(() => decodePrices(input)).toThrow())
})

describe('macros that name what is not there', () => {
  const macros = costMacros(decodePrices(file([price])), [{ id: 'b', title: 'B', daily: 5 }])
  it.each([
    ['$__cost(nope, 24h)', 'there is no usage "nope" in prices.json'],
    ['$__cost(u, 1 or 2)', 'is no window'],
    ['$__cost(u, 0h)', 'is no window'],
    ['$__cost(u)', 'is no window'],
    ['$__cost_by(u, backend, 24h)', 'has no label for "backend"'],
    ['$__cache_savings(u, 24h)', 'has no cache'],
    ['$__budget(b, monthly)', 'has no amount "monthly"'],
    ['$__budget(x, daily)', 'there is no budget "x"'],
    ['$__costs(u, 24h)', 'there is no macro'],
  ])('%s', (text, message) => expect(() => expandMacros(text, macros)).toThrow(message))

  it('others are left to who knows them', () => {
    expect(expandMacros('rate(x[$__rate_interval]) / $__budget(b, daily)', macros)).toEqual({
      expr: 'rate(x[$__rate_interval]) / (5)',
      priced: [],
    })
  })
})
