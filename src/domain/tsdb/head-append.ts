import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { ChunkTimes } from './chunk-times'
import { MAX_CHUNK_SAMPLES } from './chunk-values'
import type { SealedChunks } from './sealed-chunks'
import { NO_VALUES, type StoredSeries } from './stored-series'
import { TimeLane } from './time-lane'

const FIRST_CAPACITY = 16

/**
 * Puts samples that are newer than all of their series into its head, and seals heads into chunks. All series are cut at the
 * same times, so that those of one scrape share the times of their chunks too.
 */
export class HeadAppender {
  readonly #chunks: SealedChunks
  readonly #windowMs: DurationMs
  /** The lane that took the last sample: the next series of the same scrape finds its time there. */
  #recent: TimeLane | null = null
  #samples = 0
  #bytes = 0

  constructor(chunks: SealedChunks, windowMs: DurationMs) {
    this.#chunks = chunks
    this.#windowMs = windowMs
  }

  /** Samples in all heads. */
  get samples(): number {
    return this.#samples
  }

  /** Bytes of all heads and lanes. */
  get bytes(): number {
    return this.#bytes
  }

  /** End of the window in which a time lies. */
  windowEndMs(timeMs: UnixMs): UnixMs {
    return (Math.floor(timeMs / this.#windowMs) + 1) * this.#windowMs
  }

  append(series: StoredSeries, timeMs: UnixMs, value: number, isStale: boolean): void {
    const lane = this.#laneFor(series, timeMs)
    if (series.laneFrom + series.count === lane.count) this.#push(lane, timeMs)
    this.#reserve(series, 1)
    if (isStale) series.stale.push(series.count)
    series.values[series.count++] = isStale ? Number.NaN : value
    this.#samples += 1
    series.lastMs = timeMs
  }

  /** Appends `values[from..to)` at ascending times; `isCut` says that the next sample, if any, is in another chunk. */
  appendRun(
    series: StoredSeries,
    timesMs: Float64Array,
    values: Float64Array,
    from: number,
    to: number,
    isCut: boolean,
  ): void {
    for (let at = from; at < to; ) {
      const lane = this.#laneFor(series, timesMs[at] as number)
      const place = series.laneFrom + series.count
      const end = this.#fill(lane, place, timesMs, at, Math.min(to, at + MAX_CHUNK_SAMPLES - place))
      const isWhole = place + end - at === MAX_CHUNK_SAMPLES || (isCut && end === to)
      series.lastMs = timesMs[end - 1] as number
      if (isWhole && series.count === 0) this.#sealFrom(series, lane, values, at, end)
      else {
        this.#reserve(series, end - at)
        series.values.set(values.subarray(at, end), series.count)
        series.count += end - at
        this.#samples += end - at
        if (isWhole) this.seal(series)
      }
      at = end
    }
  }

  /** Puts times on a lane from a place on, or finds them there; returns where the agreement or the lane ends. */
  #fill(lane: TimeLane, place: number, timesMs: Float64Array, from: number, to: number): number {
    let at = from
    while (at < to) {
      const timeMs = timesMs[at] as number
      if (timeMs >= lane.endMs) break
      if (place < lane.count) {
        if (lane.timesMs[place] !== timeMs) break
      } else this.#push(lane, timeMs)
      place += 1
      at += 1
    }
    return at
  }

  /** Turns the head of a series into a chunk. */
  seal(series: StoredSeries): void {
    const { lane, count } = series
    if (lane === null || count === 0) return
    this.#addChunk(series, lane.seal(series.laneFrom, series.laneFrom + count), series.values, 0)
    this.clear(series)
  }

  /** Forgets the head of a series. */
  clear(series: StoredSeries): void {
    this.#samples -= series.count
    series.count = 0
    if (series.stale.length > 0) series.stale = []
    // Somebody may still read it in place.
    if (series.isViewed) this.setValues(series, NO_VALUES)
    if (series.lane !== null) this.#leave(series, series.lane)
  }

  /** Gives back the room of a head that is empty, where the series got no samples for long. */
  rest(series: StoredSeries): void {
    if (series.count > 0) return
    series.left = null
    this.setValues(series, NO_VALUES)
  }

  /** Gives a head other room; the samples in it are the caller's care. */
  setValues(series: StoredSeries, values: Float64Array): void {
    this.#bytes += values.byteLength - series.values.byteLength
    series.values = values
    series.isViewed = false
  }

  /** Puts a head on a lane of its own with these times, as many as it has samples then. */
  standAlone(series: StoredSeries, lane: TimeLane): void {
    this.#samples += lane.count - series.count
    series.count = lane.count
    this.#stand(series, lane, 0)
  }

  /** Makes a chunk of samples that were never in the head, which is empty and stands where they begin. */
  #sealFrom(series: StoredSeries, lane: TimeLane, values: Float64Array, from: number, to: number): void {
    this.#addChunk(series, lane.seal(series.laneFrom, series.laneFrom + to - from), values, from)
    this.#leave(series, lane)
  }

  #addChunk(series: StoredSeries, times: ChunkTimes, values: Float64Array, from: number): void {
    const address = this.#chunks.write(values, from, from + times.count, series.stale)
    this.#chunks.insert(series, series.times.length, times, address)
  }

  #reserve(series: StoredSeries, more: number): void {
    const wanted = series.count + more
    if (wanted <= series.values.length) return
    // A run of samples gets its room at once, single ones by doubling.
    const length = Math.min(MAX_CHUNK_SAMPLES, Math.max(FIRST_CAPACITY, 2 * series.values.length, wanted))
    const values = new Float64Array(length)
    values.set(series.values.subarray(0, series.count))
    this.setValues(series, values)
  }

  #push(lane: TimeLane, timeMs: UnixMs): void {
    const before = lane.bytes
    lane.push(timeMs)
    this.#bytes += lane.bytes - before
  }

  /** The lane on which the next sample of a series goes: there is room, and the place is free or has this very time. */
  #laneFor(series: StoredSeries, timeMs: UnixMs): TimeLane {
    const lane = series.lane
    if (lane !== null) {
      const place = series.laneFrom + series.count
      if (timeMs < lane.endMs && place < MAX_CHUNK_SAMPLES) {
        if (place !== lane.count && lane.timesMs[place] !== timeMs) {
          return this.#stand(series, lane.fork(series.laneFrom, place), 0)
        }
        this.#recent = lane
        return lane
      }
      this.seal(series)
    }
    const left = series.left
    series.left = null
    for (const known of [left?.next, this.#recent]) {
      if (known === null || known === undefined || timeMs >= known.endMs) continue
      const place = known.find(timeMs)
      if (place >= 0) return this.#stand(series, known, place)
    }
    const fresh = new TimeLane(this.windowEndMs(timeMs))
    if (left !== null) left.next = fresh
    this.#recent = fresh
    return this.#stand(series, fresh, 0)
  }

  #stand(series: StoredSeries, lane: TimeLane, place: number): TimeLane {
    if (series.lane !== null) this.#leave(series, series.lane)
    if (lane.users === 0) this.#bytes += lane.bytes
    lane.users += 1
    series.lane = lane
    series.laneFrom = place
    return lane
  }

  #leave(series: StoredSeries, lane: TimeLane): void {
    lane.users -= 1
    if (lane.users === 0) this.#bytes -= lane.bytes
    series.lane = null
    series.left = lane
  }
}
