import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import { readTimes } from './chunk-times'
import { staleCountAt } from './chunk-values'
import type { HeadAppender } from './head-append'
import { insertLate } from './late-samples'
import { readStale, readValues } from './read-values'
import type { SealedChunks } from './sealed-chunks'
import { readSlices } from './slice-reader'
import type { StoredSeries } from './stored-series'
import { BrokenBlockError, type UnpackedChunk, unpackBlock } from './unpack-block'
import { TsdbLimitError } from './verdicts'

export interface RestoreReport {
  readonly chunks: number
  readonly samples: number
  /** Chunks that were left out: broken, outside the retention, or of series beyond the cap. */
  readonly skippedChunks: number
  /** Blocks that made no sense at all. */
  readonly brokenBlocks: number
  /** The first of what was wrong, in words. */
  readonly faults: readonly string[]
}

/** What a restoration needs of the store. */
export interface RestoreTarget {
  readonly chunks: SealedChunks
  readonly head: HeadAppender
  /** The series with these labels, sorted. Throws TsdbLimitError. */
  seriesOf(labels: Labels): StoredSeries
  /** Why samples up to this time are not taken; null where they are. */
  refusal(lastMs: UnixMs): string | null
  /** Looks after the memory cap. */
  afterBlock(): void
}

const MAX_FAULTS = 20

/** Takes in what was persisted, of which nothing is trusted; what is there already stays. */
export function restoreBlocks(target: RestoreTarget, blocks: Iterable<unknown>): RestoreReport {
  const report = { chunks: 0, samples: 0, skippedChunks: 0, brokenBlocks: 0, faults: [] as string[] }
  const note = (fault: string) => {
    if (report.faults.length < MAX_FAULTS) report.faults.push(fault)
  }
  // Oldest first and heads last, so that nearly all chunks are put behind those that are there.
  const ordered = [...blocks].map((block, place) => ({ block, place, order: orderOf(block) }))
  ordered.sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1])
  for (const { block, place } of ordered) {
    try {
      const { chunks, faults } = unpackBlock(block)
      report.skippedChunks += faults.length
      for (const fault of faults) note(`block ${place}, ${fault}`)
      for (const chunk of chunks) {
        const refusal = restoreChunk(target, chunk)
        if (refusal === null) {
          report.chunks += 1
          report.samples += chunk.times.count
        } else {
          report.skippedChunks += 1
          note(`block ${place}: ${refusal}`)
        }
      }
    } catch (error) {
      if (!(error instanceof BrokenBlockError)) throw error
      report.brokenBlocks += 1
      note(`block ${place}: ${error.message}`)
    }
    target.afterBlock()
  }
  return report
}

function orderOf(block: unknown): readonly [number, number] {
  const { kind, startMs } = (typeof block === 'object' && block !== null ? block : {}) as Record<string, unknown>
  return [kind === 'head' ? 1 : 0, Number.isFinite(startMs) ? Number(startMs) : 0]
}

/** Takes in one sound chunk; why not, or null. */
function restoreChunk(target: RestoreTarget, chunk: UnpackedChunk): string | null {
  const refusal = target.refusal(chunk.times.lastMs)
  if (refusal !== null) return refusal
  let series: StoredSeries
  try {
    series = target.seriesOf(chunk.labels)
  } catch (error) {
    if (error instanceof TsdbLimitError) return error.message
    throw error
  }
  mergeChunk(target, series, chunk)
  return null
}

function mergeChunk({ chunks, head }: RestoreTarget, series: StoredSeries, chunk: UnpackedChunk): void {
  const { times, views, offset, size } = chunk
  const at = series.chunkAtOrAfter(times.firstMs)
  const nextMs = series.times[at]?.firstMs ?? series.headFirstMs
  // A partial chunk at the end stays a head, so that it can grow on.
  if (!chunk.isHead && nextMs > times.lastMs) {
    chunks.insert(series, at, times, chunks.writeBytes(views.u8.subarray(offset, offset + size)))
    if (at <= series.drained) series.drained += 1
    series.lastMs = Math.max(series.lastMs, times.lastMs)
    return
  }
  const timesMs = new Float64Array(times.count)
  const values = new Float64Array(times.count)
  const stale = new Uint8Array(times.count)
  readTimes(times, 0, times.count, timesMs, 0)
  readValues(views, offset, 0, times.count, values, 0)
  if (staleCountAt(views, offset) > 0) readStale(views, offset, 0, times.count, values, stale, 0)
  const known = new Set(readSlices(chunks, [series], times.firstMs, times.lastMs)[0]?.timesMs)
  for (let i = 0; i < times.count; i++) {
    const [timeMs, value, isStale] = [timesMs[i] as number, values[i] as number, stale[i] === 1]
    if (timeMs > series.lastMs) head.append(series, timeMs, value, isStale)
    else if (!known.has(timeMs)) insertLate(chunks, head, series, { timeMs, value, isStale })
  }
}
