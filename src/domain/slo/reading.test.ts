import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import { madeSlo } from '~/testing/made-slo'
import { BURN_WINDOWS_MS, burnAlertsOf } from './burn'
import { exhaustionOf, readSlo, type SloFigures } from './reading'

/** 99 % over 30 days, of which all hours have data; the share of errors is the same over each window. */
const slo = madeSlo()
const figures = (bad: number | null, total: number | null, share: number | null = 0, covered = 720): SloFigures => ({
  ...{ bad, total, covered },
  errorShares: new Map(BURN_WINDOWS_MS.map((ms) => [ms, share])),
})

describe('a budget', () => {
  it.each<[string, SloFigures, string, number | null, number | null, number | null]>([
    // bad of 100,000 at 99 %: 1,000 are allowed, and 7.2 h of 30 days.
    ['untouched', figures(0, 100_000), 'ok', 1, 1000, 7.2 * HOUR_MS],
    ['half gone', figures(500, 100_000), 'ok', 0.5, 500, 3.6 * HOUR_MS],
    ['nearly gone', figures(900, 100_000), 'low', 0.1, 100, 0.72 * HOUR_MS],
    ['gone', figures(1000, 100_000), 'exhausted', 0, 0, 0],
    ['overdrawn', figures(3000, 100_000), 'exhausted', -2, -2000, -14.4 * HOUR_MS],
    ['of a history of three days', figures(500, 100_000, 0, 72), 'ok', 0.5, 500, 0.36 * HOUR_MS],
    ['without traffic', figures(0, 0, Number.NaN), 'noTraffic', Number.NaN, null, null],
    ['without data', figures(null, null, null), 'noData', null, null, null],
    ['of which only the total is there', figures(null, 100_000), 'noData', null, null, null],
    ['without data now', figures(500, 100_000, null), 'silent', 0.5, 500, 3.6 * HOUR_MS],
    ['gone, without data now', figures(1000, 100_000, null), 'exhausted', 0, 0, 0],
    ['of counters that hold no number', figures(Number.NaN, 100_000), 'noData', null, null, null],
    ['of a total that holds no number', figures(0, Number.POSITIVE_INFINITY), 'noData', null, null, null],
    ['of more good events than there are', figures(-5, 0), 'noData', null, null, null],
    ['of bad events of none', figures(5, 0), 'noData', null, null, null],
  ])('%s', (_, given, state, left, leftEvents, leftMs) => {
    const reading = readSlo(slo, given)
    expect(reading.state).toBe(state)
    if (left === null || Number.isNaN(left)) expect(reading.left).toEqual(left)
    else expect(reading.left).toBeCloseTo(left, 9)
    expect(reading.compliance === 1 && left !== 1, 'what is not known is never 100 %').toBe(false)
    if (leftEvents === null) expect([reading.leftEvents, reading.leftMs]).toEqual([null, null])
    else {
      expect(reading.leftEvents).toBeCloseTo(leftEvents, 6)
      expect(reading.leftMs).toBeCloseTo(leftMs ?? 0, 0)
    }
  })

  it('is the same in percent, in events and in time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0, max: 1, noNaN: true }), (total, share) => {
        const { left, leftEvents, leftMs } = readSlo(slo, figures(total * share, total))
        expect((leftEvents ?? 0) / (0.01 * total)).toBeCloseTo(left ?? 0, 6)
        expect((leftMs ?? 0) / (0.01 * 30 * DAY_MS)).toBeCloseTo(left ?? 0, 6)
      }),
    )
  })
})

describe('burn', () => {
  it.each<[string, number, string]>([
    ['at half the allowed rate', 0.005, 'ok'],
    ['above the allowed rate', 0.011, 'slow'],
    ['above 6 times', 0.061, 'fast'],
    ['above 14.4 times', 0.15, 'fast'],
  ])('%s', (_, share, state) => {
    expect(readSlo(slo, figures(0, 1000, share)).state).toBe(state)
  })

  it('that has ended does not page: the short window is calm', () => {
    const given = figures(0, 1000, 0.2)
    const calm = new Map([...given.errorShares].map(([ms, share]) => [ms, ms <= 30 * MINUTE_MS ? 0 : share]))
    expect(readSlo(slo, { ...given, errorShares: calm }).state).toBe('slow')
  })

  it('that is infinite is not known, and no burn of nothing', () => {
    const { burn, state } = readSlo(slo, figures(0, 1000, Number.NEGATIVE_INFINITY))
    expect([...burn.values()]).toEqual(BURN_WINDOWS_MS.map(() => null))
    expect(state).toBe('silent')
  })

  it('of nothing now is calm: without traffic nothing burns', () => {
    expect(readSlo(slo, figures(0, 1000, Number.NaN)).state).toBe('ok')
  })

  it('is told of no window that is longer than the objective’s', () => {
    expect(burnAlertsOf(madeSlo({ window: '1d' })).map(({ longMs }) => longMs)).toEqual([HOUR_MS, 6 * HOUR_MS, DAY_MS])
  })

  it('cannot pass what all errors together are', () => {
    expect(burnAlertsOf(madeSlo({ objective: 90 })).map(({ factor }) => factor)).toEqual([6, 3, 1])
    expect(burnAlertsOf(madeSlo({ objective: 50 })).map(({ factor }) => factor)).toEqual([1])
  })
})

describe('when it runs out', () => {
  it.each<[string, number | null, number | null, number | null, unknown]>([
    ['at 10 times, half left', 0.5, 10, 30 * DAY_MS, { kind: 'in', inMs: 1.5 * DAY_MS }],
    ['at 2 times, all left, three days of history', 1, 2, 3 * DAY_MS, { kind: 'in', inMs: 1.5 * DAY_MS }],
    ['at the allowed rate', 0.5, 1, 30 * DAY_MS, { kind: 'lasts' }],
    ['at no errors', 0.5, 0, 30 * DAY_MS, { kind: 'lasts' }],
    ['already', 0, 10, 30 * DAY_MS, { kind: 'gone' }],
    ['overdrawn, at no errors', -1, 0, 30 * DAY_MS, { kind: 'gone' }],
    ['without traffic now', 0.5, Number.NaN, 30 * DAY_MS, { kind: 'unknown' }],
    ['without data now', 0.5, null, 30 * DAY_MS, { kind: 'unknown' }],
    ['without data', null, 10, null, { kind: 'unknown' }],
  ])('%s', (_, left, burn, spanMs, exhaustion) => {
    expect(exhaustionOf({ left, spanMs, state: 'ok' }, burn)).toEqual(exhaustion)
  })

  it('is not told while nobody counts, whatever longer windows say', () => {
    expect(exhaustionOf({ left: 0.5, spanMs: 30 * DAY_MS, state: 'silent' }, 0)).toEqual({ kind: 'unknown' })
    expect(exhaustionOf({ left: -0.5, spanMs: 30 * DAY_MS, state: 'exhausted' }, 0)).toEqual({ kind: 'gone' })
  })
})
