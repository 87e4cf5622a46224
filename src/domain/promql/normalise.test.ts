import { parser } from '@prometheus-io/lezer-promql'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exprReach, normaliseExpr } from '~/domain/promql/normalise'

/** The parse tree with the text of its leaves: what an expression means, whatever its blanks. */
function meaning(expr: string): string {
  let out = ''
  parser.parse(expr).iterate({
    enter(node) {
      if (node.name === 'LineComment') return
      out += `(${node.name}`
      if (!node.node.firstChild) out += ` ${expr.slice(node.from, node.to)}`
    },
    leave(node) {
      if (node.name !== 'LineComment') out += ')'
    },
  })
  return out
}

describe('normaliseExpr', () => {
  it.each([
    ['blanks and lines', ' sum (  rate( x_total [ 5m ] ) )\n by ( le ) ', 'sum(rate(x_total[5m]))by(le)'],
    ['comments', 'up # is it\n== 1', 'up == 1'],
    ['a comment ends with a carriage return, as Prometheus reads it', 'up # is it\r== 1', 'up == 1'],
    ['a hash in a string', 'x{a="# b  ( c"}', 'x{a="# b  ( c"}'],
    ['blanks in strings stay', "x{a='(  b , c )',b=`  `}", "x{a='(  b , c )',b=`  `}"],
    ['an escaped quote', 'x{a="\\" ( ", b = "y" }', 'x{a="\\" ( ",b = "y"}'],
    ['words stay apart', 'a  unless   on ( b )  c', 'a unless on(b)c'],
    ['an unclosed string is left alone', 'x{a="( b', 'x{a="(b'],
  ])('%s', (_name, expr, expected) => {
    expect(normaliseExpr(expr)).toBe(expected)
  })

  it('never changes what an expression means', () => {
    const blank = fc.constantFrom(' ', '  ', '\n', '\t', ' # ( c "\n', '')
    fc.assert(
      fc.property(expression.tokens, fc.infiniteStream(blank), (tokens, blanks) => {
        // Words need one blank at least; the rest is chance.
        const expr = tokens.map((token) => `${token} ${blanks.next().value ?? ''}`).join('')
        expect(meaning(expr)).not.toContain('⚠')
        expect(meaning(normaliseExpr(expr))).toBe(meaning(expr))
      }),
      { numRuns: 1000 },
    )
  })
})

/** Valid expressions as lists of tokens. */
const expression = fc.letrec<{ tokens: string[] }>((tie) => ({
  tokens: fc.oneof(
    { depthSize: 'small' as const, withCrossShrink: true },
    fc.constantFrom<string[]>(
      ['x_total', '{', 'a', '=', '"b  ( "', ',', 'c', '=~', "'#.*'", '}'],
      ['rate', '(', 'api:x', '[', '5m', ']', 'offset', '1h', ')'],
      ['max_over_time', '(', 'up', '[', '1h', ':', '1m', ']', ')'],
      ['1e-5'],
      ['x', '@', 'end', '(', ')'],
    ),
    tie('tokens').map((inner) => ['sum', 'by', '(', 'le', ',', 'job', ')', '(', ...inner, ')']),
    tie('tokens').map((inner) => ['-', '(', ...inner, ')']),
    fc
      .tuple(
        tie('tokens'),
        fc.constantFrom(['-'], ['/', 'on', '(', 'job', ')'], ['unless'], ['>', 'bool']),
        tie('tokens'),
      )
      .map(([left, operator, right]) => ['(', ...left, ...operator, ...right, ')']),
  ),
}))

describe('exprReach', () => {
  it.each([
    ['looking back is free', 'rate(x[5m] offset 1h)', { pinned: false, forwardMs: 0 }],
    ['a negative offset', 'x offset -5m', { pinned: false, forwardMs: 300_000 }],
    ['two of them', 'x offset - 1h + y OFFSET -30s', { pinned: false, forwardMs: 3_630_000 }],
    ['an offset that cannot be read', 'x offset -foo', { pinned: true, forwardMs: 0 }],
    ['@ end()', 'topk(5, x @ end())', { pinned: true, forwardMs: 0 }],
    ['@ in a string is text', 'x{user="a@b", c="offset -5m"}', { pinned: false, forwardMs: 0 }],
    ['@ in a comment is text', 'x # @ end()', { pinned: false, forwardMs: 0 }],
  ])('%s', (_name, expr, expected) => {
    expect(exprReach(expr)).toEqual(expected)
  })
})
