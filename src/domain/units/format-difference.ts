import { formatText, type ValueFormat } from '~/domain/units/format-value'
import { unitSpec } from '~/domain/units/unit-specs'

const PERCENT_DECIMALS = 2

/**
 * How far a value lies from an earlier one, signed and in the unit: "+160 ms", "-$1.20". Percentages differ in percentage
 * points, "+1.2 pp": "+1.2 %" would be a share of the earlier value. Values that read alike are the same: "99.4 %, +0.0003 pp"
 * tells nobody anything. Null where there is no such number: of NaN (no traffic), infinities, dates and words.
 */
export function formatDifference(now: number, then: number, format: ValueFormat): string | null {
  const difference = now - then
  const { style, factor } = unitSpec(format.unit)
  if (!Number.isFinite(difference) || style === 'date' || typeof style === 'object') return null
  if (formatText(now, format) === formatText(then, format)) return 'the same'
  const size = Math.abs(difference)
  const text = style === 'percent' ? `${points(size * factor)} pp` : formatText(size, format)
  return `${difference < 0 ? '-' : '+'}${text}`
}

/** Two decimals at most; one digit where there would be none. */
function points(size: number): string {
  const rounded = Number(size.toFixed(PERCENT_DECIMALS))
  return formatText(rounded === 0 ? Number(size.toPrecision(1)) : rounded, { unit: 'none' })
}
