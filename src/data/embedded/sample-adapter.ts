import type { Schedule } from '~/data/transport/schedule'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { type Feed, platformsRead } from './feed'

/** What the sample platforms offer; `demo/sample-feed.ts` is it, which nothing in `data` may import. */
export interface SamplePast {
  readonly platformIds: readonly string[]
  readonly pastMs: DurationMs
  start(): void
  whenReady(platformId: string): Promise<void>
  advance(): UnixMs
  targets(): object
}

const ADVANCE_MS: DurationMs = 1_000

/** The sample platforms as a feed that goes on live. */
export function createSampleFeedOf(past: SamplePast, schedule: Schedule): Feed {
  let cancel = () => {}
  const go = () => {
    past.advance()
    cancel = schedule(go, ADVANCE_MS)
  }
  const whenAll = async (ids: Iterable<string>) => {
    await Promise.all([...ids].map((id) => past.whenReady(id)))
    // Timers of a hidden tab are late: whoever asks gets what is due.
    past.advance()
  }
  return {
    start() {
      past.start()
      go()
    },
    stop: () => cancel(),
    whenReady: (expr) => whenAll(platformsRead(expr) ?? past.platformIds),
    async whenAllReady() {
      for (const id of past.platformIds) await past.whenReady(id)
    },
    pastMs: past.pastMs,
    targets: () => past.targets(),
  }
}
