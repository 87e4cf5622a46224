import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from './duration'
import { widerRange } from './wider-range'

const NOW = 1_800_000_000_000

it('widens back from now, step by step, and ends', () => {
  const live = (hours: number) =>
    widerRange({ fromMs: NOW - hours * HOUR_MS, toMs: NOW, kind: 'sliding', clamped: false }, NOW)
  expect(live(6)).toEqual({ from: 'now-24h', to: 'now' })
  expect(live(24)).toEqual({ from: 'now-7d', to: 'now' })
  expect(live(24 * 40)).toBeNull()
})

it('widens a range that is past on both sides, and not beyond now', () => {
  const fixed = (fromMs: number, toMs: number) => widerRange({ fromMs, toMs, kind: 'fixed', clamped: false }, NOW)
  const middle = NOW - 10 * DAY_MS
  expect(fixed(middle - HOUR_MS, middle + HOUR_MS)).toEqual({
    from: String(middle - 3 * HOUR_MS),
    to: String(middle + 3 * HOUR_MS),
  })
  expect(fixed(NOW - HOUR_MS, NOW)).toEqual({ from: String(NOW - 6 * HOUR_MS), to: String(NOW) })
})
