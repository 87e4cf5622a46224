import type { LabelMatcher } from '~/domain/promql/matchers'
import type { Queryable } from '~/domain/promql/queryable'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { MetadataStore } from './metric-metadata'
import type { PersistedBlock } from './persisted-block'
import type { RestoreReport } from './restore-blocks'
import type { AppendVerdict, VerdictCounts } from './verdicts'

export interface TsdbOptions {
  /** How far back from the newest sample samples are kept; without it, until the memory cap. */
  readonly retentionMs?: DurationMs
  /**
   * What becomes of series that were given a past by `backfillColumns` when their samples are half a day short of `retentionMs`: one
   * each `everyMs` is left, for so long. By default they are series like others.
   */
  readonly long?: { readonly retentionMs: DurationMs; readonly everyMs: DurationMs }
  /** Beyond this the oldest chunks go, and with none left new series are refused. */
  readonly maxBytes?: number
  /** 200,000 unless told. */
  readonly maxSeries?: number
  /** Samples this much older than the newest of all are sorted in; without it each must be the newest of its series. */
  readonly outOfOrderMs?: DurationMs
  /** The clock against which samples of the future are refused; without it no time is the future. */
  readonly now?: () => UnixMs
  /** How far ahead of `now` samples may be: ten minutes unless told, as Prometheus has it for scrapes. */
  readonly futureMs?: DurationMs
  /** All chunks are cut at multiples of this: an hour unless told. */
  readonly windowMs?: DurationMs
}

/** A series to append to. It stays good for ever, also when all samples of the series are gone. */
export interface SeriesRef {
  /** With `__name__`, sorted by name; no label has an empty value. */
  readonly labels: Labels
}

export interface SampleColumn {
  readonly ref: SeriesRef
  /** As many as there are times. */
  readonly values: Float64Array
  /** At each time: 0 nothing, 1 a sample, 2 a staleness marker; without it all are samples. Columns may share one. */
  readonly present?: Uint8Array
}

/** Samples of many series at the same times, which are strictly ascending. */
export interface SampleColumns {
  readonly timesMs: Float64Array
  readonly columns: readonly SampleColumn[]
}

/** Which series a question about labels is about: those of any of the selectors, or all, with a sample in the window. */
export interface SeriesScope {
  readonly selectors?: readonly (readonly LabelMatcher[])[]
  /** Both inclusive; without them, any time. */
  readonly startMs?: UnixMs
  readonly endMs?: UnixMs
}

export interface TsdbStats {
  readonly series: number
  readonly samples: number
  readonly chunks: number
  /** As `bytes` of the store says. */
  readonly bytes: number
  /** Of the buffers that readers use again; they are no part of `bytes`, since they come and go with the queries. */
  readonly readerBytes: number
  /** Undefined where there is no sample. */
  readonly oldestMs: UnixMs | undefined
  readonly newestMs: UnixMs | undefined
  readonly verdicts: VerdictCounts
  /** What retention, the memory cap and `truncate` took so far. */
  readonly dropped: { readonly series: number; readonly chunks: number; readonly samples: number }
}

/** Reads as the store does, into buffers that are used again: what it gave is void after `close`. */
export interface TsdbReader extends Queryable {
  close(): void
}

/** A time series store in memory. */
export interface Tsdb extends Queryable {
  /** The series with these labels, in any order. Throws TsdbLimitError where there is no room for a new one. */
  series(labels: Iterable<readonly [string, string]>): SeriesRef
  /** Throws TsdbLimitError where the series was dropped meanwhile and there is no room for it. */
  append(ref: SeriesRef, timeMs: UnixMs, value: number): AppendVerdict
  /** Marks that the series ended: Prometheus' staleness marker. Throws as `append` does. */
  appendStale(ref: SeriesRef, timeMs: UnixMs): AppendVerdict
  /** Appends many samples at once, each judged as `append` does. Throws RangeError for times out of order, and as `append` does. */
  appendColumns(samples: SampleColumns): void
  /**
   * Puts samples where their series have none, before or between what they have; what lies among samples that are there is left out
   * (`outOfOrder`). For runs of many samples: each makes chunks of its own. `present` is not asked for. Throws as `appendColumns` does.
   */
  backfillColumns(samples: SampleColumns): void

  /**
   * For one evaluation: faster than `select` of the store, because fresh memory is what costs most. A selection of more than
   * `maxSamples` throws PromqlEvalError before it reads them.
   */
  openReader(options?: { readonly maxSamples?: number }): TsdbReader
  /** Label sets in their order. As with the next two, a pattern that RE2 refuses throws PromqlEvalError. */
  seriesOf(scope?: SeriesScope): readonly Labels[]
  labelNames(scope?: SeriesScope): readonly string[]
  labelValues(name: string, scope?: SeriesScope): readonly string[]
  readonly metadata: MetadataStore

  /** Drops chunks that end before a time; older samples are refused from then on. */
  truncate(beforeMs: UnixMs): void
  /** Estimated bytes of all that the store holds, with slack. */
  bytes(): number
  stats(): TsdbStats

  /** Chunks that were sealed since the last call, or changed by late samples: to be persisted, or lost with the page. */
  drainSealed(): readonly PersistedBlock[]
  /** What is not sealed yet, to be persisted in the place of the snapshot before. */
  snapshotHead(): readonly PersistedBlock[]
  /** Takes in what was persisted; samples that are there already stay. */
  restore(blocks: Iterable<unknown>): RestoreReport
}
