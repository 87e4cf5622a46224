import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { ChunkPages } from './chunk-pages'
import { chunkBytes, MAX_CHUNK_SAMPLES, planValues, writeValues } from './chunk-values'
import type { StoredSeries } from './stored-series'
import { TimeLane } from './time-lane'

const NO_MARKS: readonly number[] = []

/**
 * Puts samples that are newer than all of their series into its head, and seals heads into chunks. All series are cut at the
 * same times, so that those of one scrape share the times of their chunks too.
 */
export class HeadAppender {
  readonly #pages: ChunkPages
  readonly #windowMs: DurationMs
  /** The lane that took the last sample: the next series of the same scrape finds its time there. */
  #recent: TimeLane | null = null
  readonly #scratch = new Float64Array(MAX_CHUNK_SAMPLES)
  /** Chunks sealed so far. */
  sealed = 0

  constructor(pages: ChunkPages, windowMs: DurationMs) {
    this.#pages = pages
    this.#windowMs = windowMs
  }

  append(series: StoredSeries, timeMs: UnixMs, value: number, isStale: boolean): void {
    const lane = this.#laneFor(series, timeMs)
    if (series.laneFrom + series.count === lane.count) lane.push(timeMs)
    series.reserve(1)
    if (isStale) series.stale.push(series.count)
    series.values[series.count++] = isStale ? Number.NaN : value
    series.lastMs = timeMs
  }

  /** Appends `values[from..to)` at ascending times. */
  appendRun(series: StoredSeries, timesMs: Float64Array, values: Float64Array, from: number, to: number): void {
    for (let at = from; at < to; ) {
      const lane = this.#laneFor(series, timesMs[at] as number)
      const place = series.laneFrom + series.count
      const end = this.#fill(lane, place, timesMs, at, Math.min(to, at + MAX_CHUNK_SAMPLES - place))
      series.reserve(end - at)
      series.values.set(values.subarray(at, end), series.count)
      series.count += end - at
      series.lastMs = timesMs[end - 1] as number
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
      } else lane.push(timeMs)
      place += 1
      at += 1
    }
    return at
  }

  /** Turns the head of a series into a chunk. */
  seal(series: StoredSeries): void {
    const { lane, laneFrom, count, stale } = series
    if (lane === null || count === 0) return
    const times = lane.seal(laneFrom, laneFrom + count)
    series.times.push(times)
    series.addresses.push(this.writeChunk(series.values, 0, count, stale))
    times.users += 1
    lane.users -= 1
    this.sealed += 1
    series.clearHead()
  }

  /** Writes values into the pages; where there are markers their values are what compresses best. */
  writeChunk(values: Float64Array, from: number, to: number, stale: readonly number[]): number {
    let [plain, start] = [values, from]
    if (stale.length > 0) {
      plain = this.#scratch
      start = 0
      plain.set(values.subarray(from, to))
      smoothMarks(plain, to - from, stale)
    }
    const { bytes } = planValues(plain, start, start + to - from)
    const address = this.#pages.allocate(chunkBytes(bytes, stale.length))
    const views = this.#pages.viewsAt(address)
    writeValues(views, this.#pages.offsetAt(address), plain, start, stale.length > 0 ? stale : NO_MARKS)
    return address
  }

  /** The lane on which the next sample of a series goes: there is room, and the place is free or has this very time. */
  #laneFor(series: StoredSeries, timeMs: UnixMs): TimeLane {
    const lane = series.lane
    if (lane !== null) {
      const place = series.laneFrom + series.count
      if (timeMs < lane.endMs && place < MAX_CHUNK_SAMPLES) {
        if (place === lane.count || lane.timesMs[place] === timeMs) {
          this.#recent = lane
          return lane
        }
        return this.#stand(series, lane.fork(series.laneFrom, place), 0)
      }
      this.seal(series)
    }
    const recent = this.#recent
    if (recent !== null && timeMs < recent.endMs) {
      const place = recent.find(timeMs)
      if (place >= 0) return this.#stand(series, recent, place)
    }
    const fresh = new TimeLane((Math.floor(timeMs / this.#windowMs) + 1) * this.#windowMs)
    this.#recent = fresh
    return this.#stand(series, fresh, 0)
  }

  #stand(series: StoredSeries, lane: TimeLane, place: number): TimeLane {
    if (series.lane !== null) series.lane.users -= 1
    lane.users += 1
    series.lane = lane
    series.laneFrom = place
    return lane
  }
}

/** Gives markers the value beside them, so that they do not spoil the form of the chunk. */
function smoothMarks(values: Float64Array, count: number, stale: readonly number[]): void {
  const marks = new Set(stale)
  let beside = 0
  for (let i = 0; i < count; i++) {
    if (marks.has(i)) continue
    beside = values[i] as number
    break
  }
  for (let i = 0; i < count; i++) {
    if (marks.has(i)) values[i] = beside
    else beside = values[i] as number
  }
}
