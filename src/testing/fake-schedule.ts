import type { Schedule } from '~/data/transport/schedule'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

export interface FakeTime {
  readonly now: () => UnixMs
  readonly schedule: Schedule
  /** Runs what is due on the way, in order, and lets promises settle after each. */
  advance(ms: DurationMs): Promise<void>
  /** Timers that wait: a stopped thing must leave none. */
  readonly waiting: number
}

interface Timer {
  readonly atMs: UnixMs
  readonly run: () => void
}

/** A clock that only moves when a test moves it, and the timers that hang on it. */
export function createFakeTime(startMs: UnixMs = Date.UTC(2026, 0, 5, 12)): FakeTime {
  let nowMs = startMs
  const timers = new Set<Timer>()
  return {
    now: () => nowMs,
    schedule(run, delayMs) {
      const timer = { atMs: nowMs + Math.max(0, delayMs), run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    async advance(ms) {
      const endMs = nowMs + ms
      await settled()
      for (;;) {
        const [next] = [...timers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)
        if (next === undefined) break
        timers.delete(next)
        nowMs = Math.max(nowMs, next.atMs)
        next.run()
        await settled()
      }
      nowMs = endMs
    },
    get waiting() {
      return timers.size
    },
  }
}

/** Lets promises that need no I/O settle, however many of them wait on each other. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
