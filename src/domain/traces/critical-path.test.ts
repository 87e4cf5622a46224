import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assembleTrace, type ToldSpan } from './assemble'
import { criticalPath } from './critical-path'

type Row = readonly [id: string, parentId: string | null, startMs: number, endMs: number]

function traceOf(rows: readonly Row[], madeOf: 'spans' | 'log-order' = 'spans') {
  const spans = rows.map(
    ([id, parentId, startMs, endMs]): ToldSpan => ({
      id,
      parentId,
      service: 'api',
      name: id,
      startMs,
      durationMs: endMs - startMs,
      durationIs: 'measured',
      failed: false,
      tags: [],
      events: [],
    }),
  )
  return assembleTrace('t', spans, madeOf)
}

function pathOf(rows: readonly Row[]) {
  return criticalPath(traceOf(rows))?.map(({ spanId, startMs, endMs }) => `${spanId} ${startMs}-${endMs}`)
}

describe('criticalPath', () => {
  it.each<[string, readonly Row[], readonly string[]]>([
    ['one span is its own path', [['a', null, 0, 10]], ['a 0-10']],
    [
      'a child takes its time from its parent',
      [
        ['a', null, 0, 10],
        ['b', 'a', 2, 8],
      ],
      ['a 0-2', 'b 2-8', 'a 8-10'],
    ],
    [
      'of two that overlap, the later end first, the other up to its start',
      [
        ['a', null, 0, 10],
        ['b', 'a', 1, 6],
        ['c', 'a', 4, 9],
      ],
      ['a 0-1', 'b 1-4', 'c 4-9', 'a 9-10'],
    ],
    [
      'one that runs wholly beside another holds up nothing',
      [
        ['a', null, 0, 10],
        ['b', 'a', 1, 9],
        ['c', 'a', 2, 5],
      ],
      ['a 0-1', 'b 1-9', 'a 9-10'],
    ],
    [
      'a child that outlives its parent counts to the end of that',
      [
        ['a', null, 0, 10],
        ['b', 'a', 5, 20],
      ],
      ['a 0-5', 'b 5-10'],
    ],
    [
      'deeper ones count within what their parent held up',
      [
        ['a', null, 0, 10],
        ['b', 'a', 1, 6],
        ['d', 'b', 2, 5.5],
        ['c', 'a', 4, 9],
      ],
      ['a 0-1', 'b 1-2', 'd 2-4', 'c 4-9', 'a 9-10'],
    ],
  ])('%s', (_, rows, path) => {
    expect(pathOf(rows)).toEqual(path)
  })

  it('is not known where only the order of lines is', () => {
    expect(criticalPath(traceOf([['a', null, 0, 10]], 'log-order'))).toBeNull()
  })

  it('covers the root without gap or overlap, whatever the spans', () => {
    const row = fc.tuple(fc.nat(9), fc.nat(20), fc.nat(20))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 10 }), (list) => {
        const rows = list.map(([parent, start, length], n): Row => {
          return [`s${n + 1}`, `s${Math.min(parent, n)}`, start, start + length]
        })
        const path = criticalPath(traceOf([['s0', null, 0, 30], ...rows])) ?? []
        expect(path[0]?.startMs).toBe(0)
        expect(path.at(-1)?.endMs).toBe(30)
        for (const [n, { startMs, endMs }] of path.entries()) {
          expect(endMs).toBeGreaterThan(startMs)
          if (n > 0) expect(startMs).toBe(path[n - 1]?.endMs)
        }
      }),
    )
  })

  it('H33: fifty thousand spans, each in the one before', () => {
    const rows = Array.from({ length: 50_000 }, (_, n): Row => {
      return [String(n), n === 0 ? null : String(n - 1), n, 200_000 - n]
    })
    expect(pathOf(rows)).toHaveLength(99_999)
  })
})
