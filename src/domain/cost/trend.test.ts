import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '~/domain/time/duration'
import { dailyTrend, type HourlyMoney, hourlyTrend, hoursKnownIn } from './trend'
import { periodAt, WINDOWS, windowAt } from './windows'

const at = (text: string) => Date.parse(text)

/** Hours from `startMs` on, each point the hour before it; null where there is none. */
function money(startMs: number, points: readonly (number | null)[]): HourlyMoney {
  return {
    groupOf: (labels) => labels.get('backend') ?? '',
    matrix: {
      grid: { startMs, stepMs: HOUR_MS, count: points.length },
      series: [
        {
          labels: new Map([['backend', 'veo']]),
          key: 'veo',
          values: Float64Array.from(points, (point) => point ?? Number.NaN),
          present: Uint8Array.from(points, (point) => (point === null ? 0 : 1)),
        },
      ],
    },
  }
}

describe('hours', () => {
  const startMs = at('2026-01-20T01:00:00Z')
  const hours = hourlyTrend([money(startMs, [1, null, 3]), money(startMs, [10, null, null])], startMs + 3 * HOUR_MS)

  it('what is not known is no zero, and the first hour that is known is the first', () => {
    expect(hours.map((hour) => hour.money)).toEqual([11, null, 3, null])
    expect(hourlyTrend([money(startMs, [null, null, 3])], startMs + 2 * HOUR_MS)).toHaveLength(1)
    expect(hourlyTrend([], startMs)).toEqual([])
    const odd = hourlyTrend([money(startMs, [1, Number.POSITIVE_INFINITY, Number.NaN, 4])], startMs + 3 * HOUR_MS)
    expect(odd.map((hour) => hour.money)).toEqual([1, null, null, 4])
  })

  it('of a window say how many are known', () => {
    const fromMs = at('2026-01-20T00:00:00Z')
    expect(hoursKnownIn(hours, fromMs, fromMs + 4 * HOUR_MS)).toEqual({ known: 2, all: 4 })
    expect(hoursKnownIn(hours, fromMs + 1, fromMs + 4 * HOUR_MS)).toEqual({ known: 1, all: 3 })
    expect(hoursKnownIn(hours, fromMs - DAY_MS, fromMs + HOUR_MS)).toEqual({ known: 1, all: 25 })
  })
})

describe('days of a zone', () => {
  it.each([
    ['clocks go forward', '2026-03-29T00:00:00+01:00', 23],
    ['clocks go back', '2026-10-25T00:00:00+02:00', 25],
    ['an ordinary day', '2026-06-10T00:00:00+02:00', 24],
  ])('%s', (_name, midnight, length) => {
    const fromMs = at(midnight)
    const hours = hourlyTrend([money(fromMs + HOUR_MS, new Array(30).fill(1))], fromMs + 30 * HOUR_MS)
    const [day] = dailyTrend(hours, 'Europe/Berlin')
    expect(day).toMatchObject({ fromMs, money: length, hours: length, hoursKnown: length })
    expect(periodAt('d', fromMs + 5 * HOUR_MS, 'Europe/Berlin')).toEqual({ fromMs, toMs: fromMs + length * HOUR_MS })
  })
})

describe('windows', () => {
  it('are never empty, not even as a day or a month begins', () => {
    const midnight = at('2026-02-01T00:00:00+01:00')
    for (const nowMs of [midnight, midnight + 1, midnight + DAY_MS - 1]) {
      for (const id of WINDOWS) {
        const { fromMs, toMs } = windowAt(id, nowMs, 'Europe/Berlin')
        expect(toMs - fromMs).toBeGreaterThanOrEqual(60_000)
      }
    }
    expect(windowAt('today', midnight + HOUR_MS, 'Europe/Berlin')).toEqual({
      fromMs: midnight,
      toMs: midnight + HOUR_MS,
    })
    expect(periodAt('M', midnight, 'Europe/Berlin').toMs).toBe(at('2026-03-01T00:00:00+01:00'))
  })
})
