import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { DAY_MS, formatAge, formatDuration, HOUR_MS, parseDuration } from '~/domain/time/duration'

describe('parseDuration', () => {
  test.each([
    ['1d2h3m4s500ms', 93_784_500],
    ['90d', 90 * DAY_MS],
    ['1w', 7 * DAY_MS],
    ['1y', 365 * DAY_MS],
    ['250ms', 250],
    [' 5m ', 300_000],
    ['0', 0],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: ms })
  })

  test.each(['', '5', '1h1d', '1m1m', '1.5h', '-5m', '5 m', '5M', 'now', `${'9'.repeat(400)}d`])(
    'refuses "%s"',
    (text) => {
      expect(parseDuration(text).ok).toBe(false)
    },
  )
})

describe('formatDuration', () => {
  test.each([
    [90 * DAY_MS, '90d'],
    [93_784_500, '1d2h3m4s500ms'],
    [0, '0s'],
    [60_000, '1m'],
    [-90_000, '-1m30s'],
  ])('prints %d as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it('prints what parseDuration reads back', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4_000 * DAY_MS }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toEqual({ ok: true, value: ms })
      }),
    )
  })
})

test.each([
  [-5, '0 s'],
  [Number.NaN, '0 s'],
  [4_900, '4 s'],
  [119_000, '1 min'],
  [120_000, '2 min'],
  [3 * HOUR_MS, '3 h'],
  [47 * HOUR_MS, '47 h'],
  [2 * DAY_MS, '2 d'],
])('formatAge(%d) is "%s"', (ms, text) => {
  expect(formatAge(ms)).toBe(text)
})
