import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHours } from './hours'
import { isWithinHours, nextHoursChange } from './within-hours'

const BERLIN = 'Europe/Berlin'
const at = (iso: string) => Date.parse(iso)
const hoursOf = (...texts: readonly string[]) => texts.flatMap((text) => parseHours(text) ?? [])

describe('parseHours', () => {
  it.each([
    ['a day', '08:00-20:00', { fromMinute: 480, toMinute: 1200 }],
    ['a night', '22:30-06:00', { fromMinute: 1350, toMinute: 360 }],
    ['to the end of the day', '18:00-24:00', { fromMinute: 1080, toMinute: 1440 }],
    ['from its beginning', '00:00-06:00', { fromMinute: 0, toMinute: 360 }],
    ['nothing', '', null],
    ['begins where it ends', '08:00-08:00', null],
    ['no such hour', '25:00-26:00', null],
    ['24:30', '18:00-24:30', null],
    ['24:00 as a beginning', '24:00-06:00', null],
    ['one digit', '8:00-20:00', null],
    ['text behind', '08:00-20:00 ', null],
  ])('%s', (_name, text, expected) => {
    expect(parseHours(text)).toEqual(expected)
  })
})

describe('isWithinHours', () => {
  it.each([
    ['no hours are all hours', [], '2026-06-01T00:00:00Z', true],
    ['the first minute', ['08:00-20:00'], '2026-06-01T06:00:00Z', true],
    ['just before', ['08:00-20:00'], '2026-06-01T05:59:59.999Z', false],
    ['the end is left out', ['08:00-20:00'], '2026-06-01T18:00:00Z', false],
    ['over midnight, before', ['22:00-06:00'], '2026-06-01T21:00:00Z', true],
    ['over midnight, after', ['22:00-06:00'], '2026-06-01T03:59:00Z', true],
    ['over midnight, at noon', ['22:00-06:00'], '2026-06-01T10:00:00Z', false],
    ['the second of two', ['06:00-07:00', '12:00-13:00'], '2026-06-01T10:30:00Z', true],
    ['until 24:00, the last minute', ['18:00-24:00'], '2026-06-01T21:59:59Z', true],
    ['the skipped hour of spring is past', ['02:00-03:00'], '2026-03-29T01:00:00Z', false],
    ['the doubled hour of autumn, first', ['02:00-03:00'], '2026-10-25T00:30:00Z', true],
    ['the doubled hour of autumn, second', ['02:00-03:00'], '2026-10-25T01:30:00Z', true],
  ])('%s', (_name, texts, iso, expected) => {
    expect(isWithinHours(hoursOf(...texts), at(iso), BERLIN)).toBe(expected)
  })
})

describe('nextHoursChange', () => {
  it.each([
    ['the end of today', ['08:00-20:00'], '2026-06-01T10:00:00Z', '2026-06-01T18:00:00Z'],
    ['the start of tomorrow', ['08:00-20:00'], '2026-06-01T18:00:00Z', '2026-06-02T06:00:00Z'],
    ['over the clock change of spring', ['08:00-20:00'], '2026-03-28T20:00:00Z', '2026-03-29T06:00:00Z'],
    ['over the clock change of autumn', ['08:00-20:00'], '2026-10-24T20:00:00Z', '2026-10-25T07:00:00Z'],
  ])('%s', (_name, texts, iso, expected) => {
    expect(nextHoursChange(hoursOf(...texts), at(iso), BERLIN)).toBe(at(expected))
  })

  it('is null where there are no hours', () => {
    expect(nextHoursChange([], 0, BERLIN)).toBeNull()
  })

  it('lies ahead by at most two days, and nothing changes before it', () => {
    const minute = fc.integer({ min: 0, max: 1439 })
    const hours = fc.record({ fromMinute: minute, toMinute: minute }).filter((one) => one.fromMinute !== one.toMinute)
    const zone = fc.constantFrom(BERLIN, 'America/New_York', 'Australia/Lord_Howe', 'UTC')
    fc.assert(
      fc.property(
        hours,
        fc.integer({ min: 1.7e12, max: 1.8e12 }),
        zone,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (one, ms, timeZone, part) => {
          const next = nextHoursChange([one], ms, timeZone)
          if (next === null) throw new Error('hours always change')
          expect(next - ms).toBeGreaterThan(0)
          expect(next - ms).toBeLessThanOrEqual(2 * 86_400_000)
          // A clock that is set back shows some minutes twice: only there may the answer change without a boundary.
          const between = ms + Math.floor((next - 1 - ms) * part)
          const isPlain = wallDistance(ms, next, timeZone) === next - ms
          if (isPlain) expect(isWithinHours([one], between, timeZone)).toBe(isWithinHours([one], ms, timeZone))
        },
      ),
    )
  })
})

/** How far the zone's clocks move between two instants. */
function wallDistance(fromMs: number, toMs: number, timeZone: string): number {
  const read = (ms: number) => {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(ms)
    return Date.parse(`${parts} UTC`)
  }
  const whole = (ms: number) => Math.floor(ms / 1000) * 1000
  return read(whole(toMs)) - read(whole(fromMs)) + (toMs - whole(toMs)) - (fromMs - whole(fromMs))
}
