import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { assignColours } from '~/domain/colours'

const named = (...names: string[]) => names.map((name) => ({ key: '', name }))

describe('assignColours', () => {
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
    expect(assignColours(named(...names))).toEqual(colours)
  })

  it('gives p90 a colour of the palette beside p95', () => {
    const [p90, p95] = assignColours(named('p90', 'p95'))
    expect(p90).toMatch(/^--s[1-8]$/)
    expect(p95).toBe('--q95')
  })

  it('takes what the panel says first, and keeps it free of others', () => {
    const overrides = new Map([['failed', '--s7']])
    const series = named('failed', 'a', 'b', 'c', 'd', 'e', 'f', 'g')
    const colours = assignColours(series, overrides)
    expect(colours[0]).toBe('--s7')
    expect(new Set(colours).size).toBe(8)
  })

  const series = fc.uniqueArray(fc.record({ key: fc.string(), name: fc.string() }), {
    maxLength: 24,
    selector: ({ key, name }) => `${name}\n${key}`,
  })

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(series, (given) => {
        const forward = assignColours(given)
        const backward = assignColours([...given].reverse()).reverse()
        expect(backward).toEqual(forward)
      }),
    )
  })

  it('repeats no colour before all are used', () => {
    fc.assert(
      fc.property(series, (given) => {
        expect(new Set(assignColours(given)).size).toBeGreaterThanOrEqual(Math.min(8, given.length))
      }),
    )
  })

  it('keeps the colour of a line alone whatever the refresh', () => {
    const gemini = { key: '5:model=6:gemini;', name: 'gemini' }
    expect(assignColours([gemini])).toEqual(assignColours([gemini]))
  })
})
