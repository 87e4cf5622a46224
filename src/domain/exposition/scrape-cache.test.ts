import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createScrapeCache, type ScrapeCache } from './scrape-cache'

interface Ref {
  readonly name: string
}

const refs = new Map(['a', 'b', 'c'].map((name) => [name, { name }]))

/** Scrapes texts such as `a 1`, of which the first character names the series; `@` at the end stands for a timestamp. */
function scrape(
  cache: ScrapeCache<Ref>,
  texts: readonly string[],
  hasFailed = false,
): { gone: string[]; added: string[] } {
  const added: string[] = []
  for (const text of texts) {
    let series = cache.find(text)
    if (series === undefined) {
      added.push(text)
      series = cache.add(text, refs.get(text[0] ?? '') ?? { name: '?' })
    }
    if (!text.endsWith('@')) cache.track(series)
  }
  return {
    gone: cache
      .endScrape(hasFailed)
      .map(({ name }) => name)
      .sort(),
    added,
  }
}

describe('the scrape cache', () => {
  test('knows the texts of the scrape before, and says what is gone once', () => {
    const cache = createScrapeCache<Ref>()
    expect(scrape(cache, ['a', 'b'])).toEqual({ gone: [], added: ['a', 'b'] })
    expect(scrape(cache, ['a', 'b'])).toEqual({ gone: [], added: [] })
    expect(scrape(cache, ['a'])).toEqual({ gone: ['b'], added: [] })
    expect(scrape(cache, ['a'])).toEqual({ gone: [], added: [] })
    expect(scrape(cache, ['b'])).toEqual({ gone: ['a'], added: ['b'] })
  })

  test('a series under another text is not gone', () => {
    const cache = createScrapeCache<Ref>()
    scrape(cache, ['a', 'a '])
    expect(scrape(cache, ['a '])).toEqual({ gone: [], added: [] })
    expect(scrape(cache, ['a  '])).toEqual({ gone: [], added: ['a  '] })
    expect(scrape(cache, [])).toEqual({ gone: ['a'], added: [] })
  })

  test('a series with times of its own is never gone', () => {
    const cache = createScrapeCache<Ref>()
    scrape(cache, ['a@', 'b'])
    expect(scrape(cache, ['b'])).toEqual({ gone: [], added: [] })
  })

  test('after a failed scrape all are gone and still known', () => {
    const cache = createScrapeCache<Ref>()
    scrape(cache, ['a', 'b'])
    expect(scrape(cache, [], true)).toEqual({ gone: ['a', 'b'], added: [] })
    expect(scrape(cache, [], true)).toEqual({ gone: [], added: [] })
    expect(scrape(cache, ['a', 'b'])).toEqual({ gone: [], added: [] })
  })

  test('keeps no text that the last scrape did not have', () => {
    const cache = createScrapeCache<Ref>()
    for (let i = 0; i < 100; i++) scrape(cache, [`a${i}`, `b${i}@`])
    expect(cache.size).toBe(2)
  })

  test('gone is what one scrape tracked and the next did not, whatever the scrapes', () => {
    const text = fc.constantFrom('a', 'a ', 'a@', 'b', 'b ', 'b@', 'c', 'c@')
    fc.assert(
      fc.property(fc.array(fc.array(text, { maxLength: 6 }), { maxLength: 8 }), (scrapes) => {
        const cache = createScrapeCache<Ref>()
        let before = new Set<string>()
        for (const texts of scrapes) {
          const now = new Set(texts.filter((one) => !one.endsWith('@')).map((one) => one[0] ?? ''))
          expect(scrape(cache, texts).gone).toEqual([...before].filter((name) => !now.has(name)).sort())
          before = now
        }
      }),
    )
  })
})
