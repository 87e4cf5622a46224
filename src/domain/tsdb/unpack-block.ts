import { compareText, sortLabels } from '~/domain/promql/labels'
import type { Labels } from '~/domain/series/frame'
import type { ChunkTimes } from './chunk-times'
import { type ByteViews, chunkFault, MAX_CHUNK_SAMPLES, sizeOfChunk, viewsOf } from './chunk-values'
import { BLOCK_VERSION, checksumOf, type PersistedBlock } from './persisted-block'

/** A block that cannot be read at all; the message names the field. */
export class BrokenBlockError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BrokenBlockError'
  }
}

export interface UnpackedChunk {
  /** It was not sealed yet, so it may grow on. */
  readonly isHead: boolean
  readonly labels: Labels
  readonly times: ChunkTimes
  /** Where its values lie, and how many bytes they are. */
  readonly views: ByteViews
  readonly offset: number
  readonly size: number
}

export interface UnpackedBlock {
  readonly chunks: readonly UnpackedChunk[]
  /** What is wrong with the chunks that were left out. */
  readonly faults: readonly string[]
}

/** No time lies beyond what a Date can hold. */
const MAX_TIME_MS = 8.64e15
const MAX_LABELS = 4096

type Fields = Readonly<Record<keyof PersistedBlock, unknown>>

/**
 * Reads a block of which nothing is known, as storage may hold it: each chunk is either sound or left out with a fault.
 * Throws BrokenBlockError where the block as a whole makes no sense.
 */
export function unpackBlock(input: unknown): UnpackedBlock {
  if (typeof input !== 'object' || input === null) throw new BrokenBlockError('the block is no object')
  const { version, kind, texts, labels, times, chunkSeries, chunkTimes, checksums, bytes } = input as Fields
  if (version !== BLOCK_VERSION) throw new BrokenBlockError(`version ${String(version)} is not ${BLOCK_VERSION}`)
  if (kind !== 'sealed' && kind !== 'head') throw new BrokenBlockError('kind is neither sealed nor head')
  if (!isTexts(texts)) throw new BrokenBlockError('texts is no list of texts')
  if (!(labels instanceof Uint32Array)) throw new BrokenBlockError('labels is no Uint32Array')
  if (!Array.isArray(times)) throw new BrokenBlockError('times is no list')
  if (!(chunkSeries instanceof Uint32Array)) throw new BrokenBlockError('chunkSeries is no Uint32Array')
  if (!(chunkTimes instanceof Uint32Array)) throw new BrokenBlockError('chunkTimes is no Uint32Array')
  if (!(checksums instanceof Uint32Array)) throw new BrokenBlockError('checksums is no Uint32Array')
  if (chunkTimes.length !== chunkSeries.length || checksums.length !== chunkSeries.length) {
    throw new BrokenBlockError('the lists of chunks differ in length')
  }
  if (!(bytes instanceof Uint8Array)) throw new BrokenBlockError('bytes is no Uint8Array')
  const known = { series: unpackLabels(labels, texts), times: times.map(unpackTimes) }
  return unpackChunks({ bytes, chunkSeries, chunkTimes, checksums, isHead: kind === 'head' }, known)
}

function isTexts(texts: unknown): texts is readonly string[] {
  return Array.isArray(texts) && texts.every((text) => typeof text === 'string')
}

/** Label sets in order, each sorted by name; undefined for one that makes no sense. */
function unpackLabels(labels: Uint32Array, texts: readonly string[]): (Labels | undefined)[] {
  const sets: (Labels | undefined)[] = []
  for (let at = 0; at < labels.length; ) {
    const size = labels[at] as number
    at += 1
    if (size > MAX_LABELS || at + 2 * size > labels.length)
      throw new BrokenBlockError(`labels end within series ${sets.length}`)
    const pairs = new Map<string, string>()
    let isSorted = true
    let before = ''
    for (const end = at + 2 * size; at < end; at += 2) {
      const [name, value] = [texts[labels[at] as number], texts[labels[at + 1] as number]]
      if (name === undefined || name === '' || value === undefined || value === '') continue
      pairs.set(name, value)
      if (compareText(before, name) >= 0) isSorted = false
      before = name
    }
    sets.push(pairs.size !== size ? undefined : isSorted ? pairs : sortLabels(pairs))
  }
  return sets
}

/** Times, or what is wrong with them. */
function unpackTimes(input: unknown): ChunkTimes | string {
  if (typeof input !== 'object' || input === null) return 'times are no object'
  const { firstMs, stepMs, count, listed } = input as Readonly<Record<string, unknown>>
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > MAX_CHUNK_SAMPLES)
    return 'count of times'
  if (listed !== null) {
    if (!(listed instanceof Float64Array) || listed.length !== count) return 'listed times'
    const ascending = listed.every((timeMs, i) => i === 0 || timeMs > (listed[i - 1] as number))
    const [first, last] = [listed[0], listed[count - 1]]
    if (!ascending || !isTime(first) || !isTime(last)) return 'listed times are not ascending'
    return { firstMs: first, lastMs: last, stepMs: 0, count, listed, users: 0 }
  }
  if (!isTime(firstMs) || !Number.isInteger(firstMs) || !isTime(stepMs) || !Number.isInteger(stepMs)) {
    return 'first time or step'
  }
  const times = { firstMs, lastMs: firstMs + (count - 1) * stepMs, stepMs, count, listed, users: 0 }
  if (!isTime(times.lastMs) || (count > 1 && stepMs <= 0)) return 'first time or step'
  return times
}

function isTime(timeMs: unknown): timeMs is number {
  return typeof timeMs === 'number' && timeMs >= -MAX_TIME_MS && timeMs <= MAX_TIME_MS
}

function unpackChunks(
  block: {
    readonly bytes: Uint8Array
    readonly chunkSeries: Uint32Array
    readonly chunkTimes: Uint32Array
    readonly checksums: Uint32Array
    readonly isHead: boolean
  },
  known: { readonly series: readonly (Labels | undefined)[]; readonly times: readonly (ChunkTimes | string)[] },
): UnpackedBlock {
  const { bytes, chunkSeries, chunkTimes, checksums, isHead } = block
  // A copy of its own, because the views need a buffer that begins at a multiple of 8.
  const views = viewsOf(bytes.slice(0, bytes.length & ~7).buffer)
  const chunks: UnpackedChunk[] = []
  const faults: string[] = []
  let at = 0
  for (let i = 0; i < chunkSeries.length; i++) {
    const size = sizeOfChunk(views, at)
    if (size === 0) {
      // Without its size nothing after it can be found.
      for (let rest = i; rest < chunkSeries.length; rest++) faults.push(`chunk ${rest}: bytes end too early`)
      break
    }
    const labels = known.series[chunkSeries[i] as number]
    const times = known.times[chunkTimes[i] as number] ?? 'times are missing'
    if (labels === undefined) faults.push(`chunk ${i}: labels`)
    else if (typeof times === 'string') faults.push(`chunk ${i}: ${times}`)
    else {
      const isIntact = checksumOf(views.u8.subarray(at, at + size)) === checksums[i]
      const fault = isIntact ? chunkFault(views, at, times.count) : 'checksum'
      if (fault === null) chunks.push({ isHead, labels, times, views, offset: at, size })
      else faults.push(`chunk ${i}: ${fault}`)
    }
    at += size
  }
  return { chunks, faults }
}
