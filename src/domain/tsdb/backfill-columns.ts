import type { UnixMs } from '~/domain/units-of-measure'
import { type ChunkTimes, chunkTimesOf, lowerBound, upperBound } from './chunk-times'
import { MAX_CHUNK_SAMPLES } from './chunk-values'
import type { SealedChunks } from './sealed-chunks'
import type { StoredSeries } from './stored-series'

/** Times of the chunks that one call makes: series of one scrape get the same object. */
export class SharedTimes {
  readonly #known: ChunkTimes[] = []

  /** The times `timesMs[from..to)`, at least one. */
  of(timesMs: Float64Array, from: number, to: number): ChunkTimes {
    const found = this.#known.find((times) => isSame(times, timesMs, from, to))
    if (found !== undefined) return found
    const times = chunkTimesOf(timesMs, from, to)
    this.#known.unshift(times)
    if (this.#known.length > MOST_SHARED) this.#known.pop()
    return times
  }
}

/** Enough for the targets of a platform, whose series come one after the other. */
const MOST_SHARED = 16

function isSame(times: ChunkTimes, timesMs: Float64Array, from: number, to: number): boolean {
  if (times.count !== to - from || times.firstMs !== timesMs[from] || times.lastMs !== timesMs[to - 1]) return false
  for (let i = from; i < to; i++) {
    const timeMs = times.listed === null ? times.firstMs + (i - from) * times.stepMs : times.listed[i - from]
    if (timeMs !== timesMs[i]) return false
  }
  return true
}

/** Gives a series one more chunk before its chunk `at`: one to be drained, wherever it stands. */
export function putChunk(
  chunks: SealedChunks,
  series: StoredSeries,
  at: number,
  times: ChunkTimes,
  values: Float64Array,
  from: number,
): void {
  chunks.insert(series, at, times, chunks.write(values, from, from + times.count, []))
  if (at < series.drained) {
    series.drained += 1
    series.rewritten ??= new Set()
    series.rewritten.add(times)
  }
}

/**
 * Puts the samples of a column where the series has none: before, between and behind its chunks. What lies within the span of a
 * chunk, or at or after the head's first sample, is left out, as is what is older than `floorMs`. Returns how many were taken.
 */
export function backfillColumn(
  chunks: SealedChunks,
  series: StoredSeries,
  samples: { readonly timesMs: Float64Array; readonly values: Float64Array; readonly floorMs: UnixMs },
  shared: SharedTimes,
): number {
  const { timesMs, values, floorMs } = samples
  let taken = 0
  for (let from = lowerBound(timesMs, 0, timesMs.length, floorMs); from < timesMs.length; ) {
    const firstMs = timesMs[from] as number
    const at = series.chunkAtOrAfter(firstMs)
    const next = series.times[at]
    if (next !== undefined && next.firstMs <= firstMs) {
      from = upperBound(timesMs, from, timesMs.length, next.lastMs)
      continue
    }
    const freeUntilMs = next?.firstMs ?? series.headFirstMs
    const to = Math.min(from + MAX_CHUNK_SAMPLES, lowerBound(timesMs, from, timesMs.length, freeUntilMs))
    if (to === from) break
    const times = shared.of(timesMs, from, to)
    putChunk(chunks, series, at, times, values, from)
    series.lastMs = Math.max(series.lastMs, times.lastMs)
    taken += to - from
    from = to
  }
  return taken
}
