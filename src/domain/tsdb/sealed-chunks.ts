import { type ChunkAddress, ChunkPages } from './chunk-pages'
import { type ChunkTimes, timesBytes } from './chunk-times'
import { type ByteViews, bytesAt, chunkBytes, MAX_CHUNK_SAMPLES, staleCountAt } from './chunk-values'
import { readStale, readValues } from './read-values'
import type { StoredSeries } from './stored-series'
import { planValues, writeValues } from './write-values'

/** Two references for each chunk in the lists of its series, with the slack of growing lists. */
const LISTED_BYTES = 20

/** The sealed chunks of all series: writes, reads and drops them, and keeps count. */
export class SealedChunks {
  readonly #pages = new ChunkPages()
  readonly #scratch = new Float64Array(MAX_CHUNK_SAMPLES)
  #timesBytes = 0
  #count = 0
  #samples = 0

  get count(): number {
    return this.#count
  }

  get samples(): number {
    return this.#samples
  }

  get bytes(): number {
    return this.#pages.bytes + this.#timesBytes + this.#count * LISTED_BYTES
  }

  /** Bytes of the pages alone: changes seldom, so it tells when to look at the cap. */
  get pageBytes(): number {
    return this.#pages.bytes
  }

  viewsAt(address: ChunkAddress): ByteViews {
    return this.#pages.viewsAt(address)
  }

  offsetAt(address: ChunkAddress): number {
    return this.#pages.offsetAt(address)
  }

  /** Writes `values[from..to)`; at the places of `stale` are staleness markers, whatever the value. */
  write(values: Float64Array, from: number, to: number, stale: readonly number[]): ChunkAddress {
    let [plain, start] = [values, from]
    if (stale.length > 0) {
      plain = this.#scratch
      start = 0
      plain.set(values.subarray(from, to))
      smoothMarks(plain, to - from, stale)
    }
    const { bytes } = planValues(plain, start, start + to - from)
    const address = this.#pages.allocate(chunkBytes(bytes, stale.length))
    writeValues(this.#pages.viewsAt(address), this.#pages.offsetAt(address), plain, start, stale)
    return address
  }

  /** Takes in a chunk that is bytes already; its length is a multiple of 8 and its form was checked. */
  writeBytes(bytes: Uint8Array): ChunkAddress {
    const address = this.#pages.allocate(bytes.length)
    this.#pages.viewsAt(address).u8.set(bytes, this.#pages.offsetAt(address))
    return address
  }

  /** The bytes of a chunk; a view. */
  bytesOf(address: ChunkAddress): Uint8Array {
    const views = this.#pages.viewsAt(address)
    const offset = this.#pages.offsetAt(address)
    return views.u8.subarray(offset, offset + bytesAt(views, offset))
  }

  /** Gives a series one more chunk, before its chunk `at`. */
  insert(series: StoredSeries, at: number, times: ChunkTimes, address: ChunkAddress): void {
    if (at === series.times.length) {
      series.times.push(times)
      series.addresses.push(address)
    } else {
      series.times.splice(at, 0, times)
      series.addresses.splice(at, 0, address)
    }
    if (times.users === 0) this.#timesBytes += timesBytes(times)
    times.users += 1
    this.#count += 1
    this.#samples += times.count
  }

  /** Takes `howMany` chunks from a series, from chunk `at` on; returns how many samples they had. */
  remove(series: StoredSeries, at: number, howMany: number): number {
    if (howMany === 0) return 0
    const before = this.#samples
    for (const times of series.times.splice(at, howMany)) {
      series.rewritten?.delete(times)
      times.users -= 1
      if (times.users === 0) this.#timesBytes -= timesBytes(times)
      this.#count -= 1
      this.#samples -= times.count
    }
    for (const address of series.addresses.splice(at, howMany)) this.#pages.free(address)
    series.drained -= Math.min(howMany, Math.max(0, series.drained - at))
    return before - this.#samples
  }

  /** Reads samples `from..to` of a chunk into `out` from place `at` on; `stale` is made when there are markers. */
  read(
    address: ChunkAddress,
    from: number,
    to: number,
    out: Float64Array,
    stale: Uint8Array | null,
    at: number,
  ): Uint8Array | null {
    const views = this.#pages.viewsAt(address)
    const offset = this.#pages.offsetAt(address)
    readValues(views, offset, from, to, out, at)
    if (staleCountAt(views, offset) === 0) return stale
    const marks = stale ?? new Uint8Array(out.length)
    readStale(views, offset, from, to, out, marks, at)
    return marks
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
