import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import { timeTicks } from '~/domain/time/time-ticks'
import { endOfUnit, startOfUnit, wallOf } from '~/domain/time/zoned-time'

const at = (iso: string): number => Date.parse(iso)
const labels = (from: string, to: string, zone: string, count: number): string[] =>
  timeTicks(at(from), at(to), zone, count).map((tick) => tick.label)

test.each([
  ['2026-01-28T14:00:10Z', '2026-01-28T14:01:10Z', 3, ['14:00:30', '14:01:00']],
  ['2026-01-28T08:30:00Z', '2026-01-28T14:30:00Z', 7, ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00']],
  ['2026-01-28T20:00:00Z', '2026-01-29T08:00:00Z', 4, ['21:00', 'Jan 29', '03:00', '06:00']],
  ['2026-11-21T12:00:00Z', '2026-11-24T12:00:00Z', 3, ['Nov 22', 'Nov 23', 'Nov 24']],
  ['2026-01-01T12:00:00Z', '2026-01-31T12:00:00Z', 5, ['Jan 5', 'Jan 12', 'Jan 19', 'Jan 26']],
  ['2025-12-15T00:00:00Z', '2026-03-15T00:00:00Z', 3, ['Jan 2026', 'Feb 2026', 'Mar 2026']],
  ['2016-06-01T00:00:00Z', '2026-06-01T00:00:00Z', 5, ['2018', '2020', '2022', '2024', '2026']],
])('labels from %s to %s', (from, to, count, expected) => {
  expect(labels(from, to, 'UTC', count)).toEqual(expected)
})

describe('hourly ticks over a change of the clocks', () => {
  test.each([
    ['Europe/London', '2026-10-25T12:00:00Z', 25],
    ['Europe/London', '2026-03-29T12:00:00Z', 23],
    ['America/New_York', '2026-11-01T12:00:00Z', 25],
    ['America/New_York', '2026-03-08T12:00:00Z', 23],
    ['America/Santiago', '2026-04-05T02:00:00Z', 25],
    ['America/Santiago', '2026-09-06T12:00:00Z', 23],
    ['Asia/Kathmandu', '2026-10-25T12:00:00Z', 24],
    ['UTC', '2026-10-25T12:00:00Z', 24],
    // Half an hour: the day has 24.5 or 23.5 hours and each whole hour of the wall clock once.
    ['Australia/Lord_Howe', '2026-04-05T00:00:00Z', 24],
    ['Australia/Lord_Howe', '2026-10-04T00:00:00Z', 23],
  ])('%s on %s: %d', (zone, noon, count) => {
    const startMs = startOfUnit(at(noon), 'd', zone)
    const endMs = endOfUnit(at(noon), 'd', zone)
    const ticks = timeTicks(startMs, endMs, zone, 25)
    expect(ticks).toHaveLength(count)
    for (const { ms } of ticks) expect(wallOf(ms, zone) % HOUR_MS).toBe(0)
    expect(new Set(ticks.map((tick) => tick.label)).size).toBe(count)
  })

  it('says which of two equal hours it is', () => {
    const found = labels('2026-10-24T23:00:00Z', '2026-10-25T03:00:00Z', 'Europe/London', 5)
    expect(found).toEqual(['Oct 25', '01:00', '01:00 +00:00', '02:00', '03:00'])
  })

  it('keeps round hours where the offset is not', () => {
    expect(labels('2026-01-28T00:00:00Z', '2026-01-28T03:00:00Z', 'Asia/Kathmandu', 4)).toEqual([
      '06:00',
      '07:00',
      '08:00',
    ])
  })

  it('keeps six-hour ticks on the wall clock on both sides of the change', () => {
    expect(labels('2026-10-24T12:00:00Z', '2026-10-26T00:00:00Z', 'Europe/London', 6)).toEqual([
      '18:00',
      'Oct 25',
      '06:00',
      '12:00',
      '18:00',
      'Oct 26',
    ])
  })
})

it('ascends inside the range and stays near the wished number', () => {
  const zones = [
    'UTC',
    'Europe/London',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'America/Santiago',
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
      fc.integer({ min: MINUTE_MS, max: 3653 * DAY_MS }),
      fc.integer({ min: 1, max: 30 }),
      (zone, fromMs, widthMs, count) => {
        const ticks = timeTicks(fromMs, fromMs + widthMs, zone, count)
        expect(ticks.length).toBeLessThanOrEqual(count + 2)
        let previousMs = fromMs - 1
        for (const { ms } of ticks) {
          expect(ms).toBeGreaterThan(previousMs)
          previousMs = ms
        }
        expect(previousMs).toBeLessThanOrEqual(fromMs + widthMs)
      },
    ),
    { numRuns: 400 },
  )
})

test('an empty or broken range has no ticks', () => {
  expect(timeTicks(5, 5, 'UTC', 5)).toEqual([])
  expect(timeTicks(Number.NaN, 5, 'UTC', 5)).toEqual([])
})
