import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DRIFT_PX, driftAt, shadeAt } from './screen-care'

const MINUTE_MS = 60_000
const NIGHT = { hours: [{ fromMinute: 22 * 60, toMinute: 6 * 60 }], brightness: 30 }

describe('driftAt', () => {
  it('stays within 24 px from end to end, moves little at once, and in whole pixels', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        const here = driftAt(ms)
        const next = driftAt(ms + MINUTE_MS)
        for (const axis of ['x', 'y'] as const) {
          expect(Math.abs(here[axis])).toBeLessThanOrEqual(DRIFT_PX)
          expect(Math.abs(next[axis] - here[axis])).toBeLessThanOrEqual(4)
          expect(Number.isInteger(here[axis])).toBe(true)
        }
      }),
    )
  })

  it('stands still within a minute, and reaches every side within an hour', () => {
    const start = 29_000_000 * MINUTE_MS
    expect(driftAt(start + MINUTE_MS - 1)).toEqual(driftAt(start))
    const hour = Array.from({ length: 60 }, (_, i) => driftAt(start + i * MINUTE_MS))
    for (const axis of ['x', 'y'] as const) {
      const all = hour.map((one) => one[axis])
      expect(Math.max(...all)).toBeGreaterThan(DRIFT_PX - 2)
      expect(Math.min(...all)).toBeLessThan(2 - DRIFT_PX)
    }
  })
})

describe('shadeAt', () => {
  it.each([
    ['by day', NIGHT, '2026-06-01T12:00:00Z', false, 0],
    ['by night', NIGHT, '2026-06-01T23:00:00Z', false, 0.7],
    ['by night, with a critical alert', NIGHT, '2026-06-01T23:00:00Z', true, 0],
    ['never, where nothing is said', undefined, '2026-06-01T23:00:00Z', false, 0],
    ['never, without hours', { hours: [], brightness: 30 }, '2026-06-01T23:00:00Z', false, 0],
  ])('%s', (_name, dim, iso, isAlarmed, expected) => {
    expect(shadeAt(dim, Date.parse(iso), 'UTC', isAlarmed)).toBeCloseTo(expected)
  })
})
