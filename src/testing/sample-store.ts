import { createSampleHistory, type HistoryBlock, type SampleHistory } from '~/demo/sample-history'
import { SAMPLE_PLATFORMS, SAMPLE_SEED } from '~/demo/sample-platforms'
import { PRESENCE } from '~/demo/scraper'
import { createTsdb, type SeriesRef, type Tsdb } from '~/domain/tsdb/tsdb'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

const HOUR_MS = 3_600_000
const WARM_UP_MS = 3 * HOUR_MS

export interface SampleSpan {
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
  readonly intervalMs: DurationMs
  /** Nobody asks the platform for anything for so long before the end. */
  readonly idleMs?: DurationMs
}

/** A store with what a sample platform exposed in this time. */
export function sampleStore(platform: string, { fromMs, toMs, intervalMs, idleMs = 0 }: SampleSpan): Tsdb {
  const models = SAMPLE_PLATFORMS.filter(({ id }) => id === platform)
  const startMs = fromMs - WARM_UP_MS
  const history = createSampleHistory({ seed: SAMPLE_SEED, startMs, fromMs, toMs, intervalMs, models })
  if (idleMs > 0) {
    history.ask(platform, { incidentId: 'no-traffic', startMs: toMs - idleMs, endMs: toMs + HOUR_MS })
  }
  const tsdb = createTsdb()
  fill(tsdb, history, platform)
  return tsdb
}

function fill(tsdb: Tsdb, history: SampleHistory, platform: string): void {
  const refs = new Map<HistoryBlock['target'], readonly SeriesRef[]>()
  for (const blocks of history.generate(platform)) {
    for (const { target, timesMs, columns, presence } of blocks) {
      const own = refs.get(target) ?? target.series.map((labels) => tsdb.series(labels))
      refs.set(target, own)
      // 0 nothing, 1 a sample, 2 an end: what a store takes.
      const present = presence?.map((one) => (one === PRESENCE.sample ? 1 : one === PRESENCE.stale ? 2 : 0))
      tsdb.appendColumns({
        timesMs,
        columns: columns.map((values, i) => ({
          ref: own[i] as SeriesRef,
          values,
          ...(present !== undefined && i < target.reportFrom && { present }),
        })),
      })
    }
  }
}
