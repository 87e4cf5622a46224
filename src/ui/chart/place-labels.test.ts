import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeLabels } from './place-labels'

const AREA = { left: 40, top: 10, width: 200, height: 100 }
const FONT = 10

describe('placeLabels', () => {
  it('stands above its line, at the left', () => {
    const [place] = placeLabels([{ y: 60, width: 50 }], AREA, FONT)
    expect(place).toMatchObject({ left: 42, height: 13 })
    expect((place?.top ?? 0) + 13).toBeLessThanOrEqual(60)
  })

  it('stands below where there is no room above', () => {
    const [place] = placeLabels([{ y: 12, width: 50 }], AREA, FONT)
    expect(place?.top).toBeGreaterThan(12)
  })

  it('stands behind one that is there already', () => {
    const [first, second] = placeLabels(
      [
        { y: 60, width: 50 },
        { y: 64, width: 50 },
      ],
      AREA,
      FONT,
    )
    expect(second?.left).toBeGreaterThanOrEqual((first?.left ?? 0) + (first?.width ?? 0))
  })

  it('never lies over another, and never reaches out of the area but alone', () => {
    const label = fc.record({ y: fc.integer({ min: 10, max: 110 }), width: fc.integer({ min: 5, max: 260 }) })
    fc.assert(
      fc.property(fc.array(label, { maxLength: 8 }), (labels) => {
        const places = placeLabels(labels, AREA, FONT).filter((place) => place !== null)
        if (labels.length > 0) expect(places.length).toBeGreaterThan(0)
        for (const [i, a] of places.entries()) {
          if (i > 0) expect(a.left + a.width).toBeLessThanOrEqual(AREA.left + AREA.width)
          for (const b of places.slice(i + 1)) {
            const isApart =
              a.left + a.width <= b.left ||
              b.left + b.width <= a.left ||
              a.top + a.height <= b.top ||
              b.top + b.height <= a.top
            expect(isApart).toBe(true)
          }
        }
      }),
    )
  })
})
