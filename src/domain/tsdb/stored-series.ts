import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import type { ChunkAddress } from './chunk-pages'
import { type ChunkTimes, lowerBound } from './chunk-times'
import { MAX_CHUNK_SAMPLES } from './chunk-values'
import type { Indexed } from './label-index'
import type { TimeLane } from './time-lane'

const NONE = new Float64Array(0)
const FIRST_CAPACITY = 16

/** One series: sealed chunks, oldest first, and after them the head, whose samples are still plain numbers. */
export class StoredSeries implements Indexed {
  readonly labels: Labels
  readonly key: string
  id = -1
  /** Whether the index has it; a series without samples is taken out, and comes back with its next sample. */
  isIndexed = false

  /** Of chunk `i`: its times, and where its values lie. */
  times: ChunkTimes[] = []
  addresses: ChunkAddress[] = []
  /** How many chunks, from the oldest on, were handed out to be kept elsewhere. */
  drained = 0

  /** Times of the head are `lane.timesMs[laneFrom .. laneFrom + count)`. */
  lane: TimeLane | null = null
  laneFrom = 0
  values = NONE
  count = 0
  /** Places of staleness markers in the head, where the values are NaN. */
  stale: number[] = []
  /** Somebody may still read `values` in place, so its numbers must not change. */
  isViewed = false

  /** The newest sample; -Infinity where there is none. */
  lastMs: UnixMs = Number.NEGATIVE_INFINITY

  constructor(labels: Labels, key: string) {
    this.labels = labels
    this.key = key
  }

  get hasSamples(): boolean {
    return this.count > 0 || this.times.length > 0
  }

  /** Time of the oldest sample; Infinity where there is none. */
  get firstMs(): UnixMs {
    return this.times[0]?.firstMs ?? this.headFirstMs
  }

  get headFirstMs(): UnixMs {
    return this.count > 0 ? (this.lane?.timesMs[this.laneFrom] ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
  }

  /** Makes room for `more` samples in the head. */
  reserve(more: number): void {
    const wanted = this.count + more
    if (wanted <= this.values.length) return
    // A bulk of samples gets its room at once, single ones by doubling.
    const bigger = new Float64Array(
      Math.min(MAX_CHUNK_SAMPLES, Math.max(FIRST_CAPACITY, 2 * this.values.length, wanted)),
    )
    bigger.set(this.values.subarray(0, this.count))
    this.values = bigger
    this.isViewed = false
  }

  /** Empties the head after its samples were sealed or dropped. */
  clearHead(): void {
    this.lane = null
    this.laneFrom = 0
    this.count = 0
    if (this.stale.length > 0) this.stale = []
    if (this.isViewed) this.values = NONE
    this.isViewed = false
  }

  /** First chunk whose last sample is at or after a time. */
  chunkAtOrAfter(timeMs: UnixMs): number {
    let [low, high] = [0, this.times.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.times[middle]?.lastMs ?? 0) < timeMs) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Place in the head of the first sample at or after a time. */
  headAtOrAfter(timeMs: UnixMs): number {
    if (this.lane === null) return 0
    return lowerBound(this.lane.timesMs, this.laneFrom, this.laneFrom + this.count, timeMs) - this.laneFrom
  }
}
