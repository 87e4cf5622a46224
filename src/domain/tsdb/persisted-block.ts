import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { ChunkTimes } from './chunk-times'

/** Grows when the meaning of a field changes; what has another version is not read. */
export const BLOCK_VERSION = 1
/** A block holds at most so many chunks, about 2 MB. */
const MAX_BLOCK_CHUNKS = 4096

/** Times of chunks; `listed` is null where they are `firstMs + i * stepMs`. */
export interface PersistedTimes {
  readonly firstMs: UnixMs
  readonly stepMs: DurationMs
  readonly count: number
  readonly listed: Float64Array | null
}

/**
 * Chunks of one window of time as plain objects and typed arrays, fit for IndexedDB and postMessage. Series, their texts and
 * the times are listed once, chunks name them by number.
 */
export interface PersistedBlock {
  readonly version: typeof BLOCK_VERSION
  /** `head` is what was not sealed yet: each snapshot replaces the one before. */
  readonly kind: 'sealed' | 'head'
  readonly startMs: UnixMs
  readonly endMs: UnixMs
  readonly texts: readonly string[]
  /** Of each series one after the other: how many labels, then for each the number of its name's and value's text. */
  readonly labels: Uint32Array
  readonly times: readonly PersistedTimes[]
  /** Of chunk `i`: the number of its series, and of its times. */
  readonly chunkSeries: Uint32Array
  readonly chunkTimes: Uint32Array
  /** Of each chunk: `checksumOf` its bytes. */
  readonly checksums: Uint32Array
  /** The chunks one after the other, as `chunk-values.ts` writes them; each says its size. */
  readonly bytes: Uint8Array
}

export interface BlockChunk {
  readonly series: { readonly labels: Labels }
  readonly times: ChunkTimes
  readonly bytes: Uint8Array
}

/** Packs chunks into blocks by the window in which they begin; the oldest block comes first. */
export function packBlocks(
  kind: PersistedBlock['kind'],
  chunks: Iterable<BlockChunk>,
  windowMs: DurationMs,
): PersistedBlock[] {
  const windows = new Map<number, BlockChunk[][]>()
  for (const chunk of chunks) {
    const window = Math.floor(chunk.times.firstMs / windowMs)
    const groups = windows.get(window) ?? []
    const group = groups.at(-1)
    if (group !== undefined && group.length < MAX_BLOCK_CHUNKS) group.push(chunk)
    else groups.push([chunk])
    windows.set(window, groups)
  }
  return [...windows]
    .sort(([a], [b]) => a - b)
    .flatMap(([, groups]) => groups)
    .map((group) => packBlock(kind, group))
}

function packBlock(kind: PersistedBlock['kind'], chunks: readonly BlockChunk[]): PersistedBlock {
  const texts = numbered<string>()
  const series = numbered<BlockChunk['series']>()
  const times = numbered<ChunkTimes>()
  const chunkSeries = Uint32Array.from(chunks, (chunk) => series.of(chunk.series))
  const chunkTimes = Uint32Array.from(chunks, (chunk) => times.of(chunk.times))
  const labels: number[] = []
  for (const one of series.all) {
    labels.push(one.labels.size)
    for (const [name, value] of one.labels) labels.push(texts.of(name), texts.of(value))
  }
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0))
  let at = 0
  let [startMs, endMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const chunk of chunks) {
    bytes.set(chunk.bytes, at)
    at += chunk.bytes.length
    startMs = Math.min(startMs, chunk.times.firstMs)
    endMs = Math.max(endMs, chunk.times.lastMs)
  }
  return {
    version: BLOCK_VERSION,
    kind,
    startMs,
    endMs,
    texts: texts.all,
    labels: Uint32Array.from(labels),
    times: times.all.map(({ firstMs, stepMs, count, listed }) => ({ firstMs, stepMs, count, listed })),
    chunkSeries,
    chunkTimes,
    checksums: Uint32Array.from(chunks, (chunk) => checksumOf(chunk.bytes)),
    bytes,
  }
}

/** 32-bit FNV-1a: finds what storage spoiled, not what somebody forged. */
export function checksumOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193)
  return hash >>> 0
}

function numbered<Item>() {
  const numbers = new Map<Item, number>()
  const all: Item[] = []
  return {
    all: all as readonly Item[],
    of(item: Item): number {
      const known = numbers.get(item)
      if (known !== undefined) return known
      numbers.set(item, all.length)
      all.push(item)
      return all.length - 1
    },
  }
}
