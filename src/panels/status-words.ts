import type { Bound, Status } from '~/domain/thresholds'
import { formatText, type ValueFormat } from '~/domain/units/format-value'

/** The word that goes with a status' colour and icon. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  ok: 'OK',
  warn: 'Warning',
  crit: 'Critical',
  info: 'Info',
  unknown: 'Unknown',
}

/** A bound as text, such as "> 95 %". */
export function formatBound(bound: Bound, format: ValueFormat): string {
  return `${bound.op} ${formatText(bound.value, { unit: format.unit })}`
}
