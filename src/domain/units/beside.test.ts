import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textBeside } from './beside'
import { formatText } from './format-value'

const percent = (value: number, ...bounds: number[]) =>
  textBeside(value, bounds, (decimals) => formatText(value, { unit: 'percent', decimals }))

test.each([
  [percent(99.52, 99.5), '99.52 %'],
  [percent(99.496, 99.5), '99.496 %'],
  [percent(99.5, 99.5), '99.5 %'],
  [percent(99.85, 99.85), '99.85 %'],
  [percent(99.3, 99.5), '99.3 %'],
  [percent(97.2499, 97.25), '97.2 %'],
  [percent(99.5 + 1e-12, 99.5), '99.5 %'],
  [percent(-250, 99.5), '-250 %'],
  [percent(Number.NaN, 99.5), 'no traffic'],
  [percent(4.9996, 5, 10), '4.9996 %'],
])('%s', (text, wanted) => expect(text).toBe(wanted))

test('no text is on another side of a bound than its value, nor on the bound', () => {
  const bound = fc.integer({ min: 1_000_000, max: 99_999_900 }).map((n) => n / 1e6)
  const off = fc.integer({ min: -999_999, max: 999_999 }).map((n) => n / 1e6)
  fc.assert(
    fc.property(bound, off, (at, by) => {
      const shown = Number.parseFloat(percent(at + by, at))
      expect(Math.sign(Math.round((shown - at) * 1e7))).toBe(Math.sign(by))
    }),
  )
})
