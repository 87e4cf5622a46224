// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPageTicker } from './page-ticker'

let visibility: DocumentVisibilityState = 'visible'

function show(next: DocumentVisibilityState): void {
  visibility = next
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  vi.useFakeTimers()
  visibility = 'visible'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
})
afterEach(() => {
  vi.useRealTimers()
})

/** A running ticker and the times, in seconds since its start, at which it ticked. */
function run(intervalMs: number | null, kiosk = false) {
  const startMs = Date.now()
  const ticks: number[] = []
  const ticker = createPageTicker({ onTick: () => ticks.push((Date.now() - startMs) / 1000), random: () => 1 })
  ticker.configure(intervalMs, kiosk)
  const stop = ticker.start()
  return { ticker, ticks, stop }
}

describe('the page ticker', () => {
  it('ticks once an interval', () => {
    const { ticks } = run(30_000)
    vi.advanceTimersByTime(95_000)
    expect(ticks).toEqual([30, 60, 90])
  })

  it('keeps its rhythm where each timer comes a little late, and begins it anew after a pause', () => {
    const { setTimeout: exactly } = globalThis
    vi.stubGlobal('setTimeout', (then: () => void, ms: number) => exactly(then, ms + 4))
    const { ticks } = run(30_000)
    vi.advanceTimersByTime(95_000)
    expect(ticks).toEqual([30.004, 60.004, 90.004])
    vi.setSystemTime(Date.now() + 40_000)
    vi.advanceTimersByTime(60_000)
    expect(ticks.slice(3)).toEqual([160.004, 190.008])
    vi.unstubAllGlobals()
  })

  it('rests while hidden and asks at once when shown', () => {
    const { ticks } = run(30_000)
    vi.advanceTimersByTime(40_000)
    show('hidden')
    vi.advanceTimersByTime(600_000)
    show('visible')
    vi.advanceTimersByTime(31_000)
    expect(ticks).toEqual([30, 640, 670])
  })

  it('goes on while hidden on a wall', () => {
    const { ticks } = run(30_000, true)
    show('hidden')
    vi.advanceTimersByTime(65_000)
    expect(ticks).toEqual([30, 60])
  })

  it('ticks once after eight hours of sleep, two seconds later at most', () => {
    const { ticks } = run(30_000)
    vi.setSystemTime(Date.now() + 8 * 3_600_000)
    vi.advanceTimersByTime(32_001)
    expect(ticks).toHaveLength(1)
    vi.advanceTimersByTime(30_000)
    expect(ticks).toHaveLength(2)
  })

  it('takes a new interval without a tick of its own', () => {
    const { ticker, ticks } = run(null)
    vi.advanceTimersByTime(7_000)
    ticker.configure(10_000, false)
    vi.advanceTimersByTime(3_000)
    expect(ticks).toEqual([10])
  })

  it('counts the interval from a tick that was asked for', () => {
    const { ticker, ticks } = run(30_000)
    vi.advanceTimersByTime(20_000)
    ticker.notify('asked')
    vi.advanceTimersByTime(30_000)
    expect(ticks).toEqual([20, 50])
  })

  it('is silent after its end', () => {
    const { ticks, stop } = run(10_000)
    stop()
    vi.advanceTimersByTime(60_000)
    show('hidden')
    show('visible')
    expect(ticks).toEqual([])
  })
})
