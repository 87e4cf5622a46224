import { describe, expect, it } from 'vitest'
import { replaceMacros } from '~/domain/promql/macros'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { decodeSlos } from '~/domain/slo/decode-slos'
import { sloMacros } from '~/domain/slo/macros'
import { HOUR_MS } from '~/domain/time/duration'
import { DecodeError } from '~/lib/decode'
import { readCheckout } from '~/testing/shipped-dashboards'
import { decodeOutlook } from './decode-outlook'

const macros = sloMacros(decodeSlos(JSON.parse(readCheckout('public/slos.json'))).slos)
const signal = { id: 'a', title: 'A', platform: 'p', expr: 'sum(rate(x[$__interval]))' }
const issuesOf = (changes: object) =>
  decodeOutlook({ schema: 1, signals: [{ ...signal, ...changes }] }, macros).issues.map(
    ({ path, message }) => `${path} ${message}`,
  )

describe('the shipped outlook', () => {
  const { signals, capacity, issues } = decodeOutlook(JSON.parse(readCheckout('public/outlook.json')), macros)

  it('is all right, and looks at each platform', () => {
    expect(issues).toEqual([])
    for (const entries of [signals, capacity]) {
      expect(new Set(entries.map(({ platform }) => platform))).toEqual(
        new Set(['shorts', 'pipeline', 'transcode', 'trends']),
      )
    }
  })

  it('asks for one value each, as far as its text tells', () => {
    const context = { stepMs: HOUR_MS, rangeMs: HOUR_MS, scrapeIntervalMs: 15_000 }
    for (const { expr, id } of [...signals, ...capacity]) {
      const asked = replaceMacros(expr, context)
      expect(() => parsePromql(asked), id).not.toThrow()
      expect(asked, id).not.toContain('$')
    }
  })
})

describe('an entry that is wrong is told with its path', () => {
  it.each<[string, object, string]>([
    ['no expression', { expr: undefined }, '/signals/0/expr must be text'],
    ['no PromQL', { expr: 'sum(' }, '/signals/0/expr is not PromQL'],
    ['a macro of nobody', { expr: '$__sli(nobody, 1h)' }, '/signals/0/expr there is no objective "nobody"'],
    ['a direction that is none', { worse: 'left' }, '/signals/0/worse must be'],
    ['a key that nobody knows', { limits: 4 }, '/signals/0/limits is not a known key'],
  ])('%s', (_, changes, said) => {
    expect(
      issuesOf(changes).some((issue) => issue.startsWith(said)),
      issuesOf(changes).join(),
    ).toBe(true)
  })

  it('and the others are kept', () => {
    const file = {
      schema: 1,
      signals: [null, signal, signal],
      capacity: [
        { ...signal, limit: 'x' },
        { ...signal, limit: 5 },
      ],
    }
    const { signals, capacity, issues } = decodeOutlook(file, macros)
    expect([signals.length, capacity.length]).toEqual([1, 1])
    expect(issues.map(({ path }) => path)).toEqual(['/signals/0', '/signals/2/id', '/capacity/0/limit'])
  })
})

it.each([null, [], { schema: 2 }, { schema: 1, signals: {} }])('a file that is none throws: %#', (input) => {
  expect(() => decodeOutlook(input, macros)).toThrow(DecodeError)
})
