import { joinTexts, type TextLane, textAt } from './text-lane'

/**
 * Cells of one path in a block: entry `i` says that row `rows[i]` has the value of the number `ids[i]`. A row has one at most.
 * It costs as much as there are cells, so a path that few lines have costs little.
 */
export interface Column {
  count: number
  /** Ascending. */
  rows: Uint16Array<ArrayBuffer>
  ids: Uint16Array<ArrayBuffer>
  /** Each value once: a list until the block is full, see `numberedValue`. */
  values: TextLane
  /** Null once the block is full. */
  idOf: Map<string, number> | null
  /** Values as numbers, as far as asked for. */
  numbers: Float64Array
}

const CELL_BYTES = 4
/** Of a string and its places in list and map, beside its text; of one in a full block. */
const VALUE_BYTES = 24
const JOINED_VALUE_BYTES = 5

export function createColumn(): Column {
  return {
    count: 0,
    rows: new Uint16Array(8),
    ids: new Uint16Array(8),
    values: { parts: [], text: '', offsets: new Uint32Array(0) },
    idOf: new Map(),
    numbers: new Float64Array(0),
  }
}

/** Adds a cell to a row after all others; returns how many bytes that took, about. */
export function addCell(column: Column, row: number, value: string): number {
  if (column.count === column.rows.length) {
    column.rows = grown(column.rows)
    column.ids = grown(column.ids)
  }
  let id = column.idOf?.get(value)
  let bytes = CELL_BYTES
  if (id === undefined) {
    id = valueCount(column)
    column.values.parts?.push(value)
    column.idOf?.set(value, id)
    bytes += VALUE_BYTES + value.length
  }
  column.rows[column.count] = row
  column.ids[column.count] = id
  column.count++
  return bytes
}

/** Whether the last cell is of this row. */
export function endsWithRow(column: Column, row: number): boolean {
  return column.count > 0 && column.rows[column.count - 1] === row
}

/** No more cells come: what was for adding goes, and values let go of the texts that they were cut from. Returns how many bytes that saves. */
export function sealColumn(column: Column): number {
  column.idOf = null
  column.rows = column.rows.slice(0, column.count)
  column.ids = column.ids.slice(0, column.count)
  column.values = joinTexts(column.values.parts ?? [])
  return valueCount(column) * (VALUE_BYTES - JOINED_VALUE_BYTES)
}

export function valueCount({ values: { parts, offsets } }: Column): number {
  return parts === null ? offsets.length - 1 : parts.length
}

/** The value of a number. */
export function numberedValue({ values }: Column, id: number): string {
  return textAt(values, id)
}

/** The first entry of a row or of a later one. */
export function entryFrom({ rows, count }: Column, row: number): number {
  let low = 0
  for (let high = count; low < high; ) {
    const middle = (low + high) >> 1
    if ((rows[middle] ?? 0) < row) low = middle + 1
    else high = middle
  }
  return low
}

/** The value of a row; undefined where it has none. */
export function valueAt(column: Column, row: number): string | undefined {
  const entry = entryFrom(column, row)
  return entry < column.count && column.rows[entry] === row ? numberedValue(column, column.ids[entry] ?? 0) : undefined
}

/** Sets `hit` for the rows from `from` on whose value passes; each value is tested once. */
export function markValues(column: Column, from: number, passes: (value: string) => boolean, hit: Uint8Array): void {
  const verdicts = new Uint8Array(valueCount(column))
  const { rows, ids, count } = column
  for (let entry = entryFrom(column, from); entry < count; entry++) {
    const id = ids[entry] ?? 0
    let verdict = verdicts[id]
    if (verdict === 0) {
      verdict = passes(numberedValue(column, id)) ? 1 : 2
      verdicts[id] = verdict
    }
    if (verdict === 1) hit[rows[entry] ?? 0] = 1
  }
}

/** As `markValues`, of values as numbers; one that is none never passes. */
export function markNumbers(
  column: Column,
  from: number,
  numberOf: (value: string) => number,
  passes: (value: number) => boolean,
  hit: Uint8Array,
): void {
  const numbers = numbersOf(column, numberOf)
  const { rows, ids, count } = column
  for (let entry = entryFrom(column, from); entry < count; entry++) {
    if (passes(numbers[ids[entry] ?? 0] ?? Number.NaN)) hit[rows[entry] ?? 0] = 1
  }
}

function numbersOf(column: Column, numberOf: (value: string) => number): Float64Array {
  const known = column.numbers
  if (known.length === valueCount(column)) return known
  const numbers = new Float64Array(valueCount(column))
  numbers.set(known)
  for (let id = known.length; id < numbers.length; id++) numbers[id] = numberOf(numberedValue(column, id))
  column.numbers = numbers
  return numbers
}

function grown(array: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const larger = new Uint16Array(array.length * 2)
  larger.set(array)
  return larger
}
