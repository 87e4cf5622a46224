import fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, it } from 'vitest'
import { compilePattern, MAX_PATTERN_COST, patternCost } from './compile-pattern'

describe('compilePattern', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['', [''], ['a']],
    ['a', ['a'], ['', 'aa', 'A']],
    ['a|b|', ['a', 'b', ''], ['ab', 'c']],
    ['(a|b.c)', ['a', 'bxc'], ['b.cc']],
    ['(?:a|b\\.c)', ['a', 'b.c'], ['bxc']],
    ['.*', ['', 'a'], ['a\nb']],
    ['.+', ['a', ' '], ['', '\n']],
    ['a\\.b.*', ['a.b', 'a.bc'], ['axb', 'a.b\n']],
    ['a.+', ['ab'], ['a', 'a\n']],
    ['(?s)a.*', ['a\n'], ['b']],
    ['(?i)straße', ['STRAßE'], ['strasse']],
    ['a$|^b', ['a', 'b'], ['ab', 'a\n']],
    ['\\Qa.b\\E', ['a.b'], ['axb']],
    ['[[:alpha:]]{2}', ['ab'], ['a', 'a1']],
    ['(?P<n>a)(?P<n>b)', ['ab'], ['a']],
    ['\\pL+', ['aé日'], ['1']],
  ])('%j', (pattern, matching, others) => {
    expect(matching.filter(compilePattern(pattern))).toEqual(matching)
    expect(others.filter(compilePattern(pattern))).toEqual([])
  })

  it.each([
    ['(', 'missing closing ): `^(?:()$`'],
    ['a)(b', 'unexpected ): `a)(b`'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?<n>a)', 'invalid or unsupported Perl syntax: `(?<`'],
    ['(?<=a)', 'invalid or unsupported Perl syntax: `(?<`'],
    ['(a)\\1', 'invalid escape sequence: `\\1`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['\\p{Emoji}', 'invalid character class range: `\\p{Emoji}`'],
    ['[\\p{Cn}]', 'invalid character class range: `\\p{Cn}`'],
    ['(a{1000}){100}', 'the pattern is too complex'],
    [`${'a.'.repeat(10_000)}`, 'the pattern is too complex'],
    ['\\x{'.repeat(20_000), 'the pattern is too complex'],
    ['[[:a'.repeat(15_000), 'the pattern is too complex'],
  ])('refuses %.40j', (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(`error parsing regexp: ${message}`)
  })

  it('leaves alone what only looks like it', () => {
    for (const pattern of ['[(?<n>]', '\\(\\?<', '\\Q(?<n>\\E', '\\\\p{Emoji}', '\\Q)(\\E', '[)(]', '\\)\\(']) {
      expect(() => compilePattern(pattern)).not.toThrow()
    }
  })

  it('needs no engine for what dashboards ask', () => {
    const plain = ['', '.*', '.+', 'api', 'api|web', '(api|web)', 'api.*', '5\\.\\d'.slice(0, 3), 'a-b_c:d/e']
    expect(plain.filter((pattern) => patternCost(pattern) > 0)).toEqual([])
    expect(patternCost('5..')).toBeGreaterThan(0)
    expect(patternCost('a{1000}')).toBeLessThan(MAX_PATTERN_COST)
  })

  it('matches as the engine does, with it or without', () => {
    const piece = fc.constantFrom('a', 'b', '.*', '.+', '|', '(', ')', '\\.', '\\|', '(?:', '\n', 'é', '\\n', '\\_')
    const pattern = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
    const text = fc.array(fc.constantFrom('a', 'b', '.', '|', '\n', 'é', '😀', '_'), { maxLength: 4 })
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 5, maxLength: 5 }), (source, texts) => {
        let test: (text: string) => boolean
        try {
          test = compilePattern(source)
        } catch {
          return
        }
        const regex = RE2JS.compile(`^(?:${source})$`)
        for (const parts of [...texts, []]) expect(test(parts.join(''))).toBe(regex.test(parts.join('')))
      }),
      { numRuns: 500 },
    )
  })
})
