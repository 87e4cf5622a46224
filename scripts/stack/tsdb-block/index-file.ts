import { ByteWriter } from './byte-writer'

/** Where a chunk is, and which samples it has. */
export interface ChunkMeta {
  readonly ref: number
  readonly minMs: number
  readonly maxMs: number
}

export interface IndexedSeries {
  /** Sorted by name. */
  readonly labels: ReadonlyMap<string, string>
  /** In order of time, at least one. */
  readonly chunks: readonly ChunkMeta[]
}

const MAGIC = 0xbaaad700
const VERSION = 2
const SERIES_ALIGNMENT = 16
const ALL_POSTINGS = ''

/**
 * The index of a block (tsdb/docs/format/index.md, version 2) for series sorted by labels. The label indices of older versions are
 * left out, as the format allows: no Prometheus reads them.
 */
export function writeIndex(series: readonly IndexedSeries[]): Buffer {
  const out = new ByteWriter(1 << 20)
  out.uint32(MAGIC)
  out.byte(VERSION)

  const symbols = [...new Set(series.flatMap(({ labels }) => [...labels].flat()))].sort(compareBytes)
  const symbolOf = new Map(symbols.map((symbol, index) => [symbol, index]))
  const symbolsAt = out.size
  section(out, (body) => {
    body.uint32(symbols.length)
    for (const symbol of symbols) body.text(symbol)
  })

  const seriesAt = out.size
  const refs: number[] = []
  const entry = new ByteWriter()
  for (const { labels, chunks } of series) {
    out.align(SERIES_ALIGNMENT)
    refs.push(out.size / SERIES_ALIGNMENT)
    entry.clear()
    entry.uvarint(labels.size)
    for (const pair of labels) for (const word of pair) entry.uvarint(symbolOf.get(word) ?? 0)
    writeChunkMetas(entry, chunks)
    out.uvarint(entry.size)
    const from = out.size
    out.bytes(entry.written())
    out.crc(from)
  }

  const postings = collectPostings(series, refs)
  const postingsAt = out.size
  const offsets = postings.map(({ name, value, refs }) => {
    out.align(4)
    const offset = out.size
    section(out, (body) => {
      body.uint32(refs.length)
      for (const ref of refs) body.uint32(ref)
    })
    return { name, value, offset }
  })

  const postingsTableAt = out.size
  section(out, (body) => {
    body.uint32(offsets.length)
    for (const { name, value, offset } of offsets) {
      body.byte(2)
      body.text(name)
      body.text(value)
      body.uvarint(offset)
    }
  })

  const tocAt = out.size
  // Zero: the section is not there.
  for (const offset of [symbolsAt, seriesAt, 0, 0, postingsAt, postingsTableAt]) out.uint64(offset)
  out.crc(tocAt)
  return Buffer.from(out.written())
}

/** A section: its length, its body, the body's checksum. */
function section(out: ByteWriter, write: (body: ByteWriter) => void): void {
  const body = new ByteWriter()
  write(body)
  out.uint32(body.size)
  const from = out.size
  out.bytes(body.written())
  out.crc(from)
}

function writeChunkMetas(entry: ByteWriter, chunks: readonly ChunkMeta[]): void {
  entry.uvarint(chunks.length)
  let before: ChunkMeta | undefined
  for (const chunk of chunks) {
    if (before) entry.uvarint(chunk.minMs - before.maxMs)
    else entry.varint(chunk.minMs)
    entry.uvarint(chunk.maxMs - chunk.minMs)
    if (before) entry.varint(chunk.ref - before.ref)
    else entry.uvarint(chunk.ref)
    before = chunk
  }
}

/** The series of each label pair, and of all, sorted by name and value. */
function collectPostings(series: readonly IndexedSeries[], refs: readonly number[]) {
  const byName = new Map<string, Map<string, number[]>>([[ALL_POSTINGS, new Map([[ALL_POSTINGS, [...refs]]])]])
  series.forEach(({ labels }, index) => {
    for (const [name, value] of labels) {
      const byValue = byName.get(name) ?? new Map<string, number[]>()
      const list = byValue.get(value) ?? []
      list.push(refs[index] ?? 0)
      byValue.set(value, list)
      byName.set(name, byValue)
    }
  })
  const sorted = <V>(map: ReadonlyMap<string, V>) => [...map].sort(([a], [b]) => compareBytes(a, b))
  return sorted(byName).flatMap(([name, byValue]) =>
    sorted(byValue).map(([value, list]) => ({ name, value, refs: list })),
  )
}

/** Order of the UTF-8 bytes, as Go compares texts. */
function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}
