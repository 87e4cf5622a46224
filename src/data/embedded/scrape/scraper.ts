import { realSchedule, type Schedule } from '~/data/transport/schedule'
import type { Transport } from '~/data/transport/transport'
import type { ServerClock } from '~/domain/sources'
import type { ScrapeStore } from './scrape-store'
import { type ScrapeTarget, targetKey } from './target'
import { createTargetLoop, type TargetLoop, type TargetState } from './target-loop'

export interface Scraper {
  /** Scrapes every target, and goes on until `stop`. */
  start(): void
  /** Ends all scraping; what was exposed last is marked stale, as it is for a target that is taken away. */
  stop(): void
  /** Targets that are the same as before go on undisturbed. */
  setTargets(targets: readonly ScrapeTarget[]): void
  /** In the order of the targets. */
  readonly states: readonly TargetState[]
}

export interface ScraperOptions<Ref extends object> {
  readonly targets: readonly ScrapeTarget[]
  readonly tsdb: ScrapeStore<Ref>
  readonly transport: Pick<Transport, 'request'>
  /** Where the times of samples come from. */
  readonly clock: Pick<ServerClock, 'nowMs'>
  readonly schedule?: Schedule
  /** After each scrape of a target. */
  readonly onReport?: (state: TargetState) => void
}

/** Scrapes targets into a store as Prometheus does, each at its own time in its own interval. */
export function createScraper<Ref extends object>(options: ScraperOptions<Ref>): Scraper {
  const { tsdb: store, transport, clock, schedule = realSchedule, onReport = () => {} } = options
  let loops = new Map<string, TargetLoop>()
  let isRunning = false

  function setTargets(targets: readonly ScrapeTarget[]): void {
    const before = loops
    loops = new Map()
    const fresh: TargetLoop[] = []
    for (const target of targets) {
      const key = targetKey(target)
      if (loops.has(key)) continue
      const loop = before.get(key) ?? createTargetLoop(target, { store, transport, clock, schedule, onReport })
      if (!before.has(key)) fresh.push(loop)
      loops.set(key, loop)
    }
    // Markers first: a target that comes back with other settings writes the same series.
    for (const [key, loop] of before) if (!loops.has(key)) loop.stop()
    if (isRunning) for (const loop of fresh) loop.start()
  }

  setTargets(options.targets)
  return {
    start() {
      if (isRunning) return
      isRunning = true
      for (const loop of loops.values()) loop.start()
    },
    stop() {
      isRunning = false
      const targets = [...loops.values()].map(({ state }) => state.target)
      for (const loop of loops.values()) loop.stop()
      loops = new Map()
      setTargets(targets)
    },
    setTargets,
    get states() {
      return [...loops.values()].map(({ state }) => state)
    },
  }
}
