import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alignScrape, planFirstScrape, planNextScrape } from './plan-scrape'

describe('when a target is scraped', () => {
  test.each<[name: string, nowMs: number, lastMs: number, nextMs: number]>([
    ['in the next interval', 1_000_004_100, 1_000_004_000, 1_000_019_000],
    ['at once where a slow scrape ends with its slot', 1_000_019_000, 1_000_004_000, 1_000_019_000],
    ['not for a slot that a slow scrape missed', 1_000_019_001, 1_000_004_000, 1_000_034_000],
    ['not again right after a late one', 1_000_018_000, 1_000_017_900, 1_000_034_000],
    ['once after eight hours of sleep', 1_028_800_000, 1_000_004_000, 1_028_804_000],
    ['soon although the clock was set back by an hour', 1_000_004_100, 1_003_604_000, 1_000_019_000],
  ])('%s', (_, nowMs, lastMs, nextMs) => {
    // 1,000,005,000 is a multiple of 15 s; the target's slots are 14 s later.
    expect(planNextScrape(nowMs, lastMs, 15_000, 14_000)).toBe(nextMs)
  })

  test('always at the offset, in half an interval to one and a half', () => {
    const time = fc.integer({ min: 0, max: 2 ** 40 })
    const intervalMs = fc.integer({ min: 2, max: 10_000_000 })
    fc.assert(
      fc.property(time, time, intervalMs, fc.nat(), (nowMs, lastMs, interval, offset) => {
        const offsetMs = offset % interval
        const nextMs = planNextScrape(nowMs, lastMs, interval, offsetMs)
        expect((((nextMs - offsetMs) % interval) + interval) % interval).toBe(0)
        expect(nextMs).toBeGreaterThanOrEqual(nowMs)
        expect(nextMs).toBeLessThan(nowMs + 1.5 * interval)
        if (lastMs <= nowMs) expect(nextMs).toBeGreaterThanOrEqual(lastMs + interval / 2)
      }),
    )
  })

  test('the first time within a second', () => {
    expect(planFirstScrape(5_000, 15_000, 14_321)).toBe(5_321)
    expect(planFirstScrape(5_000, 400, 399)).toBe(5_399)
  })

  test.each([
    ['punctual', 15_060, 15_000, 15_000],
    ['early', 14_990, 15_000, 15_000],
    ['late', 15_101.4, 15_000, 15_101],
    ['after sleep', 99_999, 15_000, 99_999],
  ])('the samples of a scrape that is %s bear its time', (_, nowMs, plannedMs, timeMs) => {
    expect(alignScrape(nowMs, plannedMs, 15_000)).toBe(timeMs)
  })
})
