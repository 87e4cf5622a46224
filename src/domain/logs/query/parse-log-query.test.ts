import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkLogQuery } from './compile-log-query'
import { FIELD_OPS, type LogQuery, type QueryTerm } from './log-query'
import { parseLogQuery } from './parse-log-query'
import { printLogQuery } from './print-log-query'

const termsOf = (text: string) => {
  const parsed = parseLogQuery(text)
  if (!parsed.ok) throw new Error(`${parsed.error.offset}: ${parsed.error.message}`)
  return parsed.query.terms
}
const text = (value: string, negated = false) => ({ kind: 'text', negated, text: value })
const field = (name: string, op: string, ...values: string[]) => ({
  kind: 'field',
  negated: false,
  field: name,
  op,
  values: values.map((value) => ({ text: value, wildcard: false })),
})

describe('a query', () => {
  it.each<readonly [string, readonly object[]]>([
    ['', []],
    ['  \t ', []],
    ['boom', [text('boom')]],
    ['"out of memory"', [text('out of memory')]],
    [String.raw`"say \"hi\" \\ \n"`, [text('say "hi" \\ \n')]],
    ['-kafka', [text('kafka', true)]],
    ['level=ERROR', [field('level', '=', 'ERROR')]],
    ['level>=warn', [field('level', '>=', 'warn')]],
    ['-logger=audit', [{ ...field('logger', '=', 'audit'), negated: true }]],
    ['duration_ms>500', [field('duration_ms', '>', '500')]],
    ['x>=-1.5e3', [field('x', '>=', '-1.5e3')]],
    ['user!=a,b,"c, d"', [field('user', '!=', 'a', 'b', 'c, d')]],
    ['user=""', [field('user', '=', '')]],
    ['k=*', [{ ...field('k', '='), values: [{ text: '*', wildcard: true }] }]],
    ['k="*"', [field('k', '=', '*')]],
    ['k=a*b', [{ ...field('k', '='), values: [{ text: 'a*b', wildcard: true }] }]],
    ['path~^/api/v\\d+,x$', [field('path', '~', '^/api/v\\d+,x$')]],
    ['m!~"a b"', [field('m', '!~', 'a b')]],
    ['m~"\\d+ ms"', [field('m', '~', '\\d+ ms')]],
    ['token=abc==', [field('token', '=', 'abc==')]],
    ['"odd name"=1', [field('odd name', '=', '1')]],
    ['http://x/y?a=b', [text('http://x/y?a=b')]],
    ['stop!', [text('stop!')]],
    ['a b=c -d', [text('a'), field('b', '=', 'c'), text('d', true)]],
  ])('reads %j', (written, terms) => {
    expect(termsOf(written)).toEqual(terms)
  })

  it.each<readonly [string, number, RegExp]>([
    ['level=', 6, /value is missing/],
    ['a=b, c=d', 4, /value is missing/],
    ['level=LOUD', 6, /no level "LOUD".*Levels are/],
    ['duration_ms>fast', 12, /no number.*such as 500/],
    ['duration_ms>="1 s"', 13, /no number/],
    ['logger>a', 6, /no order.*=, != or ~/],
    ['x "open', 2, /not closed: put another/],
    ['"a\\"', 0, /not closed/],
    ['"a"b', 3, /put a space between/],
    ['"trace_id":"abc"', 10, /put a space between/],
    ['x=a"b"', 3, /quotes/],
    ['it"s', 2, /quotes/],
    ['- x', 0, /directly after it/],
    ['-', 0, /directly after it/],
    ['--verbose', 0, /needs quotes/],
    ['level=>ERROR', 6, /needs quotes. Operators are/],
    ['""', 0, /nothing between/],
    ['""=x', 0, /needs a name/],
    ['x~(', 2, /missing closing/],
    ['ok x~"a[b"', 5, /RE2.*\\ before/],
    ['x~(((a{1,100}){1,100}){1,100})', 2, /repeat|complex|invalid/],
    ['level~(', 6, /missing closing/],
    ['m~(?<=a)b', 2, /RE2/],
  ])('says of %j what is wrong at %d', (written, offset, message) => {
    expect(checkLogQuery(written)).toEqual({ offset, message: expect.stringMatching(message) })
  })

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ unit: fc.constantFrom(...'ab0 "\\,=!<>~*-.\n\t\r\u00a0é'), maxLength: 8 }),
  )
  const word = anyText.filter((value) => value !== '')
  const value = fc.record({ text: anyText, wildcard: fc.constant(false) })
  const wildcard = fc.stringMatching(/^[a-z*]{0,4}\*[a-z]{0,3}$/).map((pattern) => ({ text: pattern, wildcard: true }))
  const name = fc.oneof(word, fc.stringMatching(/^[a-z_.@/-]{1,8}$/)).filter((each) => each !== 'level')
  const term: fc.Arbitrary<QueryTerm> = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), negated: fc.boolean(), text: word }),
    fc.record({
      kind: fc.constant('field' as const),
      negated: fc.boolean(),
      field: name,
      op: fc.constantFrom('=' as const, '!=' as const),
      values: fc.array(fc.oneof(value, wildcard), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant('field' as const),
      negated: fc.boolean(),
      field: name,
      op: fc.constantFrom('~' as const, '!~' as const),
      values: fc.tuple(value),
    }),
    fc.record({
      kind: fc.constant('field' as const),
      negated: fc.boolean(),
      field: fc.constantFrom('duration_ms', 'a b'),
      op: fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const),
      values: fc.tuple(fc.integer().map((each) => ({ text: String(each), wildcard: false }))),
    }),
    fc.record({
      kind: fc.constant('field' as const),
      negated: fc.boolean(),
      field: fc.constant('level'),
      op: fc.constantFrom(...FIELD_OPS),
      values: fc.tuple(fc.constantFrom('ERROR', 'warn', 'unknown').map((each) => ({ text: each, wildcard: false }))),
    }),
  )
  const query: fc.Arbitrary<LogQuery> = fc.record({ terms: fc.array(term, { maxLength: 6 }) })

  it('is the same after it was printed and read again', () => {
    fc.assert(
      fc.property(query, (written) => {
        expect(termsOf(printLogQuery(written))).toEqual(written.terms)
      }),
      { numRuns: 2000 },
    )
  })

  it('is printed alike once it was read, and its spans are its terms, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab1 "\\,=!<>~*-.\n'), maxLength: 24 }), (typed) => {
        const parsed = parseLogQuery(typed)
        if (!parsed.ok) {
          expect(parsed.error.offset).toBeLessThanOrEqual(typed.length)
          return
        }
        expect(termsOf(printLogQuery(parsed.query))).toEqual(parsed.query.terms)
        for (const [place, { from, to }] of parsed.spans.entries()) {
          expect(termsOf(typed.slice(from, to))).toEqual([parsed.query.terms[place]])
        }
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['quotes', '"'.repeat(10_240)],
    ['backslashes', `"${'\\'.repeat(10_240)}`],
    ['minuses', '-'.repeat(10_240)],
    ['operators', `a${'!'.repeat(10_240)}`],
    ['stars', `a=${'*'.repeat(10_240)}`],
    ['commas', `a=${'b,'.repeat(5_000)}b`],
    ['words', 'ab '.repeat(3_400)],
    ['braces', `a~${'('.repeat(10_240)}`],
    ['repeats', `a~${'(a+)+'.repeat(2_000)}$`],
    ['classes', `a~${'[a-z]{1000}'.repeat(900)}`],
    ['a megabyte', 'x'.repeat(1_000_000)],
  ])('of ten kilobytes of %s is read or refused', (_what, written) => {
    const error = checkLogQuery(written)
    expect(error === null || error.message.length < 400).toBe(true)
  })
})
