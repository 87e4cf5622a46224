import type { Labels } from '~/domain/series/frame'
import type { MetricMetadata } from '~/domain/tsdb/metric-metadata'
import type { AppendVerdict } from '~/domain/tsdb/verdicts'
import type { UnixMs } from '~/domain/units-of-measure'

/** What a scraper needs of the store of samples. All but the metadata throw TsdbLimitError where there is no room. */
export interface ScrapeStore<Ref extends object> {
  /** The series with these labels. */
  series(labels: Labels): Ref
  append(ref: Ref, timeMs: UnixMs, value: number): AppendVerdict
  /** Marks that the series ended. */
  appendStale(ref: Ref, timeMs: UnixMs): AppendVerdict
  /** By the key of the target: see `targetKey`. */
  readonly metadata: {
    set(target: string, metric: string, metadata: MetricMetadata): boolean
    drop(target: string): void
  }
}
