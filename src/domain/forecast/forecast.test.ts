import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '~/domain/time/duration'
import { chooseMethod } from './backtest'
import { forecastTo } from './forecast'
import { DAY, METHODS, WEEK } from './methods'

const START = Date.parse('2026-01-05T01:00:00Z')
const history = (length: number, at: (hour: number) => number) => ({
  firstEndMs: START,
  values: Float64Array.from({ length }, (_, i) => at(i)),
})
/** More at noon than at night, and half of it at the weekend. */
const weekly = (hour: number) =>
  (10 + 8 * Math.sin((2 * Math.PI * (hour % DAY)) / DAY)) * (Math.floor(hour / DAY) % 7 >= 5 ? 0.5 : 1)
/** The same sequence for everybody. */
const noise = (hour: number) => ((Math.imul(hour + 1, 2654435761) >>> 0) / 2 ** 32 - 0.5) * 2
const endOf = (length: number) => START + (length - 1) * HOUR_MS

describe('forecast', () => {
  it('a steady hour goes on, with an interval of nothing', () => {
    const nowMs = endOf(10 * DAY)
    const forecast = forecastTo(
      history(10 * DAY, () => 2),
      nowMs,
      nowMs + 5 * DAY_MS,
      100,
    )
    expect(forecast).toMatchObject({ kind: 'forecast', total: 340, low: 340, high: 340, best: { error: 0 } })
  })

  it('a week with a weekend is learnt from four of them, and better than "same as yesterday"', () => {
    const at = (hour: number) => weekly(hour) * (1 + 0.2 * noise(hour))
    const chosen = chooseMethod(history(5 * WEEK, at).values)
    expect(chosen?.best.method.id).toBe('day-and-hour')
    expect(chosen?.best.error).toBeLessThan((chosen?.baseline.error ?? 0) * 0.7)
    const nowMs = endOf(5 * WEEK)
    const forecast = forecastTo(history(5 * WEEK, at), nowMs, nowMs + 7 * DAY_MS, 0)
    const truth = Array.from({ length: WEEK }, (_, i) => at(5 * WEEK + i)).reduce((sum, value) => sum + value, 0)
    expect(forecast.kind === 'forecast' && Math.abs(forecast.total / truth - 1)).toBeLessThan(0.05)
  })

  it('of an hour that has begun only what is left of it is told', () => {
    const nowMs = endOf(10 * DAY) + HOUR_MS / 2
    expect(
      forecastTo(
        history(10 * DAY, () => 2),
        nowMs,
        endOf(10 * DAY) + HOUR_MS,
        7,
      ),
    ).toMatchObject({ total: 8 })
  })

  it.each([
    ['nothing', 0],
    ['three days', 3 * DAY],
  ])('too little is said, and how much is missing: %s', (_name, length) => {
    const nowMs = endOf(length)
    expect(
      forecastTo(
        history(length, () => 1),
        nowMs,
        nowMs + DAY_MS,
        0,
      ),
    ).toEqual({
      kind: 'too-little',
      hoursKnown: length,
      hoursNeeded: 96,
    })
  })

  it('hours that are not known are not taken for zero', () => {
    const at = (hour: number) => (hour % 7 === 3 ? Number.NaN : 2)
    const nowMs = endOf(10 * DAY)
    const forecast = forecastTo(history(10 * DAY, at), nowMs, nowMs + DAY_MS, 0)
    expect(forecast.kind === 'forecast' && forecast.total).toBeCloseTo(48, 9)
  })

  it('nothing but the past is looked at, and no forecast is below zero', () => {
    const hours = fc.array(fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constant(Number.NaN)), {
      minLength: 1,
      maxLength: 3 * WEEK,
    })
    fc.assert(
      fc.property(hours, fc.nat(3 * WEEK), fc.integer({ min: 1, max: WEEK }), (values, cut, count) => {
        const at = Math.min(cut, values.length)
        const past = Float64Array.from(values.map((value, i) => (i < at ? value : Number.NaN)))
        for (const { predict, needs } of METHODS) {
          if (at < needs) continue
          const told = predict(Float64Array.from(values), at, count)
          expect(told).toEqual(predict(past, at, count))
          for (const value of told ?? []) expect(value).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('the interval holds what comes, about four of five times', () => {
    let held = 0
    const tries = 60
    for (let i = 0; i < tries; i++) {
      const length = 3 * WEEK + i * DAY
      const at = (hour: number) =>
        weekly(hour) * (1 + 0.6 * noise(hour)) * (1 + 0.3 * noise(Math.floor(hour / DAY) * 977))
      const nowMs = endOf(length)
      const forecast = forecastTo(history(length, at), nowMs, nowMs + 3 * DAY_MS, 0)
      const truth = Array.from({ length: 3 * DAY }, (_, j) => at(length + j)).reduce((sum, value) => sum + value, 0)
      if (forecast.kind === 'forecast' && (forecast.low ?? 0) <= truth && truth <= (forecast.high ?? 0)) held++
    }
    expect(held / tries).toBeGreaterThan(0.6)
  })
})
