import { cellOf, cellText } from './cells'
import type { TableColumn } from './columns'
import type { TableRow } from './join-rows'

export interface TableSort {
  /** Id of a column. */
  readonly column: string
  readonly desc: boolean
}

const COLLATOR = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Rows in the order of a column, equal ones in the order of the labels; a cell without a value is last, both ways. */
export function sortRows(
  rows: readonly TableRow[],
  columns: readonly TableColumn[],
  sort: TableSort | null,
): readonly TableRow[] {
  const first = columns.find((one) => one.id === sort?.column) ?? columns[0]
  if (first === undefined) return rows
  const sign = sort?.desc === true ? -1 : 1
  const others = columns.filter((one) => one.kind === 'label' && one !== first)
  return [...rows].sort((a, b) => {
    const main = compareBy(first, a, b, sign)
    if (main !== 0) return main
    for (const column of others) {
      const next = compareBy(column, a, b, 1)
      if (next !== 0) return next
    }
    return a.id < b.id ? -1 : 1
  })
}

function compareBy(column: TableColumn, a: TableRow, b: TableRow, sign: number): number {
  if (column.kind === 'label') {
    const [x, y] = [a.labels.get(column.label) ?? '', b.labels.get(column.label) ?? '']
    if (x === '' || y === '') return Number(x === '') - Number(y === '')
    return COLLATOR.compare(x, y) * sign
  }
  const [x, y] = [a.values[column.query] ?? Number.NaN, b.values[column.query] ?? Number.NaN]
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y))
  return x === y ? 0 : x < y ? -sign : sign
}

/** Rows in which each word of the filter occurs in some cell, in upper or lower case. */
export function filterRows(
  rows: readonly TableRow[],
  columns: readonly TableColumn[],
  filter: string,
  timeZone: string,
): readonly TableRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const cells = columns.map((column) => cellOf(row, column, timeZone, false))
    const text = cells.map((cell) => `${cellText(cell)} ${cell.word}`.toLowerCase())
    return words.every((word) => text.some((one) => one.includes(word)))
  })
}
