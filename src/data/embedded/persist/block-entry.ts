import type { PersistedBlock } from '~/domain/tsdb/tsdb'
import type { UnixMs } from '~/domain/units-of-measure'

/** What is known of a block without reading it. */
export interface BlockEntry {
  readonly startMs: UnixMs
  readonly endMs: UnixMs
  readonly bytes: number
}

/** The fields of a block that are not text or lists, and what the browser adds to each. */
const BLOCK_BYTES = 500
const TIMES_BYTES = 100

export function entryOf(block: PersistedBlock): BlockEntry {
  return { startMs: block.startMs, endMs: block.endMs, bytes: bytesOf(block) }
}

/** Estimated bytes of a block in the database. */
export function bytesOf(block: PersistedBlock): number {
  const { labels, chunkSeries, chunkTimes, checksums, bytes, texts, times } = block
  const lists = [labels, chunkSeries, chunkTimes, checksums, bytes]
  return (
    lists.reduce((sum, { byteLength }) => sum + byteLength, BLOCK_BYTES) +
    texts.reduce((sum, text) => sum + 8 + 2 * text.length, 0) +
    times.reduce((sum, { listed }) => sum + TIMES_BYTES + (listed?.byteLength ?? 0), 0)
  )
}

/** An entry as the database holds it; undefined for one that makes no sense. */
export function readEntry(input: unknown): BlockEntry | undefined {
  if (typeof input !== 'object' || input === null) return undefined
  const { startMs, endMs, bytes } = input as Readonly<Record<keyof BlockEntry, unknown>>
  if (typeof startMs !== 'number' || typeof endMs !== 'number' || typeof bytes !== 'number') return undefined
  return startMs <= endMs && bytes >= 0 ? { startMs, endMs, bytes } : undefined
}
