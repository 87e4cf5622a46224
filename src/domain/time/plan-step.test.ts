import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '~/domain/time/duration'
import { alignWindow, MAX_POINTS, planStep } from '~/domain/time/plan-step'

test.each([
  ['5m', 5 * MINUTE_MS, 15 * SECOND_MS],
  ['1h', HOUR_MS, 15 * SECOND_MS],
  ['3h', 3 * HOUR_MS, 30 * SECOND_MS],
  ['6h', 6 * HOUR_MS, 60 * SECOND_MS],
  ['12h', 12 * HOUR_MS, 2 * MINUTE_MS],
  ['24h', DAY_MS, 4 * MINUTE_MS],
  ['2d', 2 * DAY_MS, 10 * MINUTE_MS],
  ['7d', 7 * DAY_MS, 30 * MINUTE_MS],
  ['30d', 30 * DAY_MS, 2 * HOUR_MS],
  ['90d', 90 * DAY_MS, 6 * HOUR_MS],
  ['10y', 3653 * DAY_MS, 11 * DAY_MS],
  ['nothing', 0, 15 * SECOND_MS],
])('step of %s', (_name, rangeMs, stepMs) => {
  expect(planStep(rangeMs, 15 * SECOND_MS)).toBe(stepMs)
})

it('never asks for more points than Prometheus gives', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 2e12, noNaN: true }),
      fc.double({ min: 0, max: 1e13, noNaN: true }),
      fc.integer({ min: 0, max: 600_000 }),
      fc.integer({ min: -5, max: 1_000_000 }),
      (fromMs, widthMs, scrapeMs, maxPoints) => {
        const stepMs = planStep(widthMs, scrapeMs, maxPoints)
        const { startMs, endMs } = alignWindow(fromMs, fromMs + widthMs, stepMs)
        expect((endMs - startMs) / stepMs + 1).toBeLessThanOrEqual(MAX_POINTS)
        expect(stepMs).toBeGreaterThanOrEqual(scrapeMs)
      },
    ),
  )
})

it('aligns both ends down to the same grid', () => {
  expect(alignWindow(61_000, 3_599_999, 60_000)).toEqual({ startMs: 60_000, endMs: 3_540_000 })
})
