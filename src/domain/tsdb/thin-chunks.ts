import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { putChunk, type SharedTimes } from './backfill-columns'
import { type ChunkTimes, readTimes } from './chunk-times'
import { MAX_CHUNK_SAMPLES } from './chunk-values'
import type { SealedChunks } from './sealed-chunks'
import type { StoredSeries } from './stored-series'

/**
 * Leaves one sample in each span of `everyMs`, the first, of the chunks from `fromMs` on that end before `beforeMs`, but for those
 * that are as thin already. Staleness markers go; so does what a counter counted between such a sample and its restart. Returns how
 * many samples went.
 */
export function thinSeries(
  chunks: SealedChunks,
  series: StoredSeries,
  { fromMs, beforeMs, everyMs }: { readonly fromMs: UnixMs; readonly beforeMs: UnixMs; readonly everyMs: DurationMs },
  shared: SharedTimes,
): number {
  const to = series.chunkAtOrAfter(beforeMs)
  let from = series.chunkAtOrAfter(fromMs)
  while (from < to && !isDense(series.times[from] as ChunkTimes, everyMs)) from += 1
  if (from === to) return 0
  const { timesMs, values } = readThin(chunks, series, from, to, everyMs)
  const before = chunks.remove(series, from, to - from)
  let at = from
  for (let first = 0; first < timesMs.length; first += MAX_CHUNK_SAMPLES) {
    const last = Math.min(timesMs.length, first + MAX_CHUNK_SAMPLES)
    putChunk(chunks, series, at, shared.of(timesMs, first, last), values, first)
    at += 1
  }
  return before - timesMs.length
}

function isDense({ firstMs, lastMs, count }: ChunkTimes, everyMs: DurationMs): boolean {
  return count > 1 && (lastMs - firstMs) / (count - 1) < everyMs / 2
}

function readThin(chunks: SealedChunks, series: StoredSeries, from: number, to: number, everyMs: DurationMs) {
  const most = series.times.slice(from, to).reduce((sum, { count }) => sum + count, 0)
  const timesMs = new Float64Array(most)
  const values = new Float64Array(most)
  const ofChunk = new Float64Array(MAX_CHUNK_SAMPLES)
  let kept = 0
  let span = Number.NEGATIVE_INFINITY
  for (let i = from; i < to; i++) {
    const times = series.times[i] as ChunkTimes
    readTimes(times, 0, times.count, ofChunk, 0)
    const valuesOfChunk = new Float64Array(times.count)
    const stale = chunks.read(series.addresses[i] as number, 0, times.count, valuesOfChunk, null, 0)
    for (let place = 0; place < times.count; place++) {
      const timeMs = ofChunk[place] as number
      const own = Math.floor(timeMs / everyMs)
      if (own === span || stale?.[place] === 1) continue
      span = own
      timesMs[kept] = timeMs
      values[kept] = valuesOfChunk[place] as number
      kept += 1
    }
  }
  return { timesMs: timesMs.subarray(0, kept), values: values.subarray(0, kept) }
}
