import type { DurationMs } from '~/domain/units-of-measure'
import { type ChunkTimes, chunkTimesOf } from './chunk-times'
import { MAX_CHUNK_SAMPLES } from './chunk-values'
import { type BlockChunk, type PersistedBlock, packBlocks } from './persisted-block'
import { SealedChunks } from './sealed-chunks'
import type { StoredSeries } from './stored-series'
import type { TimeLane } from './time-lane'

/** Packs the chunks that were not drained yet or were written anew since, and counts them as drained. */
export function drainSealed(
  chunks: SealedChunks,
  all: readonly StoredSeries[],
  windowMs: DurationMs,
): readonly PersistedBlock[] {
  const sealed: BlockChunk[] = []
  for (const series of all) {
    for (let i = series.rewritten === null ? series.drained : 0; i < series.times.length; i++) {
      const times = series.times[i] as ChunkTimes
      if (i < series.drained && series.rewritten?.has(times) !== true) continue
      sealed.push({ series, times, bytes: chunks.bytesOf(series.addresses[i] as number) })
    }
    series.drained = series.times.length
    series.rewritten = null
  }
  return packBlocks('sealed', sealed, windowMs)
}

/** Packs what is in the heads, which stays there. */
export function snapshotHeads(all: readonly StoredSeries[], windowMs: DurationMs): readonly PersistedBlock[] {
  const scratch = new SealedChunks()
  const timesOf = sharedTimes()
  const heads: BlockChunk[] = []
  for (const series of all) {
    const { lane, laneFrom, count, stale } = series
    if (lane === null || count === 0) continue
    const bytes = scratch.bytesOf(scratch.write(series.values, 0, count, stale))
    heads.push({ series, times: timesOf(lane, laneFrom, laneFrom + count), bytes })
  }
  return packBlocks('head', heads, windowMs)
}

/** Gives series that stand together on a lane one object of times, as sealing does, but keeps none of them there. */
function sharedTimes(): (lane: TimeLane, from: number, to: number) => ChunkTimes {
  const known = new Map<TimeLane, Map<number, ChunkTimes>>()
  return (lane, from, to) => {
    const ofLane = known.get(lane) ?? new Map<number, ChunkTimes>()
    const key = from * (MAX_CHUNK_SAMPLES + 1) + to
    const times = ofLane.get(key) ?? chunkTimesOf(lane.timesMs, from, to)
    known.set(lane, ofLane.set(key, times))
    return times
  }
}
