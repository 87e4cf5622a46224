import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import { changeAt } from './before-after'
import { bandOf, judgeNewest, usualAt } from './hour-of-week'
import { median, spread } from './robust'

const END_MS = Date.parse('2026-06-17T12:00:00Z')

/** Hours up to the end, each with the value that its time gives. */
const hoursOf = (count: number, at: (timeMs: number, index: number) => number | null) =>
  Array.from({ length: count }, (_, i) => {
    const timeMs = END_MS - (count - 1 - i) * HOUR_MS
    return { timeMs, value: at(timeMs, i) }
  })

/** Busy at noon of working days, quiet at weekends. */
const rhythm = (timeMs: number) => {
  const date = new Date(timeMs - HOUR_MS)
  const isWeekend = date.getUTCDay() === 0 || date.getUTCDay() === 6
  return (isWeekend ? 20 : 100) + 10 * Math.sin((date.getUTCHours() / 24) * 2 * Math.PI)
}

describe('median and spread', () => {
  it.each([
    [[3], 3],
    [[1, 2], 1.5],
    [[5, 1, 3], 3],
    [[1, 1, 1, 1e9], 1],
  ])('%o', (values, middle) => expect(median(values)).toBe(middle))

  it('are not moved by a few wild values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 90, max: 110, noNaN: true }), { minLength: 9, maxLength: 30 }),
        (values) => {
          const wild = [...values, 1e12, 1e12]
          expect(median(wild)).toBeLessThanOrEqual(110)
          expect(spread(wild)).toBeLessThanOrEqual(1.4826 * 20)
        },
      ),
    )
  })

  it('are unknown of nothing', () => expect(median([])).toBeNaN())
})

describe('what is usual at an hour', () => {
  it('is that of the same hour of the week, with five weeks of history', () => {
    const usual = usualAt(hoursOf(35 * 24, rhythm), END_MS, 'UTC')
    expect(usual).toMatchObject({ basis: 'week', median: rhythm(END_MS), hours: 4 })
  })

  it('is that of the hour of the day with less, and says so', () => {
    expect(usualAt(hoursOf(6 * 24, rhythm), END_MS, 'UTC')).toMatchObject({ basis: 'day', hours: 5 })
  })

  it('is nobody’s guess with two days', () => {
    expect(usualAt(hoursOf(2 * 24, rhythm), END_MS, 'UTC')).toBeNull()
  })

  it('knows the hour of the wall through a change of the clocks', () => {
    // Berlin went to winter time on 25 October 2026, so that the same wall hour is 169 hours apart.
    const atMs = Date.parse('2026-10-28T11:00:00Z')
    const weekBeforeMs = atMs - 7 * DAY_MS - HOUR_MS
    const history = [1, 2, 3].map((weeks) => ({ timeMs: weekBeforeMs - (weeks - 1) * 7 * DAY_MS, value: 5 }))
    expect(usualAt(history, atMs, 'Europe/Berlin')).toMatchObject({ basis: 'week', median: 5 })
    expect(usualAt(history, atMs, 'UTC')).toBeNull()
  })
})

describe('the newest hour', () => {
  const before = hoursOf(35 * 24, rhythm)
  const withNewest = (value: number | null) => [...before.slice(0, -1), { timeMs: END_MS, value }]
  it.each<[string, ReturnType<typeof hoursOf>, string]>([
    ['as ever', before, 'usual'],
    ['a little more', withNewest(rhythm(END_MS) * 1.1), 'usual'],
    ['twice as much', withNewest(rhythm(END_MS) * 2), 'high'],
    ['a tenth', withNewest(rhythm(END_MS) / 10), 'low'],
    ['nothing', withNewest(null), 'noData'],
    ['no traffic', withNewest(Number.NaN), 'noTraffic'],
    ['without an end', withNewest(Number.POSITIVE_INFINITY), 'high'],
    ['of a young service', hoursOf(30, rhythm), 'tooLittleHistory'],
    ['of no service', [], 'noData'],
  ])('%s', (_, points, kind) => expect(judgeNewest(points, 'UTC').kind).toBe(kind))

  const failing = (every: number, newest: number) =>
    hoursOf(35 * 24, (timeMs, i) => (timeMs === END_MS ? newest : i % every === 1 ? 0.01 : 0))
  it.each<[string, ReturnType<typeof hoursOf>, string]>([
    ['as in one hour in five before', failing(5, 0.01), 'usual'],
    ['of one hour in five, of none now', failing(5, 0), 'usual'],
    ['far more than ever', failing(5, 0.5), 'high'],
    ['where there was never any', failing(Infinity, 0.01), 'high'],
    ['where there was never any, and none now', failing(Infinity, 0), 'usual'],
  ])('failures %s', (_, points, kind) => {
    const verdict = judgeNewest(points, 'UTC')
    expect(verdict.kind).toBe(kind)
    // Nothing that only a machine tells from 0.
    if ('usual' in verdict)
      for (const end of bandOf(verdict.usual)) expect(end === 0 || Math.abs(end) > 1e-6).toBe(true)
  })

  it('of a Sunday is not held against working days', () => {
    const sundayMs = Date.parse('2026-06-14T12:00:00Z')
    const points = before.filter(({ timeMs }) => timeMs <= sundayMs)
    expect(judgeNewest(points, 'UTC').kind).toBe('usual')
    // Against the hours of all days it would be far too low.
    expect(rhythm(sundayMs)).toBeLessThan(bandOf({ median: 100, spread: 5, basis: 'day', hours: 9 })[0])
  })
})

describe('before and after a deploy', () => {
  const STEP = 5 * MINUTE_MS
  const around = (at: (minutes: number, i: number) => number | null, minutesAfter = 120) =>
    Array.from({ length: 24 + minutesAfter / 5 }, (_, i) => {
      const minutes = (i - 23) * 5
      return { timeMs: END_MS + minutes * MINUTE_MS, value: at(minutes, i) }
    })
  const noise = (i: number) => 1 + 0.02 * Math.sin(i * 12.9898)
  it.each<[string, ReturnType<typeof around>, string]>([
    ['the same', around((_, i) => 100 * noise(i)), 'same'],
    ['a fifth slower', around((minutes, i) => (minutes > 0 ? 120 : 100) * noise(i)), 'up'],
    ['faster', around((minutes, i) => (minutes > 0 ? 60 : 100) * noise(i)), 'down'],
    ['errors out of nothing', around((minutes) => (minutes > 0 ? 0.03 : 0)), 'up'],
    ['a change that nobody would notice', around((minutes) => (minutes > 0 ? 101 : 100)), 'same'],
    ['one spike', around((minutes) => (minutes === 15 ? 900 : 100)), 'same'],
    ['too early to say', around((_, i) => 100 * noise(i), 20), 'tooEarly'],
    ['nothing before', around((minutes) => (minutes > 0 ? 5 : null)), 'unknown'],
  ])('%s', (_, points, kind) => expect(changeAt(points, END_MS, STEP).kind).toBe(kind))
})
