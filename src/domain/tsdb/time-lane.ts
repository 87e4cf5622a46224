import type { UnixMs } from '~/domain/units-of-measure'
import { type ChunkTimes, chunkTimesOf, lowerBound } from './chunk-times'
import { MAX_CHUNK_SAMPLES } from './chunk-values'

const FIRST_CAPACITY = 16

/**
 * Times of samples that are not sealed yet, shared by the series that were scraped together: the first of them adds the
 * time, the others find it there. A series that misses one gets a lane of its own.
 */
export class TimeLane {
  /** Only ever written beyond `count`: views of it stay true. */
  timesMs: Float64Array
  count = 0
  /** No time at or after this one belongs here: the chunks of all series are cut there. */
  readonly endMs: UnixMs
  readonly #sealed: { readonly from: number; readonly times: ChunkTimes }[] = []
  /** Series that stand on it, for the accounting. */
  users = 0
  /** Where the first series went that left this lane for a new one. */
  next: TimeLane | null = null

  constructor(endMs: UnixMs, timesMs: Float64Array = new Float64Array(FIRST_CAPACITY)) {
    this.endMs = endMs
    this.timesMs = timesMs
  }

  /** Estimated bytes. */
  get bytes(): number {
    return 320 + this.timesMs.byteLength
  }

  push(timeMs: UnixMs): void {
    if (this.count === this.timesMs.length) {
      const bigger = new Float64Array(Math.min(MAX_CHUNK_SAMPLES, 2 * this.count))
      bigger.set(this.timesMs)
      this.timesMs = bigger
    }
    this.timesMs[this.count++] = timeMs
  }

  /** Place of a time, or -1. */
  find(timeMs: UnixMs): number {
    const last = this.count - 1
    if (last >= 0 && this.timesMs[last] === timeMs) return last
    const place = lowerBound(this.timesMs, 0, this.count, timeMs)
    return place < this.count && this.timesMs[place] === timeMs ? place : -1
  }

  /** A lane with the times `from..to` alone. */
  fork(from: number, to: number): TimeLane {
    const timesMs = new Float64Array(Math.max(FIRST_CAPACITY, Math.min(this.timesMs.length, 2 * (to - from))))
    timesMs.set(this.timesMs.subarray(from, to))
    const lane = new TimeLane(this.endMs, timesMs)
    lane.count = to - from
    return lane
  }

  /** The times `from..to` for a chunk: the same object for all series that seal the same ones. */
  seal(from: number, to: number): ChunkTimes {
    for (const sealed of this.#sealed) {
      if (sealed.from === from && sealed.times.count === to - from) return sealed.times
    }
    const times = chunkTimesOf(this.timesMs, from, to)
    this.#sealed.push({ from, times })
    return times
  }
}
