import { sortLabels } from '~/domain/promql/labels'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { Queryable, SeriesSlice } from '~/domain/promql/queryable'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { ChunkPages } from './chunk-pages'
import { HeadAppender } from './head-append'
import { LabelIndex } from './label-index'
import { seriesKey } from './series-key'
import { readSlices } from './slice-reader'
import { StoredSeries } from './stored-series'
import { type AppendVerdict, TsdbLimitError } from './verdicts'

const HOUR_MS = 3_600_000
const DEFAULT_MAX_SERIES = 200_000

export interface TsdbOptions {
  /** How far back samples are kept; without it, until the memory cap. */
  readonly retentionMs?: DurationMs
  readonly maxSeries?: number
  /** All chunks are cut at multiples of this: an hour unless told. */
  readonly windowMs?: DurationMs
}

/** A series to append to. It stays good for ever, also when all samples of the series are gone. */
export interface SeriesRef {
  readonly labels: Labels
}

/** Samples of many series at the same times, ascending. */
export interface SampleColumns {
  readonly timesMs: Float64Array
  readonly columns: readonly {
    readonly ref: SeriesRef
    readonly values: Float64Array
    /** 1 where there is a sample; without it there is one at each time. */
    readonly present?: Uint8Array
  }[]
}

export interface Tsdb extends Queryable {
  /** The series with these labels. Throws TsdbLimitError where there are as many as the cap allows. */
  series(labels: Iterable<readonly [string, string]>): SeriesRef
  append(ref: SeriesRef, timeMs: UnixMs, value: number): AppendVerdict
  /** Marks that the series ended: Prometheus' staleness marker. */
  appendStale(ref: SeriesRef, timeMs: UnixMs): AppendVerdict
  appendColumns(samples: SampleColumns): void
}

export function createTsdb(options: TsdbOptions = {}): Tsdb {
  return new MemoryTsdb(options)
}

class MemoryTsdb implements Tsdb {
  readonly #maxSeries: number
  readonly #pages = new ChunkPages()
  readonly #head: HeadAppender
  readonly #index = new LabelIndex<StoredSeries>()
  readonly #byKey = new Map<string, StoredSeries>()

  constructor(options: TsdbOptions) {
    this.#maxSeries = options.maxSeries ?? DEFAULT_MAX_SERIES
    this.#head = new HeadAppender(this.#pages, options.windowMs ?? HOUR_MS)
  }

  series(labels: Iterable<readonly [string, string]>): StoredSeries {
    const sorted = sortLabels(labels)
    const key = seriesKey(sorted)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    if (this.#index.size >= this.#maxSeries) throw new TsdbLimitError('series', this.#maxSeries)
    const series = new StoredSeries(this.#index.own(sorted), key)
    this.#byKey.set(key, series)
    this.#index.add(series)
    return series
  }

  append(ref: SeriesRef, timeMs: UnixMs, value: number): AppendVerdict {
    return this.#append(ref as StoredSeries, timeMs, value, false)
  }

  appendStale(ref: SeriesRef, timeMs: UnixMs): AppendVerdict {
    return this.#append(ref as StoredSeries, timeMs, Number.NaN, true)
  }

  #append(series: StoredSeries, timeMs: UnixMs, value: number, isStale: boolean): AppendVerdict {
    if (!(timeMs > series.lastMs)) return 'outOfOrder'
    this.#head.append(series, timeMs, value, isStale)
    return 'ok'
  }

  appendColumns({ timesMs, columns }: SampleColumns): void {
    for (const { ref, values } of columns) {
      this.#head.appendRun(ref as StoredSeries, timesMs, values, 0, timesMs.length)
    }
  }

  select(matchers: readonly LabelMatcher[], startMs: UnixMs, endMs: UnixMs): readonly SeriesSlice[] {
    return readSlices(this.#pages, this.#index.select(matchers), startMs, endMs)
  }
}
