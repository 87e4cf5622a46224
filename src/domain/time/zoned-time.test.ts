import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { HOUR_MS } from '~/domain/time/duration'
import { formatClock, formatInstant, formatOffset } from '~/domain/time/format-instant'
import { resolveTimeZone } from '~/domain/time/time-zone'
import {
  addUnits,
  endOfUnit,
  instantAt,
  isTimeZone,
  offsetMsAt,
  startOfUnit,
  type TimeUnit,
  wallOf,
} from '~/domain/time/zoned-time'

const at = (iso: string): number => Date.parse(iso)
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

const ZONES = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
  'America/Havana',
  'Pacific/Apia',
]

test.each([
  ['UTC', '2026-07-01T00:00:00Z', 0],
  ['Europe/London', '2026-07-01T00:00:00Z', 1],
  ['America/New_York', '2026-01-01T00:00:00Z', -5],
  ['Australia/Lord_Howe', '2026-01-01T00:00:00Z', 11],
  ['Australia/Lord_Howe', '2026-07-01T00:00:00Z', 10.5],
  ['Asia/Kathmandu', '2026-07-01T00:00:00Z', 5.75],
  ['Europe/London', '1970-06-01T00:00:00Z', 1],
  ['No/Such', '2026-07-01T00:00:00Z', 0],
])('offset of %s at %s is %d h', (zone, time, hours) => {
  expect(offsetMsAt(at(time), zone)).toBe(hours * HOUR_MS)
})

describe('instantAt', () => {
  test.each([
    ['a plain wall time', 'Europe/London', '2026-07-01T12:00:00Z', '2026-07-01T11:00:00Z'],
    ['the first of two', 'Europe/London', '2026-10-25T01:30:00Z', '2026-10-25T00:30:00Z'],
    ['none: after the jump', 'Europe/London', '2026-03-29T01:30:00Z', '2026-03-29T01:30:00Z'],
    [
      'none at midnight: the first instant of the day',
      'America/Santiago',
      '2026-09-06T00:00:00Z',
      '2026-09-06T04:00:00Z',
    ],
    ['a jump of half an hour', 'Australia/Lord_Howe', '2026-10-04T02:15:00Z', '2026-10-03T15:45:00Z'],
  ])('%s', (_name, zone, wall, instant) => {
    expect(iso(instantAt(at(wall), zone))).toBe(instant)
  })

  it('is the inverse of wallOf but for the second of two equal wall times', () => {
    const times = fc.integer({ min: at('2000-01-01T00:00:00Z'), max: at('2037-01-01T00:00:00Z') })
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), times, (zone, ms) => {
        const back = instantAt(wallOf(ms, zone), zone)
        expect(wallOf(back, zone)).toBe(wallOf(ms, zone))
        expect(back).toBeLessThanOrEqual(ms)
        expect(ms - back).toBeLessThanOrEqual(HOUR_MS)
      }),
      { numRuns: 400 },
    )
  })
})

describe('calendar arithmetic', () => {
  test.each<[string, number, TimeUnit, string, string]>([
    ['2026-03-29T12:00:00Z', -1, 'd', 'Europe/London', '2026-03-28T13:00:00Z'],
    ['2026-03-29T12:00:00Z', -24, 'h', 'Europe/London', '2026-03-28T12:00:00Z'],
    ['2026-03-31T10:00:00Z', -1, 'M', 'UTC', '2026-02-28T10:00:00Z'],
    ['2024-02-29T10:00:00Z', 1, 'y', 'UTC', '2025-02-28T10:00:00Z'],
    ['2026-01-31T10:00:00Z', -1, 'Q', 'UTC', '2025-10-31T10:00:00Z'],
    ['2026-01-31T10:00:00Z', 2, 'w', 'UTC', '2026-02-14T10:00:00Z'],
  ])('%s %+d%s in %s is %s', (time, count, unit, zone, result) => {
    expect(iso(addUnits(at(time), count, unit, zone))).toBe(result)
  })

  test.each<[string, TimeUnit, string, string, string]>([
    ['2026-10-25T12:00:00Z', 'd', 'Europe/London', '2026-10-24T23:00:00Z', '2026-10-26T00:00:00Z'],
    ['2026-09-06T12:00:00Z', 'd', 'America/Santiago', '2026-09-06T04:00:00Z', '2026-09-07T03:00:00Z'],
    ['2026-11-01T05:30:00Z', 'd', 'America/Havana', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    ['2026-01-28T12:10:00Z', 'h', 'Asia/Kathmandu', '2026-01-28T11:15:00Z', '2026-01-28T12:15:00Z'],
    ['2026-02-01T00:00:00Z', 'w', 'UTC', '2026-01-26T00:00:00Z', '2026-02-02T00:00:00Z'],
    ['2026-02-10T00:00:00Z', 'M', 'America/New_York', '2026-02-01T05:00:00Z', '2026-03-01T05:00:00Z'],
    ['2026-05-10T00:00:00Z', 'Q', 'UTC', '2026-04-01T00:00:00Z', '2026-07-01T00:00:00Z'],
    ['2026-05-10T00:00:00Z', 'y', 'UTC', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ])('the unit of %s, %s in %s', (time, unit, zone, start, next) => {
    expect(iso(startOfUnit(at(time), unit, zone))).toBe(start)
    expect(iso(endOfUnit(at(time), unit, zone) + 1)).toBe(next)
  })

  it('puts an instant inside its unit', () => {
    const units = fc.constantFrom<TimeUnit>('s', 'm', 'h', 'd', 'w', 'M', 'Q', 'y')
    const times = fc.integer({ min: at('2001-01-01T00:00:00Z'), max: at('2037-01-01T00:00:00Z') })
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), units, times, (zone, unit, ms) => {
        expect(startOfUnit(ms, unit, zone)).toBeLessThanOrEqual(ms)
        expect(endOfUnit(ms, unit, zone)).toBeGreaterThanOrEqual(ms)
      }),
      { numRuns: 400 },
    )
  })
})

test('formats an instant in a zone', () => {
  const ms = at('2026-01-28T15:30:05.900Z')
  expect(formatInstant(ms, 'UTC')).toBe('2026-01-28 15:30:05')
  expect(formatInstant(ms, 'Asia/Kathmandu')).toBe('2026-01-28 21:15:05')
  expect(formatClock(ms, 'America/New_York')).toBe('10:30:05')
  expect(formatOffset(ms, 'America/New_York')).toBe('-05:00')
  expect(formatInstant(Number.NaN, 'UTC')).toBe('–')
  expect(formatInstant(1e300, 'Europe/London')).toBe('–')
})

test('resolves what a link or the config asks for', () => {
  expect(resolveTimeZone('browser', 'Europe/London')).toEqual({ timeZone: 'Europe/London', known: true })
  expect(resolveTimeZone('utc', 'Europe/London')).toEqual({ timeZone: 'UTC', known: true })
  expect(resolveTimeZone('Asia/Kathmandu', 'Europe/London')).toEqual({ timeZone: 'Asia/Kathmandu', known: true })
  expect(resolveTimeZone('Mars/Olympus', 'Europe/London')).toEqual({ timeZone: 'UTC', known: false })
})

test('keeps answering with more zones than it remembers', () => {
  const names = Intl.supportedValuesOf('timeZone').slice(0, 40)
  for (const name of names) expect(isTimeZone(name)).toBe(true)
  expect(isTimeZone('<img src=x>')).toBe(false)
})
