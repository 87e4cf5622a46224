import { describe, expect, it } from 'vitest'
import { assembleTrace, type ToldSpan } from './assemble'
import { extentOf, servicesOf, waterfallRows } from './waterfall'

function told(id: string, parentId: string | null, startMs: number, endMs: number, more: Partial<ToldSpan> = {}) {
  const nothing = { failed: false, tags: [], events: [], durationIs: 'measured' as const }
  return { id, parentId, service: 'api', name: id, startMs, durationMs: endMs - startMs, ...nothing, ...more }
}

const TRACE = assembleTrace(
  't',
  [
    told('a', null, 0, 10),
    told('b', 'a', 1, 4, { service: 'worker' }),
    told('c', 'b', 2, 3, { service: 'llm', failed: true }),
    told('d', 'a', 3, 8, { service: 'worker' }),
    told('e', null, 12, 13),
  ],
  'spans',
)

describe('waterfallRows', () => {
  it('puts children below their parent, by start', () => {
    const rows = waterfallRows(TRACE, new Set())
    expect(rows.map(({ span, depth }) => `${span.id}${depth}`)).toEqual(['a0', 'b1', 'c2', 'd1', 'e0'])
    expect(rows.map(({ hasChildren }) => hasChildren)).toEqual([true, true, false, false, false])
  })

  it('counts what a folded span hides, and shows that it failed', () => {
    const rows = waterfallRows(TRACE, new Set(['a']))
    expect(rows.map(({ span, hidden, failed }) => [span.id, hidden, failed])).toEqual([
      ['a', 3, true],
      ['e', 0, false],
    ])
  })

  it('folds nothing where there is nothing to fold', () => {
    expect(waterfallRows(TRACE, new Set(['e'])).find(({ span }) => span.id === 'e')?.hidden).toBe(0)
  })
})

it('extentOf goes from the first start to the last end', () => {
  expect(extentOf(TRACE.spans)).toEqual({ startMs: 0, durationMs: 13 })
  expect(extentOf([])).toEqual({ startMs: 0, durationMs: 0 })
})

it('servicesOf counts the time that no child took', () => {
  expect(servicesOf(TRACE)).toEqual([
    // 10 less the 7 that its children cover between 1 and 8, and the other root.
    { service: 'api', spans: 2, failed: 0, selfMs: 3 + 1 },
    { service: 'worker', spans: 2, failed: 0, selfMs: 2 + 5 },
    { service: 'llm', spans: 1, failed: 1, selfMs: 1 },
  ])
})
