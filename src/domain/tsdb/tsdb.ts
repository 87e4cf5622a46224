import { compareLabels } from '~/domain/promql/labels'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { SeriesSlice } from '~/domain/promql/queryable'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { assertColumns } from './assert-columns'
import { backfillColumn, SharedTimes } from './backfill-columns'
import { lowerBound, upperBound } from './chunk-times'
import { drainSealed, snapshotHeads } from './drain-blocks'
import { HeadAppender } from './head-append'
import { hasSampleIn, labelNamesOf, labelValuesOf } from './label-queries'
import { insertLate } from './late-samples'
import { MetadataStore } from './metric-metadata'
import type { PersistedBlock } from './persisted-block'
import { type RestoreReport, restoreBlocks } from './restore-blocks'
import { SampleBuffers } from './sample-buffers'
import { SealedChunks } from './sealed-chunks'
import { SeriesTable } from './series-table'
import { readSlices } from './slice-reader'
import { isSameAsLast, type StoredSeries } from './stored-series'
import { thinSeries } from './thin-chunks'
import type {
  SampleColumn,
  SampleColumns,
  SeriesRef,
  SeriesScope,
  Tsdb,
  TsdbOptions,
  TsdbReader,
  TsdbStats,
} from './tsdb-api'
import { type AppendVerdict, TsdbLimitError } from './verdicts'

export type { PersistedBlock } from './persisted-block'
export type * from './tsdb-api'
export { type AppendVerdict, TsdbLimitError } from './verdicts'

const HOUR_MS = 3_600_000
/** Old samples are thinned in pieces of this length, so that what is left of them fills chunks. */
const THIN_MS = 12 * HOUR_MS
const TEN_MINUTES_MS = 600_000
const DEFAULT_MAX_SERIES = 200_000
/** The last time of a Date. */
const MAX_TIME_MS = 8.64e15

/** Creates an empty store. */
export function createTsdb(options: TsdbOptions = {}): Tsdb {
  return new MemoryTsdb(options)
}

class MemoryTsdb implements Tsdb {
  readonly metadata = new MetadataStore()
  readonly #options: TsdbOptions
  readonly #windowMs: DurationMs
  readonly #chunks = new SealedChunks()
  readonly #head: HeadAppender
  readonly #table: SeriesTable
  readonly #verdicts = { ok: 0, duplicate: 0, duplicateTime: 0, outOfOrder: 0, tooOld: 0, future: 0 }
  readonly #dropped = { series: 0, chunks: 0, samples: 0 }
  #newestMs = Number.NEGATIVE_INFINITY
  /** Nothing older is taken in. */
  #floorMs = -MAX_TIME_MS
  /** Nothing newer is taken in, before the clock was asked again. */
  #ceilingMs: UnixMs
  /** The newest time at which retention and idle heads are looked at again. */
  #nextCareMs = Number.NEGATIVE_INFINITY
  /** Bytes of pages when the cap was looked at last. */
  #caredPageBytes = 0
  #idleBuffers: SampleBuffers | null = null
  /** Up to here old samples were thinned. */
  #thinnedMs = -MAX_TIME_MS

  constructor(options: TsdbOptions) {
    this.#options = options
    this.#windowMs = options.windowMs ?? HOUR_MS
    this.#ceilingMs = options.now === undefined ? MAX_TIME_MS : Number.NEGATIVE_INFINITY
    this.#head = new HeadAppender(this.#chunks, this.#windowMs)
    this.#table = new SeriesTable(options.maxSeries ?? DEFAULT_MAX_SERIES, () => this.#assertMemory())
  }

  series(labels: Iterable<readonly [string, string]>): SeriesRef {
    return this.#table.intern(labels)
  }

  append(ref: SeriesRef, timeMs: UnixMs, value: number): AppendVerdict {
    return this.#append(this.#live(ref), timeMs, value, false)
  }

  appendStale(ref: SeriesRef, timeMs: UnixMs): AppendVerdict {
    return this.#append(this.#live(ref), timeMs, Number.NaN, true)
  }

  appendColumns(samples: SampleColumns): void {
    assertColumns(samples)
    const { timesMs, columns } = samples
    // Window by window, so that all columns share the times of their chunks.
    for (let from = 0; from < timesMs.length; ) {
      const to = lowerBound(timesMs, from, timesMs.length, this.#head.windowEndMs(timesMs[from] as number))
      for (const column of columns) this.#appendWindow(timesMs, column, from, to)
      from = to
    }
  }

  backfillColumns(samples: SampleColumns): void {
    assertColumns(samples)
    const { timesMs, columns } = samples
    const shared = new SharedTimes()
    const old = lowerBound(timesMs, 0, timesMs.length, this.#floorMs)
    const future = this.#isFuture(timesMs.at(-1) ?? 0)
      ? timesMs.length - upperBound(timesMs, 0, timesMs.length, this.#ceilingMs)
      : 0
    const usable = { timesMs: timesMs.subarray(0, timesMs.length - future), floorMs: this.#floorMs }
    for (const { ref, values } of columns) {
      const series = this.#live(ref)
      series.isLong = true
      const taken = backfillColumn(this.#chunks, series, { ...usable, values }, shared)
      this.#verdicts.ok += taken
      this.#verdicts.tooOld += old
      this.#verdicts.future += future
      this.#verdicts.outOfOrder += timesMs.length - old - future - taken
      if (series.lastMs > this.#newestMs) this.#newestMs = series.lastMs
    }
    this.#care(this.#newestMs)
  }

  /** Appends a column's samples `from..to`, which are in one window. */
  #appendWindow(timesMs: Float64Array, { ref, values, present }: SampleColumn, from: number, to: number): void {
    const series = this.#live(ref)
    const [firstMs, lastMs] = [timesMs[from] as number, timesMs[to - 1] as number]
    const isPlain = firstMs > series.lastMs && firstMs >= this.#floorMs && !this.#isFuture(lastMs)
    if (!isPlain || present?.subarray(from, to).every((one) => one === 1) === false) {
      for (let i = from; i < to; i++) {
        if (present?.[i] === 0) continue
        this.#append(series, timesMs[i] as number, values[i] as number, present?.[i] === 2)
      }
      return
    }
    this.#head.appendRun(series, timesMs, values, from, to, to < timesMs.length)
    this.#verdicts.ok += to - from
    this.#care(lastMs)
  }

  #append(series: StoredSeries, timeMs: UnixMs, value: number, isStale: boolean): AppendVerdict {
    const verdict = this.#judge(series, timeMs, value, isStale)
    this.#verdicts[verdict] += 1
    return verdict
  }

  #judge(series: StoredSeries, timeMs: UnixMs, value: number, isStale: boolean): AppendVerdict {
    if (!(timeMs >= this.#floorMs)) return 'tooOld'
    if (timeMs > this.#ceilingMs && this.#isFuture(timeMs)) return 'future'
    if (timeMs > series.lastMs) {
      this.#head.append(series, timeMs, value, isStale)
      this.#care(timeMs)
      return 'ok'
    }
    if (timeMs === series.lastMs) {
      return isSameAsLast(this.#chunks, series, value, isStale) ? 'duplicate' : 'duplicateTime'
    }
    const { outOfOrderMs = 0 } = this.#options
    if (outOfOrderMs <= 0) return 'outOfOrder'
    if (timeMs < this.#newestMs - outOfOrderMs) return 'tooOld'
    return insertLate(this.#chunks, this.#head, series, { timeMs, value, isStale })
  }

  #isFuture(timeMs: UnixMs): boolean {
    if (timeMs <= this.#ceilingMs) return false
    const { now, futureMs = TEN_MINUTES_MS } = this.#options
    if (now !== undefined) this.#ceilingMs = Math.min(MAX_TIME_MS, now() + futureMs)
    return timeMs > this.#ceilingMs
  }

  select(matchers: readonly LabelMatcher[], startMs: UnixMs, endMs: UnixMs): readonly SeriesSlice[] {
    return readSlices(this.#chunks, this.#table.select(matchers), startMs, endMs)
  }

  openReader({ maxSamples = Number.POSITIVE_INFINITY }: { readonly maxSamples?: number } = {}): TsdbReader {
    let buffers = this.#idleBuffers ?? new SampleBuffers()
    this.#idleBuffers = null
    return {
      select: (matchers, startMs, endMs) =>
        readSlices(this.#chunks, this.#table.select(matchers), startMs, endMs, { buffers, maxSamples }),
      close: () => {
        buffers.reset()
        this.#idleBuffers = buffers
        // Whoever reads after the end gets memory of its own.
        buffers = new SampleBuffers()
      },
    }
  }

  seriesOf(scope: SeriesScope = {}): readonly Labels[] {
    return this.#inScope(scope).map(({ labels }) => labels)
  }

  labelNames(scope: SeriesScope = {}): readonly string[] {
    return labelNamesOf(this.#inScope(scope))
  }

  labelValues(name: string, scope: SeriesScope = {}): readonly string[] {
    return labelValuesOf(this.#inScope(scope), name)
  }

  #inScope({ selectors = [], startMs = -MAX_TIME_MS, endMs = MAX_TIME_MS }: SeriesScope): readonly StoredSeries[] {
    const isIn = (series: StoredSeries) => hasSampleIn(series, startMs, endMs)
    const [first, ...others] = selectors
    if (first === undefined) return this.#table.all().filter(isIn)
    if (others.length === 0) return this.#table.select(first).filter(isIn)
    const found = new Set(selectors.flatMap((matchers) => this.#table.select(matchers).filter(isIn)))
    return [...found].sort((a, b) => compareLabels(a.labels, b.labels))
  }

  truncate(beforeMs: UnixMs): void {
    this.#floorMs = Math.max(this.#floorMs, beforeMs)
    this.#dropBefore(beforeMs)
  }

  /** What retention says: of long series, what others lose is thinned, and goes when it is older still. */
  #retain(retentionMs: DurationMs): void {
    const { long } = this.#options
    if (long === undefined) {
      this.truncate(this.#newestMs - retentionMs)
      return
    }
    const longMs = this.#newestMs - long.retentionMs
    this.#floorMs = Math.max(this.#floorMs, longMs)
    const beforeMs = Math.floor((this.#newestMs - retentionMs) / THIN_MS + 1) * THIN_MS
    if (beforeMs > this.#thinnedMs) {
      const shared = new SharedTimes()
      const span = { fromMs: this.#thinnedMs, beforeMs, everyMs: long.everyMs }
      for (const series of this.#table.all()) {
        if (series.isLong) this.#dropped.samples += thinSeries(this.#chunks, series, span, shared)
      }
      this.#thinnedMs = beforeMs
    }
    this.#dropBefore(this.#newestMs - retentionMs, longMs)
  }

  #dropBefore(othersMs: UnixMs, longMs = othersMs): void {
    for (const series of this.#table.all()) {
      const beforeMs = series.isLong ? longMs : othersMs
      const old = series.chunkAtOrAfter(beforeMs)
      this.#dropped.chunks += old
      this.#dropped.samples += this.#chunks.remove(series, 0, old)
      if (series.count === 0 || series.lastMs >= beforeMs) continue
      this.#dropped.samples += series.count
      this.#head.clear(series)
    }
    this.#table.removeEmpty((series) => {
      this.#head.rest(series)
      if (series.lastMs > Number.NEGATIVE_INFINITY) this.#dropped.series += 1
    })
  }

  bytes(): number {
    return this.#chunks.bytes + this.#head.bytes + this.#table.bytes + this.metadata.bytes
  }

  stats(): TsdbStats {
    let [oldestMs, newestMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    let series = 0
    for (const one of this.#table.all()) {
      if (!one.hasSamples) continue
      series += 1
      oldestMs = Math.min(oldestMs, one.firstMs)
      newestMs = Math.max(newestMs, one.lastMs)
    }
    return {
      series,
      samples: this.#chunks.samples + this.#head.samples,
      chunks: this.#chunks.count,
      bytes: this.bytes(),
      readerBytes: this.#idleBuffers?.bytes ?? 0,
      oldestMs: series === 0 ? undefined : oldestMs,
      newestMs: series === 0 ? undefined : newestMs,
      verdicts: { ...this.#verdicts },
      dropped: { ...this.#dropped },
    }
  }

  drainSealed(): readonly PersistedBlock[] {
    return drainSealed(this.#chunks, this.#table.all(), this.#windowMs)
  }

  snapshotHead(): readonly PersistedBlock[] {
    return snapshotHeads(this.#table.all(), this.#windowMs)
  }

  restore(blocks: Iterable<unknown>): RestoreReport {
    const report = restoreBlocks(
      {
        chunks: this.#chunks,
        head: this.#head,
        seriesOf: (labels) => this.#table.internSorted(labels),
        refusal: (lastMs) =>
          this.#isFuture(lastMs) ? 'samples of the future' : lastMs < this.#floorMs ? 'samples too old' : null,
        afterBlock: () => this.#capBytes(),
      },
      blocks,
    )
    for (const { lastMs } of this.#table.all()) if (lastMs > this.#newestMs) this.#newestMs = lastMs
    this.#care(this.#newestMs)
    return report
  }

  #live(ref: SeriesRef): StoredSeries {
    const series = ref as StoredSeries
    return series.isIndexed ? series : this.#table.revive(series)
  }

  /** Looks after retention, idle heads and the memory cap when time or memory has moved on. */
  #care(timeMs: UnixMs): void {
    if (timeMs > this.#newestMs) this.#newestMs = timeMs
    if (this.#newestMs >= this.#nextCareMs) {
      this.#nextCareMs = this.#newestMs + this.#windowMs / 6
      this.#sealIdle()
      const { retentionMs } = this.#options
      if (retentionMs !== undefined) this.#retain(retentionMs)
      this.#capBytes()
    } else if (this.#chunks.pageBytes !== this.#caredPageBytes) this.#capBytes()
  }

  /** Seals the heads of series that got no sample for long after their window ended. */
  #sealIdle(): void {
    const endedMs = this.#newestMs - this.#windowMs / 3
    for (const series of this.#table.all()) {
      const { lane, left } = series
      if (lane !== null && lane.endMs <= endedMs) this.#head.seal(series)
      else if (lane !== null || left === null || left.endMs > endedMs) continue
      this.#head.rest(series)
    }
  }

  #capBytes(): void {
    const { maxBytes = Number.POSITIVE_INFINITY } = this.#options
    while (this.bytes() > maxBytes && this.#chunks.count > 0) {
      let oldestMs = Number.POSITIVE_INFINITY
      for (const { times } of this.#table.all()) oldestMs = Math.min(oldestMs, times[0]?.lastMs ?? oldestMs)
      const endMs = this.#head.windowEndMs(oldestMs)
      // Of the window that is being filled only what must go, and the next sample is never too old.
      const cutMs = endMs > this.#newestMs ? oldestMs + 1 : endMs
      this.#dropBefore(cutMs)
      this.#floorMs = Math.max(this.#floorMs, Math.min(cutMs, this.#newestMs))
    }
    this.#caredPageBytes = this.#chunks.pageBytes
  }

  /** Makes room for one more series by dropping the oldest chunks. Throws TsdbLimitError where none are left. */
  #assertMemory(): void {
    const { maxBytes = Number.POSITIVE_INFINITY } = this.#options
    if (this.bytes() <= maxBytes) return
    this.#capBytes()
    if (this.bytes() > maxBytes) throw new TsdbLimitError('bytes', maxBytes)
  }
}
