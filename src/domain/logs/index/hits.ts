import type { LogQuestion } from '~/domain/logs/log-ports'
import type { UnixMs } from '~/domain/units-of-measure'
import { type Block, isBroken, MOST_ROWS, orderOf } from './block'

/** Names a line of an index as long as it keeps it: its block and row. */
export type LineRef = number

export const refOf = (block: Block, row: number): LineRef => block.id * MOST_ROWS + row

/** Matching rows of one block, by time. */
export interface HitPart {
  readonly block: Block
  readonly rows: Uint16Array
}

/** The lines that answer a question, as of one version of an index. */
export interface Hits {
  readonly version: number
  readonly count: number
  /** Lines of the range, matching or not; and how many of them are broken. */
  readonly scanned: number
  readonly broken: number
  readonly order: LogQuestion['order']
  /** In that order: by time, then by stream, then as they came; for the newest first all of it backwards. */
  readonly refs: Float64Array
  readonly times: Float64Array
  /** The same lines by block, for counting. */
  readonly parts: readonly HitPart[]
}

/** A block and its rows that pass, whatever their time. */
export interface MaskedBlock {
  readonly block: Block
  readonly mask: Uint8Array
}

/** Puts together what passes and lies from `fromMs` to before `toMs`. The blocks come by stream, then as they were made. */
export function gatherHits(
  masked: Iterable<MaskedBlock>,
  { fromMs, toMs, order, version }: { fromMs: UnixMs; toMs: UnixMs; order: LogQuestion['order']; version: number },
): Hits {
  const parts: HitPart[] = []
  let [count, scanned, broken] = [0, 0, 0]
  for (const { block, mask } of masked) {
    const part = rowsWithin(block, mask, fromMs, toMs)
    scanned += part.scanned
    broken += part.broken
    if (part.rows.length === 0) continue
    parts.push({ block, rows: part.rows })
    count += part.rows.length
  }
  const { refs, times } = mergeParts(parts, count)
  if (order === 'newest') {
    refs.reverse()
    times.reverse()
  }
  return { version, count, scanned, broken, order, refs, times, parts }
}

const scratch = new Uint16Array(MOST_ROWS)

function rowsWithin(block: Block, mask: Uint8Array, fromMs: UnixMs, toMs: UnixMs) {
  const { rows, times } = block
  const order = orderOf(block)
  const isWhole = block.minMs >= fromMs && block.maxMs < toMs
  let [found, scanned, broken] = [0, 0, 0]
  for (let place = 0; place < rows; place++) {
    const row = order === null ? place : (order[place] ?? 0)
    if (!isWhole) {
      const timeMs = times[row] ?? 0
      if (timeMs < fromMs || timeMs >= toMs) continue
      scanned++
      if (block.brokenCount > 0 && isBroken(block, row)) broken++
    }
    if (mask[row] === 1) scratch[found++] = row
  }
  if (isWhole) [scanned, broken] = [rows, block.brokenCount]
  return { rows: scratch.slice(0, found), scanned, broken }
}

interface Lane {
  readonly refs: Float64Array
  readonly times: Float64Array
}

/** One list by time; equal times stay in the order of the parts. Parts that follow one another in time, as nearly all do, are copied. */
function mergeParts(parts: readonly HitPart[], count: number): Lane {
  let from: Lane = { refs: new Float64Array(count), times: new Float64Array(count) }
  // Where each run begins that is in order of time.
  let starts: number[] = []
  let at = 0
  let lastMs = Number.POSITIVE_INFINITY
  for (const { block, rows } of parts) {
    if ((block.times[rows[0] ?? 0] ?? 0) < lastMs) starts.push(at)
    const base = block.id * MOST_ROWS
    for (const row of rows) {
      from.refs[at] = base + row
      from.times[at] = block.times[row] ?? 0
      at++
    }
    lastMs = from.times[at - 1] ?? 0
  }
  let into: Lane = starts.length > 1 ? { refs: new Float64Array(count), times: new Float64Array(count) } : from
  while (starts.length > 1) {
    const next: number[] = []
    for (let run = 0; run < starts.length; run += 2) {
      const low = starts[run] ?? 0
      const middle = starts[run + 1] ?? count
      mergeRuns(from, into, low, middle, starts[run + 2] ?? count)
      next.push(low)
    }
    starts = next
    ;[from, into] = [into, from]
  }
  return from
}

/** Merges `low` to `middle` with `middle` to `high`; on equal times the first goes first. */
function mergeRuns(from: Lane, into: Lane, low: number, middle: number, high: number): void {
  const { times, refs } = from
  let left = low
  let right = middle
  for (let at = low; at < high; at++) {
    const takesLeft = left < middle && (right >= high || (times[left] ?? 0) <= (times[right] ?? 0))
    const source = takesLeft ? left++ : right++
    into.times[at] = times[source] ?? 0
    into.refs[at] = refs[source] ?? 0
  }
}

/** Place of a line among hits; -1 where it is none of them. */
export function placeOfRef({ refs, times, order, count }: Hits, ref: LineRef, timeMs: UnixMs): number {
  const isBefore = (time: number) => (order === 'oldest' ? time < timeMs : time > timeMs)
  let low = 0
  for (let high = count; low < high; ) {
    const middle = (low + high) >> 1
    if (isBefore(times[middle] ?? 0)) low = middle + 1
    else high = middle
  }
  for (let at = low; at < count && times[at] === timeMs; at++) {
    if (refs[at] === ref) return at
  }
  return -1
}
