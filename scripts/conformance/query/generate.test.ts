import { beforeAll, describe, expect, it } from 'vitest'
import { generateData } from '../data/generate'
import { REQUIRED, REQUIRED_EMPTY } from './coverage'
import { type GeneratedQuery, generateQuery } from './generate'
import { coverageOf, printQuery } from './node'
import { describeData } from './schema'

describe('generateQuery', () => {
  const schema = describeData(generateData(7))
  let queries: GeneratedQuery[] = []
  beforeAll(() => {
    queries = Array.from({ length: 4000 }, (_, index) => generateQuery(7, index, schema))
  })

  it('makes the same query for the same seed and number, whatever came before', () => {
    for (const query of queries.slice(90, 110).reverse()) expect(generateQuery(7, query.index, schema)).toEqual(query)
  })

  it('makes others for another seed', () => {
    const same = queries.filter(
      ({ node, index }) => printQuery(generateQuery(8, index, schema).node) === printQuery(node),
    )
    expect(same.length).toBeLessThan(queries.length / 50)
  })

  it('uses the whole of the language', () => {
    const used = new Set(queries.flatMap(({ node }) => coverageOf(node)))
    expect([...REQUIRED, ...REQUIRED_EMPTY].filter((use) => !used.has(use))).toEqual([])
  })

  it('makes five to ten in a hundred wrong', () => {
    const wrong = queries.filter(({ node }) => coverageOf(node).some((cover) => cover.startsWith('wrong')))
    expect(wrong.length / queries.length).toBeGreaterThan(0.05)
    expect(wrong.length / queries.length).toBeLessThan(0.1)
  })
})
