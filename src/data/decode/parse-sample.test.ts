import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSample } from './parse-sample'

describe('H77 sample values as Go prints them', () => {
  test.each([
    ['0', 0],
    ['-0', -0],
    ['1', 1],
    ['-12.5', -12.5],
    ['0.1', 0.1],
    ['0.30000000000000004', 0.30000000000000004],
    ['123456789012345', 123456789012345],
    ['9007199254740993', 9007199254740992],
    ['1e308', 1e308],
    ['5e-324', 5e-324],
    ['1.5e+10', 1.5e10],
    ['1e999', Number.POSITIVE_INFINITY],
    ['NaN', Number.NaN],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['-Inf', Number.NEGATIVE_INFINITY],
  ])('reads %s', (text, value) => {
    expect(parseSample(text)).toBe(value)
  })

  test.each([
    '',
    ' ',
    ' 1 ',
    '1 ',
    '0x10',
    '0b1',
    '1_0',
    'Infinity',
    'Inf',
    'nan',
    '1.',
    '.5',
    '+1',
    '--1',
    '1e',
    '1e+',
    '1e5x',
    '1,5',
    '٣',
    '-',
    'true',
  ])('refuses %j', (text) => {
    expect(parseSample(text)).toBeUndefined()
  })

  test('agrees with Number on every double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseSample(String(value))).toBe(Number(String(value)))
      }),
    )
  })

  test('agrees with Number on short decimals, where it takes its own way', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?\d{1,9}(\.\d{1,9})?$/), (text) => {
        expect(parseSample(text)).toBe(Number(text))
      }),
    )
  })
})
