import type { Schedule } from '~/data/transport/schedule'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { valueTestOf } from '~/domain/tsdb/label-matching'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { Feed } from './feed'

/** What the sample platforms offer; `demo/sample-feed.ts` is it, which nothing in `data` may import. */
export interface SamplePast {
  readonly platformIds: readonly string[]
  readonly pastMs: DurationMs
  start(): void
  stop(): void
  /** Resolves when a platform has its past and all that became due since. Never rejects. */
  whenReady(platformId: string): Promise<void>
  /** Names of the series that have a past before `pastMs`, which is made when it is waited for or nothing else is to be done. */
  readonly longNames: ReadonlySet<string>
  /** As `whenReady`, for those series from `sinceMs` on. */
  whenLongReady(platformId: string, sinceMs: UnixMs): Promise<void>
  startLongPast(): void
  advance(): void
  targets(): object
}

const ADVANCE_MS: DurationMs = 1_000

/** The sample platforms as a feed that goes on live. */
export function createSampleFeedOf(past: SamplePast, schedule: Schedule): Feed {
  const { platformIds, pastMs } = past
  const longNames = [...past.longNames]
  const readsLong = (matchers: readonly LabelMatcher[]) => {
    const tests = matchers.filter(({ name }) => name === '__name__').map(valueTestOf)
    return longNames.some((name) => tests.every((test) => test.accepts(name)))
  }
  let cancel = () => {}
  const go = () => {
    past.advance()
    cancel = schedule(go, ADVANCE_MS)
  }
  return {
    start() {
      past.start()
      go()
    },
    stop() {
      cancel()
      past.stop()
    },
    // Timers of a hidden tab are late: whoever asks gets what is due.
    async whenReady(selectors, sinceMs) {
      const wanted = selectors === undefined ? platformIds : platformsRead(selectors, platformIds)
      await Promise.all(wanted.map((id) => past.whenReady(id)))
      if (selectors === undefined || sinceMs === undefined) return
      const wantedLong = platformsRead(selectors.filter(readsLong), platformIds)
      await Promise.all(wantedLong.map((id) => past.whenLongReady(id, sinceMs)))
    },
    startLongPast: () => past.startLongPast(),
    pastMs,
    targets: () => past.targets(),
  }
}

/** The platforms whose series selectors may read: every series of a platform has its id as label `platform`. */
function platformsRead(
  selectors: readonly (readonly LabelMatcher[])[],
  platformIds: readonly string[],
): readonly string[] {
  const tests = selectors.map((matchers) => matchers.filter(({ name }) => name === 'platform').map(valueTestOf))
  return platformIds.filter((id) => tests.some((all) => all.every((test) => test.accepts(id))))
}
