import { expect, it } from 'vitest'
import { fullTimeOf, shortTimeOf } from './line-time'

const MS = Date.UTC(2026, 0, 28, 15, 30, 0, 7)

it('a line shows its milliseconds, and its microseconds in full', () => {
  expect(shortTimeOf(MS, 'UTC')).toBe('01-28 15:30:00.007')
  expect(fullTimeOf(MS, 'Europe/Berlin')).toBe('2026-01-28 16:30:00.007 +01:00')
  expect(fullTimeOf(MS + 0.25, 'UTC')).toBe('2026-01-28 15:30:00.007250 +00:00')
  expect(fullTimeOf(Date.UTC(2026, 10, 29, 18, 5, 24, 560) + 0.88, 'UTC')).toBe('2026-11-29 18:05:24.560880 +00:00')
  expect(fullTimeOf(MS + 992.9998, 'UTC')).toBe('2026-01-28 15:30:00.999999 +00:00')
  expect(shortTimeOf(-1, 'UTC')).toBe('12-31 23:59:59.999')
})
