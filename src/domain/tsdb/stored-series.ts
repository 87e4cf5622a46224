import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import type { ChunkAddress } from './chunk-pages'
import { type ChunkTimes, lowerBound } from './chunk-times'
import type { Indexed } from './label-index'
import type { SealedChunks } from './sealed-chunks'
import type { TimeLane } from './time-lane'

export const NO_VALUES: Float64Array = new Float64Array(0)

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
  /** Those of them that were written anew since, by their times. */
  rewritten: Set<ChunkTimes> | null = null

  /** Got a past by `backfillColumns`: its old samples are thinned where others' go. */
  isLong = false

  /** Times of the head are `lane.timesMs[laneFrom .. laneFrom + count)`. */
  lane: TimeLane | null = null
  laneFrom = 0
  /** The lane that the last chunk left: where its next lane is found. */
  left: TimeLane | null = null
  values = NO_VALUES
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

/** Whether the newest sample of a series, which has one, is this value or marker; all NaN are the same. */
export function isSameAsLast(chunks: SealedChunks, series: StoredSeries, value: number, isStale: boolean): boolean {
  let last = Number.NaN
  let wasStale = false
  if (series.count > 0) {
    last = series.values[series.count - 1] as number
    wasStale = series.stale.at(-1) === series.count - 1
  } else {
    const count = series.times.at(-1)?.count ?? 1
    const out = new Float64Array(1)
    wasStale = chunks.read(series.addresses.at(-1) as number, count - 1, count, out, null, 0)?.[0] === 1
    last = out[0] as number
  }
  return wasStale === isStale && (isStale || Object.is(last, value))
}
