import type { LogFacet } from '~/domain/logs/log-ports'
import { LOG_LEVELS } from '~/domain/logs/model'
import { type Block, MOST_ROWS, messageAt } from './block'
import { type Column, numberedValue, valueAt, valueCount } from './column'
import { columnsOf, fieldValues, type RereadLine } from './evaluate'
import type { HitPart, Hits } from './hits'

/** Counts the values of fields over hits; a name means the same paths as in a query. */
export interface FacetCounter {
  /** One for each field, in their order. */
  facets(hits: Hits, fields: readonly string[], most: number): readonly LogFacet[]
  /** A block went: its values need not be known any more. */
  forget(): void
}

/** Values of one field in all blocks, each with a number, so that counting compares no texts. */
interface ValueTable {
  readonly idOf: Map<string, number>
  readonly values: string[]
  /** Of a column's own numbers to those of the table, as far as made. */
  readonly idsOf: WeakMap<Column, Uint32Array>
  /** Blocks that went since the table was begun. */
  forgotten: number
}

/** Tables are begun anew after this many blocks went, or they would grow for ever. */
const MOST_FORGOTTEN = 32
const MOST_TABLES = 64

export function createFacetCounter(reread: RereadLine): FacetCounter {
  const tables = new Map<string, ValueTable>()

  function tableOf(field: string): ValueTable {
    const known = tables.get(field)
    if (known !== undefined && known.forgotten < MOST_FORGOTTEN) return known
    if (tables.size >= MOST_TABLES) tables.delete(tables.keys().next().value ?? '')
    const table: ValueTable = { idOf: new Map(), values: [], idsOf: new WeakMap(), forgotten: 0 }
    tables.set(field, table)
    return table
  }

  return {
    facets(hits, fields, most) {
      const counted = fields.map((field) => {
        const table = tableOf(field)
        return { field, table, counts: { all: new Uint32Array(Math.max(256, table.values.length)) } }
      })
      for (const part of hits.parts) {
        chosen.fill(0)
        for (const row of part.rows) chosen[row] = 1
        for (const { field, table, counts } of counted) {
          if (field !== 'level') countPart(part, field, table, counts, reread)
        }
      }
      return counted.map(({ field, table, counts }) =>
        field === 'level'
          ? topOf(field, levelCounts(hits), LOG_LEVELS, most)
          : topOf(field, counts.all, table.values, most),
      )
    },
    forget() {
      for (const table of tables.values()) table.forgotten++
    },
  }
}

/** A line that names no level is not counted. */
function levelCounts({ parts }: Hits): Uint32Array {
  const counts = new Uint32Array(LOG_LEVELS.length)
  for (const { block, rows } of parts) {
    for (const row of rows) {
      const rank = block.levels[row] ?? 0
      counts[rank] = (counts[rank] ?? 0) + 1
    }
  }
  counts[LOG_LEVELS.indexOf('unknown')] = 0
  return counts
}

interface Counts {
  all: Uint32Array
}

/** Rows of the part that is counted. */
const chosen = new Uint8Array(MOST_ROWS)
const seen = new Uint8Array(MOST_ROWS)

function countPart(
  { block, rows }: HitPart,
  field: string,
  table: ValueTable,
  counts: Counts,
  reread: RereadLine,
): void {
  if (field === 'stream') {
    add(counts, numberIn(table, block.stream), rows.length)
  } else if (field === 'message') {
    for (const row of rows) add(counts, numberIn(table, messageAt(block, row)), 1)
  } else {
    const apart = field === 'logger' ? [] : block.overflow.filter((row) => chosen[row] === 1)
    // Lines with fields beside the columns are counted from their text, and not again.
    for (const row of apart) chosen[row] = 0
    countLines(block, apart, field, table, counts, reread)
    countColumns(columnsOf(block, field), table, counts)
    for (const row of apart) chosen[row] = 1
  }
}

function countLines(
  block: Block,
  rows: readonly number[],
  field: string,
  table: ValueTable,
  counts: Counts,
  reread: RereadLine,
): void {
  for (const row of rows) {
    for (const value of new Set(fieldValues(block, row, field, reread))) add(counts, numberIn(table, value), 1)
  }
}

function countColumns(columns: readonly Column[], table: ValueTable, counts: Counts): void {
  const isShared = columns.length > 1
  if (isShared) seen.fill(0)
  for (const [place, column] of columns.entries()) {
    const numbers = numbersOf(column, table)
    if (counts.all.length < table.values.length) counts.all = larger(counts.all, table.values.length)
    const { all } = counts
    const { rows, ids, count } = column
    for (let entry = 0; entry < count; entry++) {
      const row = rows[entry] ?? 0
      if (chosen[row] === 0) continue
      const number = numbers[ids[entry] ?? 0] ?? 0
      // A line with one value at two paths has it once.
      if (isShared) {
        if (seen[row] === 1 && hasBefore(columns, place, row, numberedValue(column, ids[entry] ?? 0))) continue
        seen[row] = 1
      }
      all[number] = (all[number] ?? 0) + 1
    }
  }
}

function hasBefore(columns: readonly Column[], place: number, row: number, value: string): boolean {
  return columns.slice(0, place).some((column) => valueAt(column, row) === value)
}

function numbersOf(column: Column, table: ValueTable): Uint32Array {
  const known = table.idsOf.get(column)
  const count = valueCount(column)
  if (known?.length === count) return known
  const numbers = new Uint32Array(count)
  if (known !== undefined) numbers.set(known)
  for (let id = known?.length ?? 0; id < count; id++) numbers[id] = numberIn(table, numberedValue(column, id))
  table.idsOf.set(column, numbers)
  return numbers
}

function numberIn({ idOf, values }: ValueTable, value: string): number {
  let number = idOf.get(value)
  if (number === undefined) {
    number = values.length
    idOf.set(value, number)
    values.push(value)
  }
  return number
}

function add(counts: Counts, number: number, by: number): void {
  if (number >= counts.all.length) counts.all = larger(counts.all, number + 1)
  counts.all[number] = (counts.all[number] ?? 0) + by
}

function larger(counts: Uint32Array, atLeast: number): Uint32Array {
  const all = new Uint32Array(Math.max(atLeast, counts.length * 2))
  all.set(counts)
  return all
}

/** The most frequent values; of equally frequent ones the first in the alphabet. */
function topOf(path: string, counts: Uint32Array, values: readonly string[], most: number): LogFacet {
  const top: { value: string; count: number }[] = []
  let distinct = 0
  for (let number = 0; number < values.length; number++) {
    const count = counts[number] ?? 0
    if (count === 0) continue
    distinct++
    const last = top[most - 1]
    if (last !== undefined && count < last.count) continue
    const value = values[number] ?? ''
    if (last !== undefined && count === last.count && value > last.value) continue
    let place = top.length
    while (place > 0 && comesBefore(count, value, top[place - 1])) place--
    top.splice(place, 0, { value, count })
    if (top.length > most) top.pop()
  }
  return { path, values: top, others: distinct - top.length }
}

function comesBefore(count: number, value: string, other: { value: string; count: number } | undefined): boolean {
  if (other === undefined) return false
  return count > other.count || (count === other.count && value < other.value)
}
