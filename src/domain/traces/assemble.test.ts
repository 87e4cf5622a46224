import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assembleTrace, depthsOf, MOST_SPANS, type ToldSpan } from './assemble'

function told(id: string, parentId: string | null, startMs = 0, durationMs = 1): ToldSpan {
  const nothing = { failed: false, tags: [], events: [] }
  return { id, parentId, service: 'api', name: id, startMs, durationMs, durationIs: 'measured', ...nothing }
}

function parentsIn(spans: readonly ToldSpan[]) {
  return Object.fromEntries(assembleTrace('t', spans, 'spans').spans.map(({ id, parentId }) => [id, parentId]))
}

describe('assembleTrace', () => {
  it('puts spans in the order of their starts, parents before children that begin with them', () => {
    const { spans, warnings } = assembleTrace('t', [told('c', 'b', 5), told('b', 'a', 5), told('a', null, 5)], 'spans')
    expect(spans.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(warnings).toEqual([])
  })

  it('H33: cuts a circle of parents once and says where', () => {
    const spans = [told('a', 'c'), told('b', 'a'), told('c', 'b'), told('d', 'c')]
    expect(parentsIn(spans)).toEqual({ a: null, b: 'a', c: 'b', d: 'c' })
    expect(assembleTrace('t', spans, 'spans').warnings).toEqual([
      'The span "a" is its own ancestor; it is shown without a parent.',
    ])
  })

  it('H33: a span that is its own parent is a root', () => {
    expect(parentsIn([told('a', 'a')])).toEqual({ a: null })
  })

  it('H33: a parent that is not there makes a root, and is named', () => {
    const { spans, warnings } = assembleTrace('t', [told('a', 'gone')], 'spans')
    expect(spans[0]).toMatchObject({ parentId: null, missingParentId: 'gone' })
    expect(warnings).toEqual(['The parent "gone" is not in the trace; its children are shown as roots.'])
  })

  it.each([-1, Number.NaN])('H33: a duration of %s is not known', (durationMs) => {
    const { spans, warnings } = assembleTrace('t', [told('a', null, 0, durationMs)], 'spans')
    expect(spans[0]).toMatchObject({ durationMs: 0, durationIs: 'unknown' })
    expect(warnings).toHaveLength(1)
  })

  it('shows each of several spans with one id', () => {
    const { spans, warnings } = assembleTrace('t', [told('a', null), told('a', null), told('b', 'a')], 'spans')
    expect(spans.map(({ id }) => id)).toEqual(['a', 'a#2', 'b'])
    expect(warnings).toEqual(['Several spans have the id "a"; each is shown.'])
  })

  it('H33: leaves out what is beyond its limit, and says how many', () => {
    const spans = Array.from({ length: MOST_SPANS + 3 }, (_, n) => told(String(n), n === 0 ? null : String(n - 1)))
    const trace = assembleTrace('t', spans, 'spans')
    expect(trace.spans).toHaveLength(MOST_SPANS)
    expect(trace.warnings).toEqual([`3 of ${MOST_SPANS + 3} spans are left out.`])
  })

  it('H33: names apart as many spans as there may be, all of one id', () => {
    const spans = Array.from({ length: MOST_SPANS }, () => told('a', null))
    expect(new Set(assembleTrace('t', spans, 'spans').spans.map(({ id }) => id)).size).toBe(MOST_SPANS)
  })

  it('keeps every span, and leaves no circle, whatever is told', () => {
    const some = fc.record({ id: fc.integer({ max: 8, min: 0 }), parent: fc.option(fc.integer({ max: 9, min: 0 })) })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 20 }), (list) => {
        const spans = list.map(({ id, parent }) => told(String(id), parent === null ? null : String(parent)))
        const trace = assembleTrace('t', spans, 'spans')
        expect(trace.spans).toHaveLength(list.length)
        const depths = depthsOf(trace.spans)
        for (const { id, parentId } of trace.spans) {
          if (parentId !== null) expect(depths.get(id)).toBe((depths.get(parentId) ?? Number.NaN) + 1)
          else expect(depths.get(id)).toBe(0)
        }
      }),
    )
  })
})
