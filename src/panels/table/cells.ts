import type { Status } from '~/domain/thresholds'
import { formatValue } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { stateOfValue } from '../value-state'
import type { TableColumn } from './columns'
import type { TableRow } from './join-rows'

/** What a cell says; all of it literal. */
export interface TableCell {
  readonly text: string
  readonly unit: string
  /** `none`: there is nothing to say. `idle`: 0/0, no traffic. */
  readonly state: 'value' | 'none' | 'idle'
  readonly status: Status
  /** Word of the status; empty where the text is that word, or where there is none. */
  readonly word: string
}

const NOTHING: TableCell = { text: '–', unit: '', state: 'none', status: 'unknown', word: '' }

/** A cell of a row. A value that is `old` has no good or bad. */
export function cellOf(row: TableRow, column: TableColumn, timeZone: string, old: boolean): TableCell {
  if (column.kind === 'label') {
    const text = displayText(row.labels.get(column.label) ?? '')
    return text === '' ? NOTHING : { ...NOTHING, text, state: 'value' }
  }
  const value = row.values[column.query] ?? null
  if (value === null) return NOTHING
  const shown = formatValue(value, column.format, timeZone)
  if (shown.state !== 'value') return { ...NOTHING, text: shown.text, state: 'idle' }
  const state = stateOfValue(value, column.mappings, column.steps)
  const status = old || state === null ? 'unknown' : state.status
  if (state?.mapped === true) return { text: state.text, unit: '', state: 'value', status, word: '' }
  return { text: shown.text, unit: shown.unit, state: 'value', status, word: old ? '' : (state?.text ?? '') }
}

/** A cell as one text, for the filter, the export and the width of its column. */
export function cellText({ text, unit }: TableCell): string {
  return unit === '' ? text : `${text} ${unit}`
}
