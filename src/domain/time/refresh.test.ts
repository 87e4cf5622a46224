import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '~/domain/time/duration'
import { parseRefresh, planRefreshMs, printRefresh, REFRESH_CHOICES } from '~/domain/time/refresh'

test.each([
  ['30s', 30_000],
  ['7s', 7_000],
  ['1m30s', 90_000],
  ['1ms', 5_000],
  ['400d', DAY_MS],
  ['auto', 'auto'],
  ['off', 'off'],
  ['', 'off'],
  ['0', 'off'],
])('reads "%s"', (text, refresh) => {
  expect(parseRefresh(text)).toEqual({ ok: true, value: refresh })
})

test.each(['soon', '-5s', '5', '1e9s'])('refuses "%s"', (text) => {
  expect(parseRefresh(text).ok).toBe(false)
})

test('reads back every choice of the menu', () => {
  expect(REFRESH_CHOICES.map(printRefresh).join(' ')).toBe('off auto 5s 10s 30s 1m 5m 15m 30m 1h 2h 1d')
  for (const choice of REFRESH_CHOICES) expect(parseRefresh(printRefresh(choice))).toEqual({ ok: true, value: choice })
})

test('automatic follows the step of the range', () => {
  expect(planRefreshMs('auto', HOUR_MS, 15_000)).toBe(15_000)
  expect(planRefreshMs('auto', 6 * HOUR_MS, 15_000)).toBe(60_000)
  expect(planRefreshMs('auto', 90 * DAY_MS, 15_000)).toBe(300_000)
  expect(planRefreshMs('auto', HOUR_MS, 1_000)).toBe(10_000)
  expect(planRefreshMs('off', HOUR_MS, 15_000)).toBeNull()
  expect(planRefreshMs(5_000, HOUR_MS, 15_000)).toBe(5_000)
})
