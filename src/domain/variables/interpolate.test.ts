import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { selectorsOf } from '~/domain/promql/selectors-of'
import {
  type Binding,
  type Bindings,
  InterpolationFault,
  interpolateExpr,
  interpolateText,
  interpolateUrl,
} from './interpolate'

function bind(values: Record<string, readonly string[]>, more: Partial<Binding> = {}): Bindings {
  return new Map(
    Object.entries(values).map(([name, each]) => [name, { values: each, pattern: null, isOwn: false, ...more }]),
  )
}

describe('values in matchers', () => {
  it.each([
    ['up{job="$job"}', ['api'], 'up{job="api"}'],
    ['up{job="${job}"}', ['api'], 'up{job="api"}'],
    ['up{job="[[job]]"}', ['api'], 'up{job="api"}'],
    ['up{job=~"$job"}', ['a.b'], 'up{job=~"a\\\\.b"}'],
    ['up{job=~"$job"}', ['a', 'b+'], 'up{job=~"a|b\\\\+"}'],
    ['up{job=~"x-$job.*"}', ['a', 'b'], 'up{job=~"x-(a|b).*"}'],
    ['up{job!~"$job"}', ['a', 'b'], 'up{job!~"a|b"}'],
    ['up{job="$job"}', ['a', 'b'], 'up{job=~"a|b"}'],
    ['up{job != "$job"}', ['a', 'b'], 'up{job !~ "a|b"}'],
    ['up{job="x.$job"}', ['a', 'b'], 'up{job=~"x\\\\.(a|b)"}'],
    ["up{job='$job'}", ['it\'s "x"'], "up{job='it\\'s \"x\"'}"],
    ['up{job=`$job`}', ['a`b\\'], 'up{job="a`b\\\\"}'],
    ['up{job="$job"}', [''], 'up{job=""}'],
    ['up{job="$job"}', ['"} or vector(1) #'], 'up{job="\\"} or vector(1) #"}'],
    ['up{job="$job"}', ['$__range'], 'up{job="\\x24__range"}'],
    ['up{job="$jobs"}', ['a'], 'up{job="$jobs"}'],
    ['# $job\nup{job="$job"}', ['a'], '# $job\nup{job="a"}'],
    ['label_replace(up, "a", "$1", "job", "(.*)")', ['a'], 'label_replace(up, "a", "$1", "job", "(.*)")'],
    ['label_replace(up, "a", "$job", "job", "(.*)")', ['x'], 'label_replace(up, "a", "x", "job", "(.*)")'],
  ])('%s with %j', (expr, values, expected) => {
    expect(interpolateExpr(expr, bind({ job: values }))).toBe(expected)
  })

  it('all is the expression of the file where it has one', () => {
    const all = bind({ job: [] }, { pattern: 'api-.+' })
    expect(interpolateExpr('up{job=~"$job"}', all)).toBe('up{job=~"api-.+"}')
    expect(interpolateExpr('up{job="$job"}', all)).toBe('up{job=~"api-.+"}')
    expect(interpolateExpr('up{job=~"x-$job"}', all)).toBe('up{job=~"x-(api-.+)"}')
    expect(() => interpolateExpr('$job', all)).toThrow(InterpolationFault)
  })
})

describe('values outside of strings', () => {
  it.each([
    ['rate(x_total[$w])', ['5m'], 'rate(x_total[5m])'],
    ['topk($w, x)', ['10'], 'topk(10, x)'],
    ['sum by ($w) (x)', ['job', 'instance'], 'sum by (job, instance) (x)'],
    ['${w}_seconds_total', ['http'], 'http_seconds_total'],
    ['x > $w', ['0.5'], 'x > 0.5'],
    ['errors_$w', ['5xx'], 'errors_5xx'],
  ])('%s with %j', (expr, values, expected) => {
    expect(interpolateExpr(expr, bind({ w: values }))).toBe(expected)
  })

  it.each([
    ['rate(x[$w])', ['5m:1m']],
    ['rate(x[$w])', ['5m] or x[5m']],
    ['$w', ['or']],
    ['x * $w', ['2x3']],
    ['$w', ['INF']],
    ['$w', ['-1']],
    ['round($w)', ['a', '5']],
    ['$w', ['']],
    ['"$w', ['a b']],
  ])('%s refuses %j and names the variable', (expr, values) => {
    expect(() => interpolateExpr(expr, bind({ w: values }))).toThrow('variable "w"')
  })

  it("the file's own list may hold any piece of PromQL", () => {
    expect(interpolateExpr('$w(x)', bind({ w: ['sum by (le)'] }, { isOwn: true }))).toBe('sum by (le)(x)')
  })
})

describe('a value never changes the query', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.string({ unit: fc.constantFrom(...'"\'`\\|()[]{}$.*+?#\n\t\0 =~!,'), maxLength: 12 }),
    fc.constantFrom('"} or vector(1) #', "'} or up", '`} or up', '\\', '\\"', '$job', '${job}', '$__range', '[[job]]'),
  )
  const values = fc.uniqueArray(value, { minLength: 1, maxLength: 4 })
  const literal = fc.constantFrom('"$job"', "'$job'", '`$job`', '"x$job"', "'${job}y'", '`x${job}y`')
  const operator = fc.constantFrom('=', '!=', '=~', '!~')

  it('the one matcher keeps its label, and takes exactly the values that were chosen', () => {
    fc.assert(
      fc.property(operator, literal, values, (op, text, chosen) => {
        const asked = interpolateExpr(`sum(up{job${op}${text}}) or vector(0)`, bind({ job: chosen }))
        const [matchers, ...others] = selectorsOf(parsePromql(asked))
        expect(others).toEqual([])
        const matcher = matchers?.find(({ name }) => name === 'job')
        expect(matchers).toHaveLength(2)
        const around = (each: string) =>
          text.slice(1, -1).replace(/\$job|\$\{job\}/, () => each.replace(/\p{Cs}/gu, '\uFFFD'))
        const taken = (candidate: string) => {
          if (matcher === undefined) throw new Error('the matcher is gone')
          if (matcher.op === '=' || matcher.op === '!=') return matcher.value === candidate
          // JavaScript reads what RE2's escape writes in the same way.
          return new RegExp(`^(?:${matcher.value})$`, 'u').test(candidate)
        }
        for (const each of chosen) expect(taken(around(each))).toBe(true)
        expect(taken(around(`${chosen.join('')}-not chosen`))).toBe(false)
        expect(matcher?.op.startsWith('!')).toBe(op.startsWith('!'))
      }),
    )
  })
})

describe('values in texts', () => {
  it('are said in words, and encoded in addresses', () => {
    const bindings = bind({ job: ['a/b', 'c&d=e'] })
    expect(interpolateText('Errors of $job ($other)', bindings)).toBe('Errors of a/b, c&d=e ($other)')
    expect(interpolateUrl('/d/jobs?var-job=${job}', bindings)).toBe('/d/jobs?var-job=a%2Fb%2Cc%26d%3De')
  })
})
