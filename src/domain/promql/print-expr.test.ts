import { describe, expect, it } from 'vitest'
import { parsePromql } from './parse/parse-promql'
import { printExpr } from './print-expr'

describe('printExpr', () => {
  it.each([
    ['sum(rate(x[5m]))by(job)', 'sum by (job) (rate(x[5m]))'],
    ['SUM without() (x)', 'sum without () (x)'],
    ['sum by () (x)', 'sum(x)'],
    ['topk ( 5 , x )', 'topk(5, x)'],
    ["count_values ( 'a' , x )", 'count_values("a", x)'],
    ['a{b="c"}offset 300s', 'a{b="c"} offset 5m'],
    ['a offset -90m @ 5', 'a @ 5.000 offset -1h30m'],
    ['a[8d] @ start()', 'a[8d] @ start()'],
    ['a[1w1d:7d] offset 365d', 'a[8d:1w] offset 1y'],
    ['a[60s:]', 'a[1m:]'],
    ['a{z="1",b=~`\\d`}', 'a{b=~"\\\\d",z="1"}'],
    ['{__name__="a"}', '{__name__="a"}'],
    ['{__name__="",a="b"}', '{__name__="",a="b"}'],
    ['a==bool on(b,c)group_left(d)e', 'a == bool on (b, c) group_left (d) e'],
    ['a*ignoring()group_right b', 'a * ignoring () group_right () b'],
    ['a*ignoring()b', 'a * b'],
    ['a*on()b', 'a * on () b'],
    ['-(+a)^- 2', '-(+a) ^ -2'],
    ['1000000', '1e+06'],
    ['123456', '123456'],
    ['0.00001', '1e-05'],
    ['0.0001', '0.0001'],
    ['1234567.5', '1.2345675e+06'],
    ['inf', '+Inf'],
    ['-inf', '-Inf'],
    ['nan', 'NaN'],
    ['-0', '-0'],
    ['"\\u00e9\\t\\x00\\u200b\\U000e0001\\ufffd"', '"é\\t\\x00\\u200b\\U000e0001\\ufffd"'],
    ["'\"'", '"\\""'],
    ['label_replace(a,"b","$1","c","(.*)")', 'label_replace(a, "b", "$1", "c", "(.*)")'],
    ['time ()', 'time()'],
  ])('%s', (text, printed) => {
    expect(printExpr(parsePromql(text))).toBe(printed)
  })

  it('prints through what the evaluator wraps', () => {
    const expr = parsePromql('a @ 5')
    expect(printExpr({ kind: 'stepInvariant', span: expr.span, expr })).toBe('a @ 5.000')
  })
})
