import { describe, expect, it, vi } from 'vitest'
import { createNode, printQuery } from '../query/node'
import { shrinkQuery } from './shrink'

const selector = createNode('vector', ['up{job="api"}', { optional: ' offset 5m' }])
const query = createNode('vector', [
  'sum(',
  createNode('vector', ['abs(', createNode('vector', [selector, ' * ', createNode('scalar', ['(2 + 3)'])]), ')']),
  ')',
])

describe('shrinkQuery', () => {
  it.each([
    ['the sub-expression that differs', (text: string) => text.includes('abs'), 'abs(vector(1))'],
    ['a modifier that matters', (text: string) => text.includes('offset'), 'up{job="api"} offset 5m'],
    ['a selector without what does not matter', (text: string) => text.includes('up'), 'up{job="api"} '],
    ['the simplest vector', () => true, 'vector(1)'],
    ['all of it where each part matters', (text: string) => text === printQuery(query), printQuery(query)],
  ])('keeps %s', async (_name, differs, smallest) => {
    const shrunk = await shrinkQuery(query, async (candidate) => differs(printQuery(candidate)))
    expect(printQuery(shrunk)).toBe(smallest)
  })

  it('ends when the budget does', async () => {
    const differs = vi.fn(async () => false)
    await shrinkQuery(query, differs, 3)
    expect(differs).toHaveBeenCalledTimes(3)
  })
})
