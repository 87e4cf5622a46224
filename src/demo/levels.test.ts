import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { driftAt, isRecurring, rhythmAt } from './levels'

const HOUR_MS = 3_600_000
const hours = Array.from({ length: 24 }, (_, hour) => hour)

describe('rhythmAt', () => {
  const weekdays = [10, 1, 1, 1, 1, 1, 1]
  it.each([
    ['on the hour', '2026-01-28T15:00:00Z', 15],
    ['between hours', '2026-01-28T15:30:00Z', 15.5],
    ['from the last hour to midnight', '2026-01-28T23:30:00Z', 11.5],
    ['on a Sunday', '2026-02-01T02:00:00Z', 20],
  ])('%s', (_, time, factor) => expect(rhythmAt({ hours, weekdays }, Date.parse(time))).toBeCloseTo(factor))
})

describe('driftAt', () => {
  it('stays within its share and does not jump', () => {
    const drift = { share: 0.2, periodMs: 600_000 }
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 2e12 }), (key, timeMs) => {
        const here = driftAt(drift, key, timeMs)
        expect(Math.abs(here - 1)).toBeLessThanOrEqual(0.2)
        // The steepest slope of the cosine ease is pi/2 a period over a height of at most 2 shares.
        expect(Math.abs(driftAt(drift, key, timeMs + 5000) - here)).toBeLessThanOrEqual(
          ((0.4 * Math.PI) / 2) * (5 / 600) + 1e-9,
        )
      }),
    )
  })
})

describe('isRecurring', () => {
  const incident = {
    id: 'x',
    title: 'x',
    effects: {},
    recurs: { everyMs: 3 * HOUR_MS, offsetMs: 1_200_000, lastsMs: 600_000 },
  }
  it.each([
    ['before', '2026-01-28T03:19:59Z', false],
    ['at its start', '2026-01-28T03:20:00Z', true],
    ['at its end', '2026-01-28T03:30:00Z', false],
    ['the next time', '2026-01-28T06:25:00Z', true],
  ])('%s', (_, time, isOn) => expect(isRecurring(incident, Date.parse(time))).toBe(isOn))

  it('never without a recurrence', () => {
    expect(isRecurring({ id: 'x', title: 'x', effects: {} }, 0)).toBe(false)
  })
})
