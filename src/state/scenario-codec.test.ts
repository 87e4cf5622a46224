import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { NO_CHANGE } from '~/domain/cost/what-if'
import { decodeScenario, encodeScenario } from './scenario-codec'

it('what was encoded is read again', () => {
  const name = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).filter((text) => !/\p{Cs}/u.test(text))
  const shares = fc.dictionary(name, fc.double({ min: 0, max: 1, noNaN: true }), { maxKeys: 5 })
  const some = fc.record({
    traffic: fc.double({ min: 0, max: 100, noNaN: true }),
    hitRate: fc.option(fc.double({ min: 0, max: 0.99, noNaN: true })),
    prices: shares.map((entries) => new Map(Object.entries(entries))),
    shares: shares.map((entries) => new Map(Object.entries(entries))),
  })
  fc.assert(
    fc.property(some, (scenario) => {
      const params = new URLSearchParams({ if: encodeScenario(scenario) })
      const read = decodeScenario(new URLSearchParams(params.toString()).get('if') ?? '')
      // A name of that length is cut off by no browser, and by us beyond 900 letters of an address.
      expect(read.traffic).toBe(scenario.traffic)
      expect(read.hitRate).toBe(scenario.hitRate)
      expect([...read.prices]).toEqual([...scenario.prices].filter(([key]) => encodeURIComponent(key).length <= 900))
      expect([...read.shares]).toEqual([...scenario.shares].filter(([key]) => encodeURIComponent(key).length <= 900))
    }),
  )
})

it.each([
  '',
  'traffic:-1',
  'traffic:NaN',
  'traffic:1e9',
  'hit:1',
  'share.a:2',
  'share:0.5',
  'price.%:1',
  'x:1',
  'traffic.a:2',
])('of "%s" nothing is taken', (text) => expect(decodeScenario(text)).toEqual(NO_CHANGE))
