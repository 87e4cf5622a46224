import { compareLabels, sortLabels } from '~/domain/promql/labels'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { SeriesSlice } from '~/domain/promql/queryable'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { ChunkStore } from './chunk-store'
import { type ChunkTimes, chunkTimesOf, lowerBound } from './chunk-times'
import { MAX_CHUNK_SAMPLES } from './chunk-values'
import { HeadAppender } from './head-append'
import { LabelIndex, textBytes } from './label-index'
import { hasSampleIn, labelNamesOf, labelValuesOf } from './label-queries'
import { insertLate } from './late-samples'
import { MetadataStore } from './metric-metadata'
import { type BlockChunk, type PersistedBlock, packBlocks } from './persisted-block'
import { type RestoreReport, restoreBlocks } from './restore-blocks'
import { SampleBuffers } from './sample-buffers'
import { seriesKey } from './series-key'
import { readSlices } from './slice-reader'
import { isSameAsLast, StoredSeries } from './stored-series'
import type { TimeLane } from './time-lane'
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
export type { RestoreReport } from './restore-blocks'
export type * from './tsdb-api'

const HOUR_MS = 3_600_000
const TEN_MINUTES_MS = 600_000
const DEFAULT_MAX_SERIES = 200_000
/** The last time of a Date. */
const MAX_TIME_MS = 8.64e15
/** A series without its key and samples: the object, its lists, the map of its labels with one slot each. */
const SERIES_BYTES = 520
const LABEL_BYTES = 40

/** Creates an empty store. */
export function createTsdb(options: TsdbOptions = {}): Tsdb {
  return new MemoryTsdb(options)
}

class MemoryTsdb implements Tsdb {
  readonly metadata = new MetadataStore()
  readonly #options: TsdbOptions
  readonly #maxSeries: number
  readonly #windowMs: DurationMs
  readonly #chunks = new ChunkStore()
  readonly #head: HeadAppender
  readonly #index = new LabelIndex<StoredSeries>()
  readonly #byKey = new Map<string, StoredSeries>()
  readonly #verdicts = { ok: 0, duplicate: 0, duplicateTime: 0, outOfOrder: 0, tooOld: 0, future: 0 }
  readonly #dropped = { series: 0, chunks: 0, samples: 0 }
  #seriesBytes = 0
  #newestMs = Number.NEGATIVE_INFINITY
  /** Nothing older is taken in. */
  #floorMs = -MAX_TIME_MS
  /** Nothing newer is taken in, before the clock was asked again. */
  #ceilingMs: UnixMs
  /** The newest time at which retention and idle heads are looked at again. */
  #nextCareMs = Number.NEGATIVE_INFINITY
  /** Bytes of pages when the cap was looked at last. */
  #caredPageBytes = 0
  #isFull = false
  #idleBuffers: SampleBuffers | null = null

  constructor(options: TsdbOptions) {
    this.#options = options
    this.#maxSeries = options.maxSeries ?? DEFAULT_MAX_SERIES
    this.#windowMs = options.windowMs ?? HOUR_MS
    this.#ceilingMs = options.now === undefined ? MAX_TIME_MS : Number.NEGATIVE_INFINITY
    this.#head = new HeadAppender(this.#chunks, this.#windowMs)
  }

  series(labels: Iterable<readonly [string, string]>): StoredSeries {
    const sorted = sortLabels(labels)
    const key = seriesKey(sorted)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    this.#assertRoom()
    const series = new StoredSeries(this.#index.own(sorted), key)
    this.#enter(series)
    return series
  }

  append(ref: SeriesRef, timeMs: UnixMs, value: number): AppendVerdict {
    return this.#append(this.#live(ref), timeMs, value, false)
  }

  appendStale(ref: SeriesRef, timeMs: UnixMs): AppendVerdict {
    return this.#append(this.#live(ref), timeMs, Number.NaN, true)
  }

  appendColumns({ timesMs, columns }: SampleColumns): void {
    for (let i = 1; i < timesMs.length; i++) {
      if (!((timesMs[i] as number) > (timesMs[i - 1] as number)))
        throw new RangeError(`time ${i} is not after the one before`)
    }
    for (const { values, present } of columns) {
      if (values.length === timesMs.length && (present ?? values).length === timesMs.length) continue
      throw new RangeError('a column is not as long as its times')
    }
    // Window by window, so that all columns share the times of their chunks.
    for (let from = 0; from < timesMs.length; ) {
      const to = lowerBound(timesMs, from, timesMs.length, this.#head.windowEndMs(timesMs[from] as number))
      for (const column of columns) this.#appendWindow(timesMs, column, from, to)
      from = to
    }
  }

  /** Appends a column's samples `from..to`, which are in one window. */
  #appendWindow(timesMs: Float64Array, { ref, values, present }: SampleColumn, from: number, to: number): void {
    const series = this.#live(ref)
    const [firstMs, lastMs] = [timesMs[from] as number, timesMs[to - 1] as number]
    const isPlain = firstMs > series.lastMs && firstMs >= this.#floorMs && !this.#isFuture(lastMs)
    if (!isPlain || present?.includes(0, from) === true) {
      for (let i = from; i < to; i++) {
        if (present === undefined || present[i] === 1)
          this.#append(series, timesMs[i] as number, values[i] as number, false)
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
    if (timeMs === series.lastMs)
      return isSameAsLast(this.#chunks, series, value, isStale) ? 'duplicate' : 'duplicateTime'
    const outOfOrderMs = this.#options.outOfOrderMs ?? 0
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
    return readSlices(this.#chunks, this.#index.select(matchers), startMs, endMs)
  }

  openReader(): TsdbReader {
    let buffers = this.#idleBuffers ?? new SampleBuffers()
    this.#idleBuffers = null
    return {
      select: (matchers, startMs, endMs) =>
        readSlices(this.#chunks, this.#index.select(matchers), startMs, endMs, buffers),
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
    if (first === undefined) return this.#index.all().filter(isIn)
    if (others.length === 0) return this.#index.select(first).filter(isIn)
    const found = new Set(selectors.flatMap((matchers) => this.#index.select(matchers).filter(isIn)))
    return [...found].sort((a, b) => compareLabels(a.labels, b.labels))
  }

  truncate(beforeMs: UnixMs): void {
    this.#floorMs = Math.max(this.#floorMs, beforeMs)
    const isEmpty = (series: StoredSeries) => !series.hasSamples
    for (const series of this.#index.all()) {
      const old = series.chunkAtOrAfter(beforeMs)
      for (const times of series.times.slice(0, old)) {
        series.rewritten?.delete(times)
        this.#dropped.chunks += 1
        this.#dropped.samples += times.count
      }
      this.#chunks.remove(series, 0, old)
      series.drained = Math.max(0, series.drained - old)
      if (series.count > 0 && series.lastMs < beforeMs) {
        this.#dropped.samples += series.count
        this.#head.clear(series)
      }
      if (isEmpty(series)) this.#leave(series)
    }
    this.#index.remove(isEmpty)
  }

  bytes(): number {
    const parts = [this.#chunks, this.#head, this.#index, this.metadata]
    return parts.reduce((sum, { bytes }) => sum + bytes, this.#seriesBytes + (this.#idleBuffers?.bytes ?? 0))
  }

  stats(): TsdbStats {
    let [oldestMs, newestMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    let series = 0
    for (const one of this.#index.all()) {
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
      oldestMs: series === 0 ? undefined : oldestMs,
      newestMs: series === 0 ? undefined : newestMs,
      verdicts: { ...this.#verdicts },
      dropped: { ...this.#dropped },
    }
  }

  drainSealed(): readonly PersistedBlock[] {
    const sealed: BlockChunk[] = []
    for (const series of this.#index.all()) {
      series.times.forEach((times, i) => {
        if (i < series.drained && series.rewritten?.has(times) !== true) return
        sealed.push({ series, times, bytes: this.#chunks.bytesOf(series.addresses[i] as number) })
      })
      series.drained = series.times.length
      series.rewritten = null
    }
    return packBlocks('sealed', sealed, this.#windowMs)
  }

  snapshotHead(): readonly PersistedBlock[] {
    const scratch = new ChunkStore()
    const timesOf = sharedTimes()
    const heads: BlockChunk[] = []
    for (const series of this.#index.all()) {
      const { lane, laneFrom, count, stale } = series
      if (lane === null || count === 0) continue
      const times = timesOf(lane, laneFrom, laneFrom + count)
      heads.push({ series, times, bytes: scratch.bytesOf(scratch.write(series.values, 0, count, stale)) })
    }
    return packBlocks('head', heads, this.#windowMs)
  }

  restore(blocks: Iterable<unknown>): RestoreReport {
    const target = {
      chunks: this.#chunks,
      head: this.#head,
      seriesOf: (labels: Labels) => this.series(labels),
      refusal: (firstMs: UnixMs, lastMs: UnixMs) =>
        this.#isFuture(lastMs)
          ? 'samples of the future'
          : lastMs < this.#floorMs || firstMs < -MAX_TIME_MS
            ? 'samples too old'
            : null,
    }
    const report = restoreBlocks(target, blocks)
    for (const { lastMs } of this.#index.all()) if (lastMs > this.#newestMs) this.#newestMs = lastMs
    this.#nextCareMs = Number.NEGATIVE_INFINITY
    this.#care(this.#newestMs)
    return report
  }

  /** The series behind a reference; one that was dropped comes back. */
  #live(ref: SeriesRef): StoredSeries {
    const series = ref as StoredSeries
    if (series.isIndexed) return series
    const successor = this.#byKey.get(series.key)
    if (successor !== undefined) return successor
    this.#assertRoom()
    this.#enter(series)
    return series
  }

  #assertRoom(): void {
    if (this.#index.size >= this.#maxSeries) throw new TsdbLimitError('series', this.#maxSeries)
    if (this.#isFull) throw new TsdbLimitError('bytes', this.#options.maxBytes ?? 0)
  }

  #enter(series: StoredSeries): void {
    series.isIndexed = true
    series.lastMs = Number.NEGATIVE_INFINITY
    this.#byKey.set(series.key, series)
    this.#index.add(series)
    this.#seriesBytes += seriesBytes(series)
    if (this.#index.size % 1024 === 0) this.#capBytes()
  }

  #leave(series: StoredSeries): void {
    this.#head.rest(series)
    series.isIndexed = false
    this.#byKey.delete(series.key)
    this.#seriesBytes -= seriesBytes(series)
    if (series.lastMs > Number.NEGATIVE_INFINITY) this.#dropped.series += 1
  }

  /** Looks after retention, idle heads and the memory cap when time or memory has moved on. */
  #care(timeMs: UnixMs): void {
    if (timeMs > this.#newestMs) this.#newestMs = timeMs
    if (this.#newestMs >= this.#nextCareMs) {
      this.#nextCareMs = this.#newestMs + this.#windowMs / 6
      this.#sealIdle()
      const { retentionMs } = this.#options
      if (retentionMs !== undefined) this.truncate(this.#newestMs - retentionMs)
      this.#capBytes()
    } else if (this.#chunks.pageBytes !== this.#caredPageBytes) this.#capBytes()
  }

  /** Seals the heads of series that got no sample for long after their window ended. */
  #sealIdle(): void {
    const endedMs = this.#newestMs - this.#windowMs / 3
    for (const series of this.#index.all()) {
      const { lane, left } = series
      if (lane !== null && lane.endMs <= endedMs) this.#head.seal(series)
      else if (lane !== null || left === null || left.endMs > endedMs) continue
      this.#head.rest(series)
    }
  }

  #capBytes(): void {
    this.#caredPageBytes = this.#chunks.pageBytes
    const { maxBytes } = this.#options
    if (maxBytes === undefined) return
    while (this.bytes() > maxBytes && this.#chunks.count > 0) {
      let oldestMs = Number.POSITIVE_INFINITY
      for (const { times } of this.#index.all()) oldestMs = Math.min(oldestMs, times[0]?.lastMs ?? oldestMs)
      this.truncate(this.#head.windowEndMs(oldestMs))
    }
    this.#isFull = this.bytes() > maxBytes
    this.#caredPageBytes = this.#chunks.pageBytes
  }
}

function seriesBytes({ key, labels }: StoredSeries): number {
  return SERIES_BYTES + textBytes(key) + labels.size * LABEL_BYTES
}

/** Gives series that stand together on a lane one object of times, as sealing does, but keeps none of them. */
function sharedTimes(): (lane: TimeLane, from: number, to: number) => ChunkTimes {
  const known = new Map<TimeLane, Map<number, ChunkTimes>>()
  return (lane, from, to) => {
    const ofLane = known.get(lane) ?? new Map<number, ChunkTimes>()
    known.set(lane, ofLane)
    const key = from * (MAX_CHUNK_SAMPLES + 1) + to
    const times = ofLane.get(key) ?? chunkTimesOf(lane.timesMs, from, to)
    ofLane.set(key, times)
    return times
  }
}
