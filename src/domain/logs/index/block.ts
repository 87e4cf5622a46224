import { LOG_LEVELS, type LogField, type LogFormat, type LogLine, type ReadLine } from '~/domain/logs/model'
import type { UnixMs } from '~/domain/units-of-measure'
import { addCell, type Column, createColumn, endsWithRow, sealColumn, valueAt } from './column'
import { type FoldedLane, foldLines, laneBytes, lineOf } from './folded-lane'
import { joinTexts, type TextLane, textAt } from './text-lane'

/** A line as an index takes it: its stream is told once for many. */
export type IndexedLine = ReadLine & Pick<LogLine, 'id'>

/** Most lines of a block, so that a row is 12 bits of a reference. */
export const MOST_ROWS = 4_096
/** Paths of a block with a column; a line with others is read again when it is asked for one. */
const MOST_PATHS = 500
/** Of the row's places in arrays. */
const ROW_BYTES = 32
/** Of a row's fields beside its text: their texts are mostly those of the columns or of all lines of a stream. */
const BESIDE_BYTES = 64

const FORMATS = ['json', 'text', 'broken'] as const satisfies readonly LogFormat[]
const TIME_IS = ['own', 'neighbour', 'read'] as const satisfies readonly LogLine['timeIs'][]
const BROKEN = FORMATS.indexOf('broken')

/** Lines of one stream that came one after the other, in columns. */
export interface Block {
  readonly id: number
  readonly stream: string
  /** Place of the stream among all, by when its first line came. */
  readonly streamPlace: number
  rows: number
  sealed: boolean
  times: Float64Array<ArrayBuffer>
  /** Places in LOG_LEVELS. */
  levels: Uint8Array<ArrayBuffer>
  /** Format in the lowest two bits, then what the time is. */
  kinds: Uint8Array<ArrayBuffer>
  /** Lines as written, until the block is full. */
  raws: string[]
  /** The lines of a full block. */
  lines: FoldedLane | null
  ids: TextLane
  /** Names that are not empty. */
  readonly logger: Column
  /** Messages that are neither the field of that name nor the line itself. */
  readonly message: Column
  readonly columns: Map<string, Column>
  /** Rows that have fields without a cell: of too many paths, or twice one path. Ascending. */
  readonly overflow: number[]
  readonly cutBytes: Map<number, number>
  /** Fields that are not in the line's text, of rows that have such. */
  readonly beside: Map<number, readonly LogField[]>
  minMs: UnixMs
  maxMs: UnixMs
  brokenCount: number
  isSorted: boolean
  /** Rows by time, where they are not; of as many rows as it is long. */
  order: Uint16Array | null
  bytes: number
}

export function createBlock(id: number, stream: string, streamPlace: number): Block {
  return {
    id,
    stream,
    streamPlace,
    rows: 0,
    sealed: false,
    times: new Float64Array(16),
    levels: new Uint8Array(16),
    kinds: new Uint8Array(16),
    raws: [],
    lines: null,
    ids: { parts: [], text: '', offsets: new Uint32Array(0) },
    logger: createColumn(),
    message: createColumn(),
    columns: new Map(),
    overflow: [],
    cutBytes: new Map(),
    beside: new Map(),
    minMs: Number.POSITIVE_INFINITY,
    maxMs: Number.NEGATIVE_INFINITY,
    brokenCount: 0,
    isSorted: true,
    order: null,
    bytes: 0,
  }
}

/** Adds a line after all others. */
export function addLine(block: Block, line: IndexedLine): void {
  const row = block.rows
  if (row === block.times.length) growRows(block)
  const kind = FORMATS.indexOf(line.format)
  block.times[row] = line.timeMs
  block.levels[row] = LOG_LEVELS.indexOf(line.level)
  block.kinds[row] = kind | (TIME_IS.indexOf(line.timeIs) << 2)
  block.raws.push(line.raw)
  block.ids.parts?.push(line.id)
  let bytes = ROW_BYTES + sizeOf(line.raw) + line.id.length
  if (line.logger !== '') bytes += addCell(block.logger, row, line.logger)
  if (line.cutBytes > 0) block.cutBytes.set(row, line.cutBytes)
  bytes += addFields(block, row, line.fields)
  if (line.message !== messageBeside(block, row, line.raw)) bytes += addCell(block.message, row, line.message)
  if (line.beside !== undefined && line.beside.length > 0) {
    block.beside.set(row, line.beside)
    bytes += BESIDE_BYTES + addFields(block, row, line.beside)
  }
  if (line.timeMs < block.maxMs) block.isSorted = false
  block.minMs = Math.min(block.minMs, line.timeMs)
  block.maxMs = Math.max(block.maxMs, line.timeMs)
  if (kind === BROKEN) block.brokenCount++
  block.bytes += bytes
  block.rows++
}

function addFields(block: Block, row: number, fields: readonly LogField[]): number {
  let bytes = 0
  let isOver = false
  for (const { path, value } of fields) {
    let column = block.columns.get(path)
    if (column === undefined && block.columns.size < MOST_PATHS) {
      column = createColumn()
      block.columns.set(path, column)
      bytes += 200 + path.length
    }
    if (column === undefined || endsWithRow(column, row)) isOver = true
    else bytes += addCell(column, row, value)
  }
  if (isOver && block.overflow.at(-1) !== row) block.overflow.push(row)
  return bytes
}

/** No more lines come: texts are joined, arrays cut to size. */
export function sealBlock(block: Block): void {
  block.sealed = true
  block.times = block.times.slice(0, block.rows)
  block.levels = block.levels.slice(0, block.rows)
  block.kinds = block.kinds.slice(0, block.rows)
  block.lines = foldLines(block.raws)
  block.bytes += laneBytes(block.lines)
  block.raws = []
  block.ids = joinTexts(block.ids.parts ?? [])
  for (const column of [block.logger, block.message, ...block.columns.values()]) block.bytes -= sealColumn(column)
}

/** Rows by time, then by place; null where they are in that order. */
export function orderOf(block: Block): Uint16Array | null {
  if (block.isSorted) return null
  if (block.order?.length !== block.rows) {
    const { times } = block
    block.order = Uint16Array.from({ length: block.rows }, (_, row) => row).sort(
      (a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b,
    )
  }
  return block.order
}

export function isBroken(block: Block, row: number): boolean {
  return ((block.kinds[row] ?? 0) & 3) === BROKEN
}

/** The message of a row that has no cell for it: the field of that name, or else the line. */
function messageBeside<Line>({ columns }: Block, row: number, line: Line): string | Line {
  const column = columns.get('message')
  return column === undefined ? line : (valueAt(column, row) ?? line)
}

/** A line as it was written. */
export function rawAt({ lines, raws }: Block, row: number): string {
  return lines === null ? (raws[row] ?? '') : lineOf(lines, row)
}

export function messageAt(block: Block, row: number): string {
  return valueAt(block.message, row) ?? messageBeside(block, row, undefined) ?? rawAt(block, row)
}

/** The line of a row again; what has no column is read anew from its text. */
export function lineAt(block: Block, row: number, reread: (raw: string, stream: string) => Reread): LogLine {
  const raw = rawAt(block, row)
  const kind = block.kinds[row] ?? 0
  const { fields, exception } = reread(raw, block.stream)
  return {
    id: textAt(block.ids, row),
    stream: block.stream,
    timeMs: block.times[row] ?? Number.NaN,
    timeIs: TIME_IS[kind >> 2] ?? 'read',
    level: LOG_LEVELS[block.levels[row] ?? 0] ?? 'unknown',
    logger: valueAt(block.logger, row) ?? '',
    message: messageAt(block, row),
    format: FORMATS[kind & 3] ?? 'text',
    fields: block.beside.has(row) ? [...fields, ...(block.beside.get(row) ?? [])] : fields,
    exception,
    raw,
    cutBytes: block.cutBytes.get(row) ?? 0,
  }
}

/** What of a line is made again from its text when it is shown. */
export type Reread = Pick<LogLine, 'fields' | 'exception'>

/** Bytes of a text in memory: one a character, or two where one is beyond Latin-1. */
export function sizeOf(text: string): number {
  return /[^\0-\xff]/.test(text) ? text.length * 2 : text.length
}

function growRows(block: Block): void {
  const length = block.times.length * 2
  const times = new Float64Array(length)
  times.set(block.times)
  block.times = times
  const levels = new Uint8Array(length)
  levels.set(block.levels)
  block.levels = levels
  const kinds = new Uint8Array(length)
  kinds.set(block.kinds)
  block.kinds = kinds
}
