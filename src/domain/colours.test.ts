import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { colourOf } from '~/domain/colours'

const named = (...names: string[]) => names.map((name) => ({ labels: new Map<string, string>(), name }))

describe('colourOf', () => {
  test.each([
    [
      ['p50', 'p95', 'p99'],
      ['--q50', '--q95', '--q99'],
    ],
    [
      ['p99', 'p50'],
      ['--q99', '--q50'],
    ],
    [
      ['p50', 'p90', 'p99'],
      ['--q50', '--q95', '--q99'],
    ],
  ])('percentiles %j', (names, colours) => {
    expect(colourOf(named(...names))).toEqual(colours)
  })

  it('gives p90 a colour of the palette beside p95', () => {
    const [p90, p95] = colourOf(named('p90', 'p95'))
    expect(p90).toMatch(/^--s[1-8]$/)
    expect(p95).toBe('--q95')
  })

  it('takes what the panel says first, and keeps it free of others', () => {
    const overrides = new Map([['failed', '--s7']])
    const series = named('failed', 'a', 'b', 'c', 'd', 'e', 'f', 'g')
    const colours = colourOf(series, overrides)
    expect(colours[0]).toBe('--s7')
    expect(new Set(colours).size).toBe(8)
  })

  const series = fc
    .uniqueArray(fc.tuple(fc.string(), fc.string()), { maxLength: 24, selector: (pair) => JSON.stringify(pair) })
    .map((pairs) => pairs.map(([name, model]) => ({ name, labels: new Map([['model', model]]) })))

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(series, (given) => {
        const forward = colourOf(given)
        const backward = colourOf([...given].reverse()).reverse()
        expect(backward).toEqual(forward)
      }),
    )
  })

  it('repeats no colour before all are used', () => {
    fc.assert(
      fc.property(series, (given) => {
        expect(new Set(colourOf(given)).size).toBeGreaterThanOrEqual(Math.min(8, given.length))
      }),
    )
  })

  it('keeps the colours of the others when a line comes that wants none of theirs', () => {
    const models = named('gemini', 'claude')
    const [gemini, claude] = colourOf(models)
    const free = named(...Array.from({ length: 40 }, (_, i) => `model-${i}`)).find(
      (one) => ![gemini, claude].includes(colourOf([one])[0]),
    )
    expect(colourOf([...named(free?.name ?? ''), ...models]).slice(1)).toEqual([gemini, claude])
  })
})
