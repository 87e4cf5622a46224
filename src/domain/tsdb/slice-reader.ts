import { PromqlEvalError } from '~/domain/promql/eval-error'
import type { SeriesSlice } from '~/domain/promql/queryable'
import type { UnixMs } from '~/domain/units-of-measure'
import { type ChunkTimes, firstAfter, firstAtOrAfter, readTimes, upperBound } from './chunk-times'
import type { SampleBuffers } from './sample-buffers'
import type { SealedChunks } from './sealed-chunks'
import type { StoredSeries } from './stored-series'
import type { TimeLane } from './time-lane'

/** Where the samples of a window lie in a series, and their times; shared by all series of one scrape. */
interface Reach {
  /** Whole or partial chunks, by their times and the samples of them that are wanted. */
  readonly chunks: readonly ChunkTimes[]
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly lane: TimeLane | null
  readonly laneFrom: number
  readonly laneTo: number
  readonly timesMs: Float64Array
}

interface Found {
  readonly series: StoredSeries
  readonly firstChunk: number
  readonly reach: Reach
}

/** Times of a few scrapes are remembered within one reading: enough for the targets whose series stand side by side. */
const MAX_REACHES = 8

export interface ReadOptions {
  /** Where the values are to lie. */
  readonly buffers: SampleBuffers
  /** What lies in place already, in the head, is not counted. */
  readonly maxSamples: number
}

/**
 * Reads the samples of many series in one window, both ends inclusive; series without any are left out. Throws PromqlEvalError
 * before more than `maxSamples` are read.
 */
export function readSlices(
  chunks: SealedChunks,
  series: readonly StoredSeries[],
  startMs: UnixMs,
  endMs: UnixMs,
  options?: ReadOptions,
): SeriesSlice[] {
  const { buffers = null, maxSamples = Number.POSITIVE_INFINITY } = options ?? {}
  const found: Found[] = []
  const reaches: Reach[] = []
  let samples = 0
  for (const one of series) {
    if (!(one.lastMs >= startMs && one.firstMs <= endMs)) continue
    const firstChunk = one.chunkAtOrAfter(startMs)
    const reach = reachOf(one, firstChunk, startMs, endMs, reaches)
    if (reach === null) continue
    found.push({ series: one, firstChunk, reach })
    if (reach.chunks.length > 0) samples += reach.timesMs.length
    if (samples > maxSamples) {
      throw new PromqlEvalError('limit', 'query processing would load too many samples into memory in query execution')
    }
  }
  // One buffer for all: a window of a thousand series is then one allocation.
  const own = buffers === null ? new Float64Array(samples) : null
  let at = 0
  return found.map((one) => {
    const count = one.reach.timesMs.length
    if (one.reach.chunks.length === 0) return headSlice(one)
    const values = own?.subarray(at, at + count) ?? buffers?.take(count) ?? new Float64Array(count)
    at += count
    return chunkSlice(chunks, one, values)
  })
}

function reachOf(
  series: StoredSeries,
  firstChunk: number,
  startMs: UnixMs,
  endMs: UnixMs,
  reaches: Reach[],
): Reach | null {
  const { times } = series
  let afterChunk = firstChunk
  while (afterChunk < times.length && (times[afterChunk] as ChunkTimes).firstMs <= endMs) afterChunk += 1
  let [lane, laneFrom, laneTo] = [series.lane, 0, 0]
  if (lane !== null && series.count > 0) {
    const end = series.laneFrom + series.count
    laneFrom = series.laneFrom + series.headAtOrAfter(startMs)
    laneTo = upperBound(lane.timesMs, laneFrom, end, endMs)
  }
  if (laneFrom === laneTo) {
    lane = null
    laneFrom = 0
    laneTo = 0
  }
  for (const known of reaches) {
    if (known.lane !== lane || known.laneFrom !== laneFrom || known.laneTo !== laneTo) continue
    if (known.chunks.length !== afterChunk - firstChunk) continue
    let i = 0
    while (i < known.chunks.length && known.chunks[i] === times[firstChunk + i]) i += 1
    if (i === known.chunks.length) return known
  }
  const reach = makeReach(times.slice(firstChunk, afterChunk), lane, laneFrom, laneTo, startMs, endMs)
  if (reach.timesMs.length === 0) return null
  reaches.unshift(reach)
  if (reaches.length > MAX_REACHES) reaches.pop()
  return reach
}

function makeReach(
  chunks: readonly ChunkTimes[],
  lane: TimeLane | null,
  laneFrom: number,
  laneTo: number,
  startMs: UnixMs,
  endMs: UnixMs,
): Reach {
  const from = chunks.map((times) => firstAtOrAfter(times, startMs))
  const to = chunks.map((times) => firstAfter(times, endMs))
  if (chunks.length === 0 && lane !== null) {
    return { chunks, from, to, lane, laneFrom, laneTo, timesMs: lane.timesMs.subarray(laneFrom, laneTo) }
  }
  const count = chunks.reduce((sum, _, i) => sum + (to[i] ?? 0) - (from[i] ?? 0), laneTo - laneFrom)
  const timesMs = new Float64Array(count)
  let at = 0
  chunks.forEach((times, i) => {
    const [first, end] = [from[i] ?? 0, to[i] ?? 0]
    readTimes(times, first, end, timesMs, at)
    at += end - first
  })
  if (lane !== null) timesMs.set(lane.timesMs.subarray(laneFrom, laneTo), at)
  return { chunks, from, to, lane, laneFrom, laneTo, timesMs }
}

/** A window in the head alone is read in place. */
function headSlice({ series, reach }: Found): SeriesSlice {
  const [first, end] = [reach.laneFrom - series.laneFrom, reach.laneTo - series.laneFrom]
  series.isViewed = true
  const stale = headStale(series, first, end, null, end - first, 0)
  return { labels: series.labels, timesMs: reach.timesMs, values: series.values.subarray(first, end), stale }
}

function chunkSlice(chunks: SealedChunks, { series, firstChunk, reach }: Found, values: Float64Array): SeriesSlice {
  let stale: Uint8Array | null = null
  let at = 0
  for (let i = 0; i < reach.chunks.length; i++) {
    const [from, to] = [reach.from[i] as number, reach.to[i] as number]
    stale = chunks.read(series.addresses[firstChunk + i] as number, from, to, values, stale, at)
    at += to - from
  }
  if (reach.lane !== null) {
    const [first, end] = [reach.laneFrom - series.laneFrom, reach.laneTo - series.laneFrom]
    values.set(series.values.subarray(first, end), at)
    stale = headStale(series, first, end, stale, values.length, at)
  }
  return { labels: series.labels, timesMs: reach.timesMs, values, stale: stale?.includes(1) === true ? stale : null }
}

/** Marks those of the head's staleness markers that are in `first..end`, in `stale` from place `at` on. */
function headStale(
  series: StoredSeries,
  first: number,
  end: number,
  stale: Uint8Array | null,
  length: number,
  at: number,
): Uint8Array | null {
  let marked = stale
  for (const place of series.stale) {
    if (place < first || place >= end) continue
    marked ??= new Uint8Array(length)
    marked[at + place - first] = 1
  }
  return marked
}
