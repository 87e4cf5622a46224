import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/**
 * The times of one chunk, ascending: `firstMs + i * stepMs`, or listed where no step fits. One object serves all series of a
 * scrape, so equal times are mostly the same object.
 */
export interface ChunkTimes {
  readonly firstMs: UnixMs
  readonly lastMs: UnixMs
  readonly count: number
  readonly stepMs: DurationMs
  readonly listed: Float64Array | null
  /** Chunks that use it, for the accounting. */
  users: number
}

/** The times `timesMs[from..to)`, at least one. */
export function chunkTimesOf(timesMs: Float64Array, from: number, to: number): ChunkTimes {
  const firstMs = timesMs[from] as number
  const stepMs = to - from > 1 ? (timesMs[from + 1] as number) - firstMs : 0
  // Parts of a millisecond might not add up to the same numbers again.
  let listed = Number.isSafeInteger(firstMs) && Number.isSafeInteger(stepMs) ? null : timesMs.slice(from, to)
  for (let i = from + 2; i < to; i++) {
    if (listed !== null || timesMs[i] === firstMs + (i - from) * stepMs) continue
    listed = timesMs.slice(from, to)
    break
  }
  return { firstMs, lastMs: timesMs[to - 1] as number, count: to - from, stepMs, listed, users: 0 }
}

/** The time at a place. */
export function timeAt(times: ChunkTimes, place: number): UnixMs {
  return times.listed === null ? times.firstMs + place * times.stepMs : (times.listed[place] as number)
}

/** Estimated bytes of the object and its list. */
export function timesBytes(times: ChunkTimes): number {
  return 96 + (times.listed === null ? 0 : 200 + times.listed.byteLength)
}

/** Place of the first time at or after `timeMs`; the count where there is none. */
export function firstAtOrAfter(times: ChunkTimes, timeMs: UnixMs): number {
  if (timeMs <= times.firstMs) return 0
  if (timeMs > times.lastMs) return times.count
  if (times.listed !== null) return lowerBound(times.listed, 0, times.count, timeMs)
  return Math.ceil((timeMs - times.firstMs) / times.stepMs)
}

/** Place of the first time after `timeMs`. */
export function firstAfter(times: ChunkTimes, timeMs: UnixMs): number {
  if (timeMs < times.firstMs) return 0
  if (timeMs >= times.lastMs) return times.count
  if (times.listed !== null) return upperBound(times.listed, 0, times.count, timeMs)
  return Math.floor((timeMs - times.firstMs) / times.stepMs) + 1
}

/** Writes times `from..to` into `out` from place `at` on. */
export function readTimes(times: ChunkTimes, from: number, to: number, out: Float64Array, at: number): void {
  const { listed, firstMs, stepMs } = times
  if (listed !== null) out.set(listed.subarray(from, to), at)
  else for (let i = from; i < to; i++) out[at + i - from] = firstMs + i * stepMs
}

/** First place in `sorted[from..to)` whose number is at least `wanted`; `to` where there is none. */
export function lowerBound(sorted: Float64Array, from: number, to: number, wanted: number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** First place in `sorted[from..to)` whose number is above `wanted`; `to` where there is none. */
export function upperBound(sorted: Float64Array, from: number, to: number, wanted: number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) <= wanted) low = middle + 1
    else high = middle
  }
  return low
}
