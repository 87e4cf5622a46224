import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expr } from '~/domain/promql/ast'
import { PromqlParseError } from '~/domain/promql/ast'
import { printExpr } from '~/domain/promql/print-expr'
import { childrenOf } from '../nodes-of'
import { brokenPromqlText, promqlText } from './arbitrary-promql'
import { ExpressionParser } from './expression'
import { formatParseError } from './format-parse-error'
import { type ParseOptions, parsePromql } from './parse-promql'
import { TokenReader } from './token-reader'
import { treeHeight } from './tree-height'
import { withoutSpans } from './without-spans'

/** The fault as Prometheus prints it, or undefined for a text that is right. */
function faultOf(text: string, options?: ParseOptions): string | undefined {
  try {
    parsePromql(text, options)
    return undefined
  } catch (error) {
    if (error instanceof PromqlParseError) return formatParseError(text, error.fault)
    throw error
  }
}

/** Any UTF-16, whole characters or not. */
const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units))

const name = (value: string) => ({ name: '__name__', op: '=', value })
const selector = (metric: string) => ({
  kind: 'vectorSelector',
  name: metric,
  matchers: [name(metric)],
  offsetMs: 0,
  at: undefined,
})
const number = (value: number) => ({ kind: 'number', value })

describe('parsePromql', () => {
  it.each<[string, string, unknown]>([
    [
      'a selector with everything',
      'http:x{a="b",c!~\'d.*\'} @ 1.5 offset -1h30m',
      {
        kind: 'vectorSelector',
        name: 'http:x',
        matchers: [{ name: 'a', op: '=', value: 'b' }, { name: 'c', op: '!~', value: 'd.*' }, name('http:x')],
        offsetMs: -5_400_000,
        at: { kind: 'time', timeMs: 1500 },
      },
    ],
    [
      'offset and @ of a range stand in its selector',
      'x[5m] offset 1m @ end()',
      {
        kind: 'matrixSelector',
        rangeMs: 300_000,
        selector: { ...selector('x'), offsetMs: 60_000, at: { kind: 'end' } },
      },
    ],
    [
      'a subquery',
      'x[1h:] @ start()',
      {
        kind: 'subquery',
        expr: selector('x'),
        rangeMs: 3_600_000,
        stepMs: undefined,
        offsetMs: 0,
        at: { kind: 'start' },
      },
    ],
    [
      'an aggregation with its labels behind',
      'topk(2, x) without (by, on,)',
      {
        kind: 'aggregate',
        op: 'topk',
        expr: selector('x'),
        param: number(2),
        grouping: ['by', 'on'],
        without: true,
      },
    ],
    [
      'matching of two vectors',
      'x > bool on (a) group_left (b) y',
      {
        kind: 'binary',
        op: '>',
        lhs: selector('x'),
        rhs: selector('y'),
        returnBool: true,
        matching: { card: 'many-to-one', on: true, labels: ['a'], include: ['b'] },
      },
    ],
    [
      'set operators match many to many',
      'x and y',
      {
        kind: 'binary',
        op: 'and',
        lhs: selector('x'),
        rhs: selector('y'),
        returnBool: false,
        matching: { card: 'many-to-many', on: false, labels: [], include: [] },
      },
    ],
    [
      'no matching with a scalar',
      'x * 2',
      { kind: 'binary', op: '*', lhs: selector('x'), rhs: number(2), returnBool: false, matching: undefined },
    ],
    [
      'a sign binds less than a power',
      '-1 ^ 2',
      {
        kind: 'unary',
        op: '-',
        expr: { kind: 'binary', op: '^', lhs: number(1), rhs: number(2), returnBool: false, matching: undefined },
      },
    ],
    ['a sign of a number is its own', '- -0x1F', number(31)],
    ['words in any case are numbers', '-INF', number(Number.NEGATIVE_INFINITY)],
    ['an octal number, as in Go', '010', number(8)],
    [
      'escapes of a string',
      String.raw`"\x41\101\u00e9\n\"'\xc3\xa9\xff"`,
      { kind: 'string', value: 'AAé\n"\'é\ufffd' },
    ],
    ['a raw string', '`\\x41"`', { kind: 'string', value: String.raw`\x41"` }],
    [
      'keywords are names where nothing else can stand',
      'offset offset 5m',
      { ...selector('offset'), offsetMs: 300_000 },
    ],
  ])('%s', (_name, text, tree) => {
    expect(withoutSpans(parsePromql(text))).toEqual(withoutSpans(tree))
  })

  it.each([
    ['', '1:1: parse error: no expression found in input'],
    ['sum(x', '1:6: parse error: unclosed left parenthesis'],
    ['x)', "1:3: parse error: unexpected right parenthesis ')'"],
    ['x y', '1:3: parse error: unexpected identifier "y"'],
    ['sum by x (y)', '1:8: parse error: unexpected identifier "x" in grouping opts, expected "("'],
    ['x{a="b"', '1:8: parse error: unexpected end of input inside braces'],
    ['x{a}', '1:4: parse error: unexpected "}" in label matching, expected label matching operator'],
    ['x[5]', '1:3: parse error: missing unit character in duration'],
    ['x[5m5m]', '1:3: parse error: not a valid duration string: "5m5m"'],
    ['x offset 0s', '1:10: parse error: duration must be greater than 0'],
    ['x @ Inf', '1:1: parse error: timestamp out of bounds for @ modifier: +Inf'],
    ['1_000', '1:1: parse error: bad number or duration syntax: "1"'],
    ['"\\q"', `1:1: parse error: unknown escape sequence U+0071 'q'`],
    ['x{a=~"("}', '1:3: parse error: error parsing regexp: missing closing ): `^(?:()$`'],
    ['{a=~".*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['x{__name__="y"}', '1:1: parse error: metric name must not be set twice: "x" or "y"'],
    ['foo(x)', '1:1: parse error: unknown function with name "foo"'],
    ['__proto__(x)', '1:1: parse error: unknown function with name "__proto__"'],
    ['rate(x)', '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
    ['round(x, 1, 2)', '1:1: parse error: expected at most 2 argument(s) in call to "round", got 3'],
    ['1 == 1', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
    ['é +\n x == "é" + x', "1:1: parse error: unexpected character: 'é'"],
    ['"é" +\n x', '1:1: parse error: binary expression must contain only scalar and instant vector types'],
    [
      'x{a="é"} + rate(y)',
      '1:18: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
  ])("%j is refused in Prometheus' words", (text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })

  it.each([
    ['x{a="b"} [5m:1m] @ 5 offset 1m', ['x{a="b"}']],
    ['(x)', ['x']],
    ['sum(x ) by (a) + -1', ['sum(x ) by (a)', '-1']],
    ['topk( 2, x[5m:])', ['2', 'x[5m:]']],
    ['- x offset 5m', ['x offset 5m']],
    ['label_join (x, "a" , "b")', ['x', '"a"', '"b"']],
  ])('spans of %s', (text, parts) => {
    const parse = () => new ExpressionParser(new TokenReader(` ${text} `, '2.42')).parse()
    const cut = ({ span }: Expr) => ` ${text} `.slice(span.from, span.to)
    expect(cut(parse())).toBe(text)
    expect(childrenOf(parse()).map(cut)).toEqual(parts)
  })

  it('prints what parses to the same tree again', () => {
    fc.assert(
      fc.property(promqlText, (text) => {
        fc.pre(faultOf(text) === undefined)
        const tree = parsePromql(text)
        const printed = printExpr(tree)
        // Prometheus prints infinity with its sign, which then belongs to the whole power.
        fc.pre(!printed.includes('+Inf ^'))
        expect(withoutSpans(parsePromql(printed))).toEqual(withoutSpans(tree))
        expect(printExpr(parsePromql(printed))).toBe(printed)
      }),
      { numRuns: 200 },
    )
  })

  it('finds faults within the text, and no other errors', () => {
    fc.assert(
      fc.property(fc.oneof(brokenPromqlText, anyUnits), (text) => {
        try {
          expect(treeHeight(parsePromql(text))).toBeGreaterThan(0)
        } catch (error) {
          if (!(error instanceof PromqlParseError)) throw error
          const { from, to } = error.fault.span
          expect(error.fault.message).not.toBe('')
          expect(from >= 0 && from <= to && to <= text.length).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('limits', () => {
  const tooDeep = 'expression is nested too deeply'
  it.each([
    ['parentheses', `${'('.repeat(10_000)}x${')'.repeat(10_000)}`, tooDeep],
    ['signs', `${'-'.repeat(10_000)}x`, tooDeep],
    ['powers', `${'x^'.repeat(10_000)}x`, tooDeep],
    ['calls', `${'abs('.repeat(10_000)}x`, tooDeep],
    ['a chain', `x${' or x'.repeat(10_000)}`, tooDeep],
    ['subqueries', `x${'[5m:]'.repeat(10_000)}`, tooDeep],
    ['length', 'x'.repeat(65_537), 'expression is too long: 65537 characters, and 65536 are allowed'],
    ['a pattern', 'x{a=~"(.{1000}){1000}"}', 'error parsing regexp: the patterns are too complex'],
    [
      'many patterns',
      `x{${Array.from({ length: 3000 }, (_, i) => `a=~"${i}.*a"`).join(',')}}`,
      'error parsing regexp: the patterns are too complex',
    ],
  ])('too much: %s', (_name, text, message) => {
    expect(faultOf(text)).toMatch(new RegExp(`^\\d+:\\d+: parse error: ${message}$`))
  })

  it.each([
    ['parentheses', `${'('.repeat(190)}x${')'.repeat(190)}`],
    ['a chain', `x${' + x'.repeat(400)}`],
    ['labels', `sum by (${'a,'.repeat(10_000)}) (x)`],
    ['a long list of values', `x{a=~"${Array.from({ length: 5000 }, (_, i) => `v${i}`).join('|')}"}`],
    ['a literal', `x{a="${'é'.repeat(60_000)}"}`],
  ])('not too much: %s', (_name, text) => {
    expect(faultOf(text)).toBeUndefined()
  })

  it('broken UTF-16 and NUL have one meaning', () => {
    expect(faultOf('"\ud800"')).toBe('1:1: parse error: invalid UTF-8 rune')
    expect(faultOf('x \udfff')).toBe("1:3: parse error: unexpected character: '\ufffd'")
    expect(faultOf('x \0')).toBe("1:3: parse error: unexpected character: '\\x00'")
    expect(withoutSpans(parsePromql('"\0"'))).toEqual({ kind: 'string', value: '\0' })
  })
})

describe('what Prometheus 3 added', () => {
  it.each<[string, unknown]>([
    ['mad_over_time(x[5m])', { func: 'mad_over_time' }],
    ['sort_by_label(x, "a", "b")', { func: 'sort_by_label' }],
    ['{"a.b", "c.d"="e"}', { matchers: [name('a.b'), { name: 'c.d', op: '=', value: 'e' }] }],
    ['sum by ("a.b") (x)', { grouping: ['a.b'] }],
    ['x[300]', { rangeMs: 300_000 }],
    ['x[300:15]', { rangeMs: 300_000, stepMs: 15_000 }],
    ['x offset -1.5', { offsetMs: -1500 }],
    ['1h30m', { kind: 'number', value: 5400 }],
  ])('%s', (text, part) => {
    expect(withoutSpans(parsePromql(text, { dialect: '3' }))).toMatchObject(part as object)
    expect(faultOf(text)).toMatch(/^1:\d+: parse error: /)
  })

  it('names in quotes are printed in quotes', () => {
    const text = 'sum by ("a.b", c) ({__name__="x y","a.b"=~"d"})'
    expect(printExpr(parsePromql(text, { dialect: '3' }))).toBe('sum by ("a.b", c) ({"a.b"=~"d",__name__="x y"})')
  })
})
