import type { UnixMs } from '~/domain/units-of-measure'
import { type ChunkTimes, chunkTimesOf, lowerBound, readTimes } from './chunk-times'
import { MAX_CHUNK_SAMPLES } from './chunk-values'
import type { HeadAppender } from './head-append'
import type { SealedChunks } from './sealed-chunks'
import type { StoredSeries } from './stored-series'
import { TimeLane } from './time-lane'
import type { AppendVerdict } from './verdicts'

export interface Sample {
  readonly timeMs: UnixMs
  readonly value: number
  readonly isStale: boolean
}

interface Samples {
  readonly timesMs: Float64Array
  readonly values: Float64Array
  /** Places of staleness markers, ascending. */
  readonly stale: readonly number[]
}

/** Sorts a sample in that is not newer than all of its series. */
export function insertLate(
  chunks: SealedChunks,
  head: HeadAppender,
  series: StoredSeries,
  sample: Sample,
): AppendVerdict {
  // A head that cannot grow becomes a chunk, which can be split.
  if (series.count === MAX_CHUNK_SAMPLES) head.seal(series)
  if (belongsInHead(head, series, sample.timeMs)) return insertInHead(head, series, sample)
  const at = series.chunkAtOrAfter(sample.timeMs)
  const inWindow = (times: ChunkTimes | undefined) =>
    times !== undefined && head.windowEndMs(times.firstMs) === head.windowEndMs(sample.timeMs)
  const [next, before] = [series.times[at], series.times[at - 1]]
  if (next !== undefined && (next.firstMs <= sample.timeMs || inWindow(next))) {
    return insertInChunk(chunks, series, at, sample)
  }
  if (inWindow(before)) return insertInChunk(chunks, series, at - 1, sample)
  const alone = { timesMs: Float64Array.of(sample.timeMs), values: Float64Array.of(sample.value) }
  putChunks(chunks, series, at, 0, { ...alone, stale: sample.isStale ? [0] : [] })
  return 'ok'
}

function belongsInHead(head: HeadAppender, series: StoredSeries, timeMs: UnixMs): boolean {
  if (series.count === 0 || series.lane === null) return false
  if (timeMs >= series.headFirstMs) return true
  const sealedMs = series.times.at(-1)?.lastMs ?? Number.NEGATIVE_INFINITY
  return timeMs > sealedMs && head.windowEndMs(timeMs) === series.lane.endMs
}

function insertInHead(head: HeadAppender, series: StoredSeries, sample: Sample): AppendVerdict {
  const { lane, laneFrom, count } = series
  if (lane === null) return 'outOfOrder'
  const timesMs = lane.timesMs.slice(laneFrom, laneFrom + count)
  const held = { timesMs, values: series.values.subarray(0, count), stale: series.stale }
  const joined = insert(held, sample)
  if (typeof joined === 'string') return joined
  const own = new TimeLane(lane.endMs, joined.timesMs)
  own.count = count + 1
  head.setValues(series, joined.values)
  series.stale = [...joined.stale]
  head.standAlone(series, own)
  return 'ok'
}

function insertInChunk(chunks: SealedChunks, series: StoredSeries, at: number, sample: Sample): AppendVerdict {
  const joined = insert(readChunk(chunks, series, at), sample)
  if (typeof joined === 'string') return joined
  putChunks(chunks, series, at, 1, joined)
  return 'ok'
}

function readChunk(chunks: SealedChunks, series: StoredSeries, at: number): Samples {
  const times = series.times[at] as ChunkTimes
  const timesMs = new Float64Array(times.count)
  const values = new Float64Array(times.count)
  readTimes(times, 0, times.count, timesMs, 0)
  const marks = chunks.read(series.addresses[at] as number, 0, times.count, values, null, 0)
  const stale: number[] = []
  marks?.forEach((mark, place) => {
    if (mark === 1) stale.push(place)
  })
  return { timesMs, values, stale }
}

/** The samples with one more, or what speaks against it. */
function insert(held: Samples, { timeMs, value, isStale }: Sample): Samples | AppendVerdict {
  const count = held.timesMs.length
  const place = lowerBound(held.timesMs, 0, count, timeMs)
  if (held.timesMs[place] === timeMs) {
    const wasStale = held.stale.includes(place)
    return wasStale === isStale && (isStale || Object.is(held.values[place], value)) ? 'duplicate' : 'duplicateTime'
  }
  const stale = held.stale.map((mark) => (mark < place ? mark : mark + 1))
  if (isStale) stale.push(place)
  return {
    timesMs: withOne(held.timesMs, place, timeMs),
    values: withOne(held.values, place, isStale ? Number.NaN : value),
    stale: stale.sort((a, b) => a - b),
  }
}

function withOne(numbers: Float64Array, place: number, one: number): Float64Array {
  const more = new Float64Array(numbers.length + 1)
  more.set(numbers.subarray(0, place))
  more[place] = one
  more.set(numbers.subarray(place), place + 1)
  return more
}

/** Puts samples in the place of `howMany` chunks from chunk `at` on; two chunks where one cannot hold them. */
function putChunks(chunks: SealedChunks, series: StoredSeries, at: number, howMany: number, samples: Samples): void {
  const wasDrained = at < series.drained
  chunks.remove(series, at, howMany)
  const count = samples.timesMs.length
  const half = count > MAX_CHUNK_SAMPLES ? count >> 1 : count
  let next = at
  for (let from = 0; from < count; from += half) {
    const to = count - from - half < half ? count : from + half
    const stale = samples.stale.filter((place) => place >= from && place < to).map((place) => place - from)
    const times = chunkTimesOf(samples.timesMs, from, to)
    chunks.insert(series, next, times, chunks.write(samples.values, from, to, stale))
    next += 1
    if (wasDrained) {
      series.drained += 1
      series.rewritten ??= new Set()
      series.rewritten.add(times)
    }
    if (to === count) break
  }
}
