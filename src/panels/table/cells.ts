import { type Status, statusOf } from '~/domain/thresholds'
import { formatValue } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { stateOfValue } from '../value-state'
import type { TableColumn } from './columns'
import type { TableRow } from './join-rows'

/** What a cell says; all of it literal. */
export interface TableCell {
  readonly text: string
  readonly unit: string
  /** To be said before the text. */
  readonly atLeast?: boolean | undefined
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
  const isMute = old || column.isEarlier === true
  if (value === null) return NOTHING
  const atLeast = row.atLeast.has(column.query)
  const shown = formatValue(value, { ...column.format, atLeast }, timeZone)
  if (shown.state !== 'value') return { ...NOTHING, text: shown.text, state: 'idle' }
  if (atLeast) {
    // It may be anything above: no word stands for it, and a step only where it is sure to be bad.
    const status = old ? 'unknown' : statusOf(value, column.steps, true)
    const word = status === 'unknown' ? '' : (stateOfValue(value, [], column.steps)?.text ?? '')
    return { text: shown.text, unit: shown.unit, atLeast, state: 'value', status, word }
  }
  const state = stateOfValue(value, column.mappings, column.steps)
  const status = isMute || state === null ? 'unknown' : state.status
  if (state?.mapped === true) return { text: state.text, unit: '', state: 'value', status, word: '' }
  return { text: shown.text, unit: shown.unit, state: 'value', status, word: isMute ? '' : (state?.text ?? '') }
}

/** A cell as one text, for the filter, the export and the width of its column. */
export function cellText({ text, unit, atLeast }: TableCell): string {
  return `${atLeast ? '≥ ' : ''}${text}${unit && ' '}${unit}`
}
