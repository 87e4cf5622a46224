import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeJourneyId, encodeJourneyId } from './journey-id'

const key = fc.record({ platform: fc.nat(15), second: fc.nat(2 ** 31 - 1), nth: fc.nat(15) })

it('an id holds its request and is no other', () => {
  fc.assert(
    fc.property(key, fc.integer(), (one, seed) => {
      const id = encodeJourneyId(one, seed)
      expect(id).toMatch(/^[0-9a-f]{12}$/)
      expect(decodeJourneyId(id, seed)).toEqual(one)
    }),
  )
})

it('an id of somebody else is none: of a thousand, as few as 9 bits of nothing let through', () => {
  const others = Array.from({ length: 1000 }, (_, n) => ((n + 1) * 48_271_991).toString(16).padStart(12, '0'))
  expect(others.filter((id) => decodeJourneyId(id, 7) !== null).length).toBeLessThan(20)
  for (const odd of ['', 'ABCDEF123456', 'abc', '<img src=x>']) expect(decodeJourneyId(odd, 7)).toBeNull()
})
