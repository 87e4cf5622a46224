import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatReading, readDate } from './clock'

it('the true offset lies within the uncertainty, wherever on the way the server wrote its date', () => {
  const sentMs = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) })
  const offsets = fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 })
  const [way, back] = [fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 5_000 })]
  fc.assert(
    fc.property(sentMs, offsets, way, back, (sent, offsetMs, wayMs, backMs) => {
      const header = new Date(sent + wayMs + offsetMs).toUTCString()
      const reading = readDate(header, sent, sent + wayMs + backMs)
      // A half for rounding both to whole milliseconds.
      expect(Math.abs((reading?.offsetMs ?? Number.NaN) - offsetMs)).toBeLessThanOrEqual(
        (reading?.uncertaintyMs ?? 0) + 1,
      )
    }),
  )
})

it.each([
  ['no header', null, 0, 10],
  ['no date', 'yesterday', 0, 10],
  ['heard before it was sent, since a clock was set meanwhile', 'Thu, 01 Jan 2026 00:00:00 GMT', 10, 0],
])('%s tells nothing', (_name, header, sentMs, heardMs) => {
  expect(readDate(header, sentMs, heardMs)).toBeNull()
})

it.each([
  [300, 512, '+0.3 s ± 0.5 s'],
  [-62_000, 500, '−62 s ± 0.5 s'],
  [600_000, 500, '+10 min ± 0.5 s'],
  [-86_400_000, 1_000, '−24 h ± 1 s'],
  [5 * 86_400_000, 500, '+5 d ± 0.5 s'],
])('%i ms is spelt in few words', (offsetMs, uncertaintyMs, text) => {
  expect(formatReading({ offsetMs, uncertaintyMs })).toBe(text)
})
