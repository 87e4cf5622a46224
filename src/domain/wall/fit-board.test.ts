import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FitItem, type FitScreen, fitBoard } from './fit-board'

/** What head and foot leave of 720p, 1080p and 4K. */
const SIZES = [
  [1238, 592],
  [1858, 888],
  [3716, 1776],
] as const

function screenOf(width: number, height: number): FitScreen {
  return { width, height, gap: 0.75 }
}

function items(...sizes: readonly (readonly [count: number, minWidth: number, minHeight: number])[]): FitItem[] {
  const all = sizes.flatMap(([count, minWidth, minHeight], band) =>
    Array.from({ length: count }, () => ({
      ...{ minWidth, minHeight, w: 24 / count, h: minHeight / 2, band: String(band) },
    })),
  )
  return all.map((item, i) => ({ id: String(i), ...item }))
}

const rowsOf = (places: readonly { readonly y: number }[]) => new Set(places.map(({ y }) => y)).size

describe('fitBoard', () => {
  it.each([
    ['six tiles and two charts at 720p', items([6, 12, 7], [2, 16, 9]), SIZES[0], 16, 2],
    ['the same at 1080p', items([6, 12, 7], [2, 16, 9]), SIZES[1], 24, 2],
    ['the same at 4K', items([6, 12, 7], [2, 16, 9]), SIZES[2], 48.5, 2],
    ['nine charts', items([3, 16, 9], [3, 16, 9], [3, 16, 9]), SIZES[1], 24, 3],
    ['one panel', items([1, 16, 9]), SIZES[1], 24, 1],
    ['no panel', [], SIZES[1], 24, 0],
  ] as const)('%s', (_name, all, [width, height], remPx, rows) => {
    const plan = fitBoard(all, screenOf(width, height))
    expect(plan.remPx).toBe(remPx)
    expect(rowsOf(plan.places)).toBe(rows)
  })

  it('is the same board on screens of one shape, also where its rows just fit', () => {
    const all = items([6, 12.25, 8.9], [4, 11, 10], [2, 17, 9.5])
    const perRow = SIZES.map(([width, height]) => {
      const { places } = fitBoard(all, screenOf(width, height))
      return [...new Set(places.map(({ y }) => y))].map((row) => places.filter(({ y }) => y === row).length)
    })
    expect(perRow).toEqual([
      [6, 4, 2],
      [6, 4, 2],
      [6, 4, 2],
    ])
  })

  it('makes text smaller rather than cut it', () => {
    const plan = fitBoard(items([40, 16, 9]), screenOf(...SIZES[1]))
    expect(plan.remPx).toBeLessThan(24)
    for (const { width, height } of plan.places) {
      expect(width / plan.remPx).toBeGreaterThanOrEqual(16 - 1e-9)
      expect(height / plan.remPx).toBeGreaterThanOrEqual(9 - 1e-9)
    }
  })

  it('keeps all inside, apart and in order, on every screen', () => {
    const item = fc.record({
      w: fc.integer({ min: 1, max: 24 }),
      h: fc.integer({ min: 1, max: 40 }),
      minWidth: fc.integer({ min: 4, max: 30 }),
      minHeight: fc.integer({ min: 3, max: 20 }),
    })
    const width = fc.integer({ min: 320, max: 7680 })
    const height = fc.integer({ min: 320, max: 4320 })
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 40 }), width, height, (sizes, w, h) => {
        const all = sizes.map((size, i) => ({ id: String(i), band: String(i >> 2), ...size }))
        const screen = screenOf(w, h)
        const { places } = fitBoard(all, screen)
        expect(places.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
        const [right, bottom] = [w, h]
        for (const [i, a] of places.entries()) {
          expect(a.width).toBeGreaterThan(0)
          expect(a.height).toBeGreaterThan(0)
          expect(a.x).toBeGreaterThanOrEqual(0)
          expect(a.y).toBeGreaterThanOrEqual(0)
          expect(a.x + a.width).toBeLessThanOrEqual(right + 1e-6)
          expect(a.y + a.height).toBeLessThanOrEqual(bottom + 1e-6)
          for (const b of places.slice(i + 1)) {
            const isBelow = b.y >= a.y + a.height - 1e-6
            const isBeside = b.x >= a.x + a.width - 1e-6
            expect(isBelow || (isBeside && b.y === a.y)).toBe(true)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('never cuts a text while a smaller one would do', () => {
    const item = fc.record({
      w: fc.integer({ min: 1, max: 24 }),
      h: fc.integer({ min: 1, max: 40 }),
      minWidth: fc.integer({ min: 6, max: 24 }),
      minHeight: fc.integer({ min: 5, max: 12 }),
    })
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 24 }), fc.constantFrom(...SIZES), (sizes, [w, h]) => {
        const all = sizes.map((size, i) => ({ id: String(i), band: String(i >> 2), ...size }))
        const { remPx, places } = fitBoard(all, screenOf(w, h))
        if (remPx <= 6) return
        for (const [i, { width, height }] of places.entries()) {
          expect(width / remPx).toBeGreaterThanOrEqual((all[i]?.minWidth ?? 0) - 1e-6)
          expect(height / remPx).toBeGreaterThanOrEqual((all[i]?.minHeight ?? 0) - 1e-6)
        }
      }),
      { numRuns: 60 },
    )
  })
})
