import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuzzyMatch } from './fuzzy'

/** The text with its matched parts in brackets. */
function marked(query: string, text: string): string | null {
  const match = fuzzyMatch(query, text)
  if (match === null) return null
  let out = ''
  let at = 0
  for (const [from, to] of match.ranges) {
    out += `${text.slice(at, from)}[${text.slice(from, to)}]`
    at = to
  }
  return out + text.slice(at)
}

describe('fuzzyMatch', () => {
  it.each<[string, string, string | null]>([
    ['job', 'Job Duration', '[Job] Duration'],
    ['jd', 'Job Duration', '[J]ob [D]uration'],
    ['dur job', 'Job Duration', '[Job] [Dur]ation'],
    ['rate', 'Error Rate (1h)', 'Error [Rate] (1h)'],
    ['err', 'Mirror error', 'Mirror [err]or'],
    ['xyz', 'Job Duration', null],
    ['', 'Job Duration', 'Job Duration'],
    ['uber', 'Über alles', '[Über] alles'],
    ['<img', '<img src=x onerror=alert(1)>', '[<img] src=x onerror=alert(1)>'],
    ['.*', 'Job Duration', null],
  ])('%s in %s', (query, text, expected) => {
    expect(marked(query, text)).toBe(expected)
  })

  it.each([
    ['main', 'Main', 'Domain names'],
    ['er', 'Error Rate', 'Queue depth over time'],
    ['cp', 'Cache Performance', 'Scope'],
  ])('%s ranks %s over %s', (query, better, worse) => {
    expect(fuzzyMatch(query, better)?.score).toBeGreaterThan(fuzzyMatch(query, worse)?.score ?? -1000)
  })

  it('finds every piece of a text, in ranges that are in order and inside it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.nat(40), fc.nat(10), (text, from, length) => {
        const match = fuzzyMatch(text.slice(from, from + length), text)
        expect(match).not.toBeNull()
        let last = -1
        for (const [start, end] of match?.ranges ?? []) {
          expect(start).toBeGreaterThan(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
        expect(last).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})
