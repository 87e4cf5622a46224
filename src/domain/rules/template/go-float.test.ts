import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatFloat, formatHexFloat } from './go-float'

describe('formatFloat', () => {
  it.each([
    [0.5, 'f', 0, '0'],
    [1.5, 'f', 0, '2'],
    [2.5, 'f', 0, '2'],
    [0.125, 'f', 2, '0.12'],
    [1.005, 'f', 2, '1.00'],
    [0.1, 'f', 20, '0.10000000000000000555'],
    [1e21, 'f', 0, '1000000000000000000000'],
    [5e-324, 'f', -1, `0.${'0'.repeat(323)}5`],
    [5e-324, 'e', 3, '4.941e-324'],
    [999.95, 'g', 4, '1000'],
    [999.94, 'g', 4, '999.9'],
    [99999, 'g', 4, '1e+05'],
    [0.0001, 'g', -1, '0.0001'],
    [0.00001, 'g', -1, '1e-05'],
    [1e6, 'g', -1, '1e+06'],
    [-0, 'g', -1, '-0'],
    [0, 'e', -1, '0e+00'],
    [0, 'e', 2, '0.00e+00'],
    [Number.NaN, 'f', 2, 'NaN'],
    [Number.NEGATIVE_INFINITY, 'e', 2, '-Inf'],
  ] as const)('%d as %s with %i', (value, format, precision, text) => {
    expect(formatFloat(value, format, precision)).toBe(text)
  })

  it('reads back as the same number', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom('e', 'f', 'g'),
        (value, format) => {
          expect(Number(formatFloat(value, format as 'e' | 'f' | 'g', -1))).toBe(value)
        },
      ),
    )
  })

  it('is toExponential and toFixed but for what lies exactly in the middle', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
        fc.integer({ min: 0, max: 12 }),
        (value, digits) => {
          // Halves of a power of ten are rare enough among these to be left out whole.
          fc.pre(value !== 0 && !/5$/.test(String(value)))
          expect(Number(formatFloat(value, 'e', digits))).toBe(Number(value.toExponential(digits)))
          expect(Number(formatFloat(value, 'f', digits))).toBe(Number(value.toFixed(digits)))
        },
      ),
    )
  })

  it.each([
    [1.5, -1, '0x1.8p+00'],
    [-2.25, -1, '-0x1.2p+01'],
    [0, -1, '0x0p+00'],
    [1.999, 1, '0x1.0p+01'],
    [5e-324, -1, '0x1p-1074'],
  ])('%d in hexadecimal with %i', (value, precision, text) => {
    expect(formatHexFloat(value, precision)).toBe(text)
  })
})
