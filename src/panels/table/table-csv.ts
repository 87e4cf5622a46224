import { type CsvCell, printCsv } from '~/domain/csv/csv'
import { stateOfValue } from '../value-state'
import type { TableColumn } from './columns'
import type { TableRow } from './join-rows'

/** The rows that are shown, in their order, as CSV: labels whole, numbers as they are and not rounded, words where the table says words. */
export function printTableCsv(rows: readonly TableRow[], columns: readonly TableColumn[]): string {
  return printCsv([columns.map(titleOf), ...rows.map((row) => columns.map((column) => csvCell(row, column)))])
}

function titleOf(column: TableColumn): string {
  if (column.kind === 'label' || column.format.unit === 'none' || column.format.unit === '') return column.title
  return `${column.title} (${column.format.unit})`
}

function csvCell(row: TableRow, column: TableColumn): CsvCell {
  if (column.kind === 'label') return row.labels.get(column.label) ?? ''
  const value = row.values[column.query] ?? null
  const state = value === null ? null : stateOfValue(value, column.mappings, [])
  return state?.text ?? value
}
