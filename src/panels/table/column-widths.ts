import { cellOf, cellText } from './cells'
import type { TableColumn } from './columns'
import type { TableRow } from './join-rows'

/** Rows that are looked at: a column does not grow with each of ten thousand. */
const SAMPLE = 400
const LEAST = { label: 5, value: 6 } as const
const MOST = { label: 44, value: 26 } as const
/** The status' icon and the gap after it. */
const ICON = 2.5
/** Beside a title: the arrow of the sort. */
const ARROW = 2

/** The first column where nobody can scroll sideways: what it wants, or what the others leave of the panel's width. */
export function wallWidth([own = '0px', ...others]: readonly string[]): string {
  return `max(6rem, min(${own}, 100cqw - (${['0px', ...others].join(' + ')})))`
}

/** Width of each column for what it holds, as CSS: the same for all windows of the rows, so that scrolling moves nothing sideways. */
export function columnWidths(rows: readonly TableRow[], columns: readonly TableColumn[], timeZone: string): string[] {
  const sample = rows.slice(0, SAMPLE)
  return columns.map((column) => {
    const hasStatus = column.kind === 'value' && (column.steps.length > 0 || column.mappings.length > 0)
    const lengths = sample.map((row) => {
      const cell = cellOf(row, column, timeZone, false)
      const isLoud = cell.status === 'warn' || cell.status === 'crit'
      return cellText(cell).length + (isLoud && cell.word !== '' ? cell.word.length + 1 : 0)
    })
    const widest = Math.max(LEAST[column.kind], column.title.length + ARROW, ...lengths)
    const characters = Math.min(MOST[column.kind], widest) + (hasStatus ? ICON : 0)
    // On a phone a long label leaves half of the width to the numbers.
    return `min(${characters}ch + 1.25rem, 48cqw)`
  })
}
