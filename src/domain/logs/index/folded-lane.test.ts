import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldLines, lineOf, lowerLineOf, markContaining } from './folded-lane'

/** Letters with one case, two and three, that change their length or depend on their neighbours, and what joins lines. */
const character = fc.constantFrom(
  ...'aAbBzZ09 _"\n',
  'é',
  'É',
  'Þ',
  'þ',
  '×',
  '÷',
  'ß',
  'ẞ',
  'ÿ',
  'Ÿ',
  'İ',
  'ı',
  'Σ',
  'ς',
  'K',
  'Å',
  'Ǆ',
  '😀',
)
const text = (most: number) => fc.array(character, { maxLength: most }).map((all) => all.join(''))
const lines = fc.array(text(40), { minLength: 1, maxLength: 30 })

function found(all: readonly string[], needle: string, from = 0): readonly number[] {
  const hit = new Uint8Array(all.length)
  markContaining(foldLines(all), from, needle, hit)
  return [...hit.keys()].filter((row) => hit[row] === 1)
}

function expected(all: readonly string[], needle: string, from = 0): readonly number[] {
  const isExact = needle !== needle.toLowerCase()
  const has = (line: string) => (isExact ? line : line.toLowerCase()).includes(needle)
  return [...all.keys()].filter((row) => row >= from && has(all[row] ?? ''))
}

describe('lines in lower case', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const lane = foldLines(all)
        expect(all.map((_, row) => lineOf(lane, row))).toEqual(all)
        expect(all.map((_, row) => lowerLineOf(lane, row))).toEqual(all.map((line) => line.toLowerCase()))
      }),
      { numRuns: 500 },
    )
  })

  it('are found as each by itself would be', () => {
    fc.assert(
      fc.property(lines, fc.nat(5), fc.nat(), fc.nat(), fc.boolean(), (all, from, row, place, isFolded) => {
        const line = all[row % all.length] ?? ''
        const start = place % (line.length + 1)
        const part = line.slice(start, start + 1 + (place % 9))
        const needle = isFolded ? part.toLowerCase() : part
        fc.pre(needle !== '')
        expect(found(all, needle, from)).toEqual(expected(all, needle, from))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['any case', 'out of', [0, 1]],
    ['as written', 'OUT of', [1]],
    ['as written, in lower case only elsewhere', 'OUT OF', []],
    ['an umlaut', 'Über', [2]],
    ['over a break between lines', 'y\nit', []],
    ['over a break within a line', 'a\nb', [4]],
  ])('%s', (_, needle, rows) => {
    const all = ['ran out of memory', 'it ran OUT of memory', 'Übertragung', 'übertragung', 'a\nb', '']
    expect(found(all, needle)).toEqual(rows)
  })
})
