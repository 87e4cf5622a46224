import { randomBytes } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PRESENCE } from '~/demo/scraper'
import { compareLabels } from '~/domain/promql/labels'
import type { Labels } from '~/domain/series/frame'
import { ByteWriter } from './byte-writer'
import { type IndexedSeries, writeIndex } from './index-file'
import { type SampleRun, writeXorChunk } from './xor-chunk'

/** As many as Prometheus itself puts in a chunk. */
const SAMPLES_PER_CHUNK = 120
const CHUNKS_MAGIC = 0x85bd40dd
const CHUNKS_VERSION = 1
const XOR_ENCODING = 1

/** One series of a block. */
export interface BlockSeries {
  /** With `__name__`, sorted by name, no value empty. */
  readonly labels: Labels
  /** Whole milliseconds, ascending. */
  readonly timesMs: ArrayLike<number>
  readonly values: ArrayLike<number>
  /** `PRESENCE` at each time; undefined where all are samples. */
  readonly presence: Uint8Array | undefined
}

/**
 * Writes a block into a Prometheus storage folder: what `promtool tsdb create-blocks-from openmetrics` would make, at a twentieth of
 * its time, and with staleness markers, which text cannot carry. Series without a sample are left out; without any series there is
 * no block.
 */
export async function writeBlock(tsdbDir: string, series: readonly BlockSeries[]): Promise<void> {
  const chunks = new ByteWriter(1 << 22)
  chunks.uint32(CHUNKS_MAGIC)
  chunks.byte(CHUNKS_VERSION)
  chunks.align(8)
  let samples = 0
  const indexed: IndexedSeries[] = []
  for (const one of [...series].sort((a, b) => compareLabels(a.labels, b.labels))) {
    const run = withoutGaps(one)
    const count = run.timesMs.length
    samples += count
    const metas: { ref: number; minMs: number; maxMs: number }[] = []
    for (let from = 0; from < count; from += SAMPLES_PER_CHUNK) {
      const to = Math.min(count, from + SAMPLES_PER_CHUNK)
      metas.push({ ref: chunks.size, minMs: run.timesMs[from] ?? 0, maxMs: run.timesMs[to - 1] ?? 0 })
      writeChunk(chunks, run, from, to)
    }
    if (metas.length > 0) indexed.push({ labels: one.labels, chunks: metas })
  }
  if (indexed.length === 0) return

  const ulid = createUlid(Date.now())
  const metas = indexed.flatMap(({ chunks }) => chunks)
  const meta = {
    ulid,
    minTime: metas.reduce((least, { minMs }) => Math.min(least, minMs), Number.POSITIVE_INFINITY),
    // The first millisecond that is not in the block.
    maxTime: metas.reduce((most, { maxMs }) => Math.max(most, maxMs), 0) + 1,
    stats: { numSamples: samples, numSeries: indexed.length, numChunks: metas.length },
    compaction: { level: 1, sources: [ulid] },
    version: 1,
  }
  // Under a name that Prometheus takes for unfinished work until all of it is there.
  const folder = join(tsdbDir, `${ulid}.tmp-for-creation`)
  await mkdir(join(folder, 'chunks'), { recursive: true })
  await Promise.all([
    writeFile(join(folder, 'chunks', '000001'), chunks.written()),
    writeFile(join(folder, 'index'), writeIndex(indexed)),
    writeFile(join(folder, 'meta.json'), JSON.stringify(meta, null, '\t')),
  ])
  await rename(folder, join(tsdbDir, ulid))
}

/** The samples and staleness markers that there are. */
function withoutGaps({ timesMs, values, presence }: BlockSeries): SampleRun {
  if (!presence) return { timesMs, values, isStale: () => false }
  const kept = Array.from(timesMs, (_, i) => i).filter((i) => presence[i] !== PRESENCE.none)
  return {
    timesMs: kept.map((i) => timesMs[i] ?? 0),
    values: kept.map((i) => values[i] ?? 0),
    isStale: (index) => presence[kept[index] ?? 0] === PRESENCE.stale,
  }
}

const data = new ByteWriter()

function writeChunk(out: ByteWriter, run: SampleRun, from: number, to: number): void {
  data.clear()
  writeXorChunk(data, run, from, to)
  out.uvarint(data.size)
  const checkedFrom = out.size
  out.byte(XOR_ENCODING)
  out.bytes(data.written())
  out.crc(checkedFrom)
}

const ULID_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A name for a block: 10 digits of time and 16 of chance, in base 32. */
function createUlid(timeMs: number): string {
  let time = ''
  for (let rest = timeMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32))
    time = (ULID_DIGITS[rest % 32] ?? '0') + time
  return time + Array.from(randomBytes(16), (byte) => ULID_DIGITS[byte % 32]).join('')
}
