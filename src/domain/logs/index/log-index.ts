import type { LogFacet, LogQuestion, VolumeBar } from '~/domain/logs/log-ports'
import { LOG_LEVELS, type LogLevel, type LogLine } from '~/domain/logs/model'
import type { LineTest } from '~/domain/logs/query/compile-log-query'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import {
  addLine,
  type Block,
  createBlock,
  type IndexedLine,
  lineAt,
  MOST_ROWS,
  messageAt,
  rawAt,
  sealBlock,
} from './block'
import { evaluate, type RereadLine } from './evaluate'
import { createFacetCounter } from './facets'
import { gatherHits, type Hits, type LineRef, type MaskedBlock, placeOfRef, refOf } from './hits'
import { createStreamBlocks, type Place, type StreamBlocks } from './stream-blocks'
import { pathsOf, volumeOf } from './summaries'
import { placeOfText } from './text-lane'

export interface LogIndexOptions {
  readonly maxLines: number
  /** About what the kept lines take in memory. A line over it all alone is kept until the next one comes. */
  readonly maxBytes: number
  /** Fields and exception of a line from its text, as they were when it was added. */
  readonly reread: RereadLine
}

/** Lines of one stream that had to make room. */
export interface DroppedLines {
  readonly stream: string
  readonly count: number
  /** Time of the newest of them. */
  readonly untilMs: UnixMs
}

/** A query to be asked again and again: `key` is the same for the same tests. */
export interface IndexQuery {
  readonly key: string
  readonly tests: readonly LineTest[]
}

/** Keeps the newest lines of streams in columns and finds among them. Answers stay true to the version they are of. */
export interface LogIndex {
  /** Goes up with all that comes or goes. */
  readonly version: number
  readonly lineCount: number
  readonly bytes: number
  /** Time of the newest line; null for none. */
  readonly newestMs: UnixMs | null
  /** One entry a stream, since the beginning. */
  readonly dropped: readonly DroppedLines[]
  /** Adds lines that come after all that the stream has. Ids are the caller's, each once. */
  append(stream: string, lines: readonly IndexedLine[]): void
  /** Adds lines in their order that come before those at the newest seam of the stream, or before all that it has. */
  prepend(stream: string, lines: readonly IndexedLine[]): void
  /** What is appended from now on does not follow what the stream has: lines between were passed over. */
  seam(stream: string): void
  /** The oldest so many seams of a stream stay: at the others nothing is missing any more. */
  closeSeams(stream: string, left: number): void
  /** Lines that were looked at for the same query before are not looked at again, whatever the range. */
  search(query: IndexQuery, fromMs: UnixMs, toMs: UnixMs, order: LogQuestion['order']): Hits
  /** Null where it had to make room. */
  line(ref: LineRef): LogLine | null
  /** Parts of a line that cost little; empty and NaN where it had to make room. */
  glance(ref: LineRef): {
    readonly message: string
    readonly level: LogLevel
    readonly timeMs: UnixMs
    readonly raw: string
  }
  /** Names the line with an id; null where it is not kept. */
  refOf(id: string): LineRef | null
  /** A line with those before and after it in its stream, as they came and up to the next seam; null where it is not kept. */
  around(id: string, before: number, after: number): readonly LogLine[] | null
  /** Place among the hits; -1 where it is none of them. */
  find(hits: Hits, id: string): number
  volume(
    hits: Hits,
    fromMs: UnixMs,
    toMs: UnixMs,
    bars: number,
  ): { readonly volume: readonly VolumeBar[]; readonly volumeStepMs: DurationMs }
  /** `level`, `logger`, `stream` or names of fields, as in a query; those that no hit has are left out. */
  facets(hits: Hits, fields: readonly string[], most?: number): readonly LogFacet[]
  /** Paths of the hits' fields, the most frequent first, at most 200. */
  fieldsOf(hits: Hits): readonly string[]
}

/** Queries whose answers are kept up to date. */
const MOST_QUERIES = 4
/** A block is at most this part of the caps, so that making room costs little of what is kept. */
const PART_OF_CAP = 16

interface KnownMask {
  readonly mask: Uint8Array
  upTo: number
}

export function createLogIndex({ maxLines, maxBytes, reread }: LogIndexOptions): LogIndex {
  const streams = new Map<string, StreamBlocks>()
  const blocks = new Map<number, Block>()
  const dropped = new Map<string, DroppedLines>()
  /** Least recently used first. */
  const masks = new Map<string, WeakMap<Block, KnownMask>>()
  const counter = createFacetCounter(reread)
  const rowsOfBlock = Math.max(1, Math.min(MOST_ROWS, Math.floor(maxLines / PART_OF_CAP)))
  const bytesOfBlock = maxBytes / PART_OF_CAP
  let version = 0
  let lineCount = 0
  let nextBlock = 0

  function streamOf(name: string): StreamBlocks {
    const known = streams.get(name)
    if (known !== undefined) return known
    const stream = createStreamBlocks(streams.size)
    streams.set(name, stream)
    return stream
  }

  function newBlock(name: string, { place }: StreamBlocks): Block {
    const block = createBlock(nextBlock++, name, place)
    blocks.set(block.id, block)
    return block
  }

  function openBlock(name: string): Block {
    const stream = streamOf(name)
    const last = stream.blocks.at(-1)
    if (last !== undefined && !last.sealed) return last
    const block = newBlock(name, stream)
    stream.push(block)
    return block
  }

  function add(block: Block, line: IndexedLine): void {
    addLine(block, line)
    lineCount++
    if (block.rows >= rowsOfBlock || block.bytes >= bytesOfBlock) sealBlock(block)
  }

  const bytes = () => {
    let sum = 0
    for (const block of blocks.values()) sum += block.bytes
    return sum
  }

  function makeRoom(): void {
    for (let size = bytes(); blocks.size > 1 && (lineCount > maxLines || size > maxBytes); ) {
      let oldest: Block | undefined
      for (const block of blocks.values()) {
        if (oldest === undefined || block.maxMs < oldest.maxMs) oldest = block
      }
      if (oldest === undefined) return
      size -= oldest.bytes
      drop(oldest)
    }
  }

  function drop(block: Block): void {
    const { stream } = block
    streams.get(stream)?.remove(block)
    blocks.delete(block.id)
    lineCount -= block.rows
    const before = dropped.get(stream)
    dropped.set(stream, {
      stream,
      count: (before?.count ?? 0) + block.rows,
      untilMs: Math.max(before?.untilMs ?? Number.NEGATIVE_INFINITY, block.maxMs),
    })
    counter.forget()
  }

  function masksOf(key: string): WeakMap<Block, KnownMask> {
    const known = masks.get(key) ?? new WeakMap<Block, KnownMask>()
    masks.delete(key)
    if (masks.size >= MOST_QUERIES) masks.delete(masks.keys().next().value ?? '')
    masks.set(key, known)
    return known
  }

  /** Blocks of a range by stream, evaluated as far as they go. */
  function* maskedBlocks({ key, tests }: IndexQuery, fromMs: UnixMs, toMs: UnixMs): Iterable<MaskedBlock> {
    const known = masksOf(key)
    for (const stream of streams.values()) {
      for (const block of stream.blocks) {
        if (block.maxMs < fromMs || block.minMs >= toMs) continue
        let entry = known.get(block)
        if (entry === undefined || entry.mask.length < block.rows) {
          const mask = new Uint8Array(block.sealed ? block.rows : Math.min(MOST_ROWS, block.times.length))
          if (entry !== undefined) mask.set(entry.mask)
          entry = { mask, upTo: entry?.upTo ?? 0 }
          known.set(block, entry)
        }
        if (entry.upTo < block.rows) {
          evaluate(block, tests, entry.upTo, entry.mask, reread)
          entry.upTo = block.rows
        }
        yield { block, mask: entry.mask }
      }
    }
  }

  function placeOf(ref: LineRef): Place | null {
    const block = blocks.get(Math.floor(ref / MOST_ROWS))
    const row = ref % MOST_ROWS
    return block === undefined || row >= block.rows ? null : { block, row }
  }

  function findId(id: string): Place | null {
    for (const block of blocks.values()) {
      const row = placeOfText(block.ids, id)
      if (row !== -1) return { block, row }
    }
    return null
  }

  return {
    get version() {
      return version
    },
    get lineCount() {
      return lineCount
    },
    get bytes() {
      return bytes()
    },
    get newestMs() {
      let newest = Number.NEGATIVE_INFINITY
      for (const { maxMs } of blocks.values()) newest = Math.max(newest, maxMs)
      return newest === Number.NEGATIVE_INFINITY ? null : newest
    },
    get dropped() {
      return [...dropped.values()]
    },
    append(stream, lines) {
      if (lines.length === 0) return
      version++
      for (const line of lines) {
        const block = openBlock(stream)
        add(block, line)
        if (block.sealed) makeRoom()
      }
      makeRoom()
    },
    prepend(name, lines) {
      if (lines.length === 0) return
      version++
      const stream = streamOf(name)
      const older: Block[] = []
      for (const line of lines) {
        let block = older.at(-1)
        if (block === undefined || block.sealed) {
          block = newBlock(name, stream)
          older.push(block)
        }
        add(block, line)
      }
      const last = older.at(-1)
      if (last !== undefined && !last.sealed) sealBlock(last)
      stream.fill(older)
      makeRoom()
    },
    seam: (stream) => streamOf(stream).seam(),
    closeSeams: (stream, left) => streams.get(stream)?.closeSeams(left),
    search(query, fromMs, toMs, order) {
      return gatherHits(maskedBlocks(query, fromMs, toMs), { fromMs, toMs, order, version })
    },
    line(ref) {
      const place = placeOf(ref)
      return place === null ? null : lineAt(place.block, place.row, reread)
    },
    glance(ref) {
      const place = placeOf(ref)
      if (place === null) return { message: '', level: 'unknown', timeMs: Number.NaN, raw: '' }
      const { block, row } = place
      return {
        message: messageAt(block, row),
        level: LOG_LEVELS[block.levels[row] ?? 0] ?? 'unknown',
        timeMs: block.times[row] ?? Number.NaN,
        raw: rawAt(block, row),
      }
    },
    refOf(id) {
      const place = findId(id)
      return place === null ? null : refOf(place.block, place.row)
    },
    around(id, before, after) {
      const place = findId(id)
      if (place === null) return null
      const places = streams.get(place.block.stream)?.around(place, before, after) ?? []
      return Array.from(places, ({ block, row }) => lineAt(block, row, reread))
    },
    find(hits, id) {
      const place = findId(id)
      if (place === null) return -1
      const { block, row } = place
      return placeOfRef(hits, refOf(block, row), block.times[row] ?? Number.NaN)
    },
    volume: volumeOf,
    facets(hits, fields, most = 20) {
      return counter.facets(hits, fields, most).filter(({ values }) => values.length > 0)
    },
    fieldsOf: pathsOf,
  }
}
