import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { displayText } from './display-text'

describe('displayText', () => {
  test.each([
    ['plain', 'p99 of /api', 'p99 of /api'],
    ['nothing', '', ''],
    ['blanks within', 'a  b', 'a b'],
    ['newlines and tabs', 'a\r\n\tb\nc', 'a b c'],
    ['5,000 blanks', `a${' '.repeat(5000)}b`, 'a b'],
    ['a no-break blank', 'a\u00A0\u2028b', 'a b'],
    ['NUL', 'a\0b', 'a␀b'],
    ['an escape sequence', '\u001B[2J', '␛[2J'],
    ['DEL', 'a\u007Fb', 'a␡b'],
    ['a C1 control', 'a\u009Bb', 'a\uFFFDb'],
    ['a lone surrogate', 'a\uD800b', 'a\uFFFDb'],
    ['a pair', 'a\u{1F600}b', 'a\u{1F600}b'],
    ['an override is isolated by what shows it', '\u202Eesrever', '\u202Eesrever'],
    ['markup is text', '<img src=x onerror=1>', '<img src=x onerror=1>'],
    ['1,024 characters', 'x'.repeat(1024), 'x'.repeat(1024)],
    ['1,025 characters', 'x'.repeat(1025), `${'x'.repeat(1024)}…`],
    ['ten megabytes', 'x'.repeat(10_000_000), `${'x'.repeat(1024)}…`],
    ['a pair on the cut', `${'x'.repeat(1023)}\u{1F600}z`, `${'x'.repeat(1023)}…`],
  ])('%s', (_name, text, shown) => {
    expect(displayText(text)).toBe(shown)
  })

  test('one well-formed short line of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const shown = displayText(text)
        expect(shown.length).toBeLessThanOrEqual(1025)
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}]|\s\s/u)
        expect(displayText(shown)).toBe(shown)
      }),
    )
  })
})
