import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { selectorsOf } from '~/domain/promql/selectors-of'
import { filterExpr } from './filter-expr'
import { decodeFilters, encodeFilters, FILTER_OPS, type Filter, printFilter } from './filters'

const api = [{ label: 'job', op: '=', value: 'api' }] as const

describe('filters in an expression', () => {
  it.each([
    ['up', 'up{job="api"}'],
    ['up{}', 'up{job="api"}'],
    ['up { a = "}" } # up', 'up{job="api",a = "}"}'],
    ['{__name__="up"}', '{job="api",__name__="up"}'],
    ['rate(x_total[$__rate_interval])', 'rate(x_total{job="api"}[$__rate_interval])'],
    ['rate(x_total{a="b"}[${__range}] offset 1h)', 'rate(x_total{job="api",a="b"}[${__range}] offset 1h)'],
    ['increase(x[${__range_s}s]) * $__interval_ms', 'increase(x{job="api"}[${__range_s}s]) * $__interval_ms'],
    ['sum(a) / on () sum(b)', 'sum(a{job="api"})/ on()sum(b{job="api"})'],
    ['vector(1)', 'vector(1)'],
    ['a or b', 'a{job="api"} or b{job="api"}'],
    ['sum(a) or vector(0)', 'sum(a{job="api"})or (vector(0) and on() group(a{job!=""}))'],
    [
      'sum(rate(a{x="y"}[5m] offset 1m)) or vector(0)',
      'sum(rate(a{job="api",x="y"}[5m] offset 1m))or (vector(0) and on() group(a{job!="",x="y"}))',
    ],
  ])('%s', (given, expected) => {
    // How blanks are kept is not promised; the tree is.
    const spaceless = (text: string) => text.replace(/\s+/g, ' ').replace(/\s*([(),\]])\s*/g, '$1')
    expect(spaceless(filterExpr(given, api))).toBe(spaceless(expected))
  })

  it('what is excluded needs no label to be there', () => {
    expect(filterExpr('a or vector(0)', [{ label: 'job', op: '!=', value: 'api' }])).toBe('a{job!="api"} or vector(0)')
  })

  const askedAs = (given: string, ...filters: readonly Filter[]) =>
    filterExpr(given, filters).replace(/\s*([(),])\s*/g, '$1')

  it.each([
    // Without the label no series passes: it is demanded however that is written.
    ['!=', ''],
    ['!~', ''],
    ['!~', '|api'],
    ['=~', '.+'],
  ] as const)('what is demanded of every series hides those without it: job%s"%s"', (op, value) => {
    expect(askedAs('a or vector(0)', { label: 'job', op, value })).toContain('vector(0)and on()group(a{job!=""})')
  })

  it.each([
    ['=', ''],
    ['=~', '.*'],
    ['=~', '|api'],
    ['!=', 'api'],
    ['!~', 'a.+'],
  ] as const)('what series without the label pass hides none: job%s"%s"', (op, value) => {
    const filter = { label: 'job', op, value }
    expect(askedAs('a or vector(0)', filter)).toBe(`a{${printFilter(filter)}} or vector(0)`)
  })

  it('a zero that is made of the very metric needs no other word for its labels', () => {
    const given = 'sum(rate(a{x="y"}[5m]))or 0 * count(present_over_time(a[1d]))'
    expect(askedAs(given, ...api)).toBe(given.replace('a{', 'a{job="api",').replace('a[1d', 'a{job="api"}[1d'))
  })

  it('a zero that is made of another metric is one only where not all series of the first lack the label', () => {
    expect(askedAs('sum(rate(a[1h]offset 1d))or 0 * sum(b)', ...api)).toBe(
      'sum(rate(a{job="api"}[1h]offset 1d))or((0 * sum(b{job="api"}))unless on()' +
        '(group(present_over_time(a[1h]offset 1d))unless on()group(present_over_time(a{job!=""}[1h]offset 1d))))',
    )
  })

  it('two metrics that are the same under two names are asked as they are', () => {
    expect(askedAs('a or b', ...api)).toBe('a{job="api"} or b{job="api"}')
  })

  it('every metric that is missing is looked at, however many', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const asked = askedAs(`${names.join('+')} or vector(0)`, ...api)
    for (const name of names) expect(asked).toContain(`group(${name}{job!=""})`)
  })

  it('what cannot be read is not asked without the filter', () => {
    expect(() => filterExpr('sum(', api)).toThrow()
  })

  it('no value leaves its matcher', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...FILTER_OPS), (text, op) => {
        const value = op.endsWith('~') ? text.replace(/[^\p{L}\d"' ]/gu, '.') : text
        const asked = filterExpr('sum(a{b="c"}) / count(d)', [{ label: 'job', op, value }])
        const selectors = selectorsOf(parsePromql(asked))
        expect(selectors).toHaveLength(2)
        for (const matchers of selectors) {
          expect(matchers.find(({ name }) => name === 'job')).toMatchObject({ op, value })
        }
      }),
    )
  })
})

describe('filters in an address', () => {
  it('come back as they went', () => {
    const filter = fc.record({
      label: fc.stringMatching(/^[a-z_]\w{0,5}$/),
      op: fc.constantFrom(...FILTER_OPS),
      value: fc.string({ unit: fc.constantFrom(...'a|,"\\=~!') }),
    })
    fc.assert(
      fc.property(fc.array(filter), (filters) => {
        expect(decodeFilters(encodeFilters(filters))).toEqual(filters)
      }),
    )
  })

  it.each(['', 'job', 'job|=', 'job|==|x', 'a b|=|x', '__name__|=|up', 'job|=|a|b'])('%j is none', (text) => {
    expect(decodeFilters([text])).toEqual([])
  })
})
