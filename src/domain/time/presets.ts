import { formatInstant } from '~/domain/time/format-instant'
import { parseTimeExpression } from '~/domain/time/time-expression'
import type { TimeRangeText } from '~/domain/time/time-range'
import { instantAt, type TimeUnit } from '~/domain/time/zoned-time'

export interface TimePreset extends TimeRangeText {
  readonly label: string
}

const UNIT_WORDS: Readonly<Record<TimeUnit, string>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  M: 'month',
  Q: 'quarter',
  y: 'year',
}

const LENGTHS = ['5m', '15m', '30m', '1h', '3h', '6h', '12h', '24h', '2d', '7d', '30d', '90d']

/** What the time picker offers, in its order. */
export const TIME_PRESETS: readonly TimePreset[] = [
  ...LENGTHS.map((length) => {
    const range = { from: `now-${length}`, to: 'now' }
    return { ...range, label: lastLabel(range) ?? length }
  }),
  { from: 'now/d', to: 'now', label: 'Today so far' },
  { from: 'now-1d/d', to: 'now-1d/d', label: 'Yesterday' },
  { from: 'now/w', to: 'now/w', label: 'This week' },
  { from: 'now/M', to: 'now/M', label: 'This month' },
]

/** A range in words: "Last 6 hours", "Today so far", or both ends, dates in the given zone. */
export function describeTimeRange(range: TimeRangeText, timeZone: string): string {
  const preset = TIME_PRESETS.find(({ from, to }) => from === range.from && to === range.to)
  return (
    preset?.label ?? lastLabel(range) ?? `${describeEnd(range.from, timeZone)} to ${describeEnd(range.to, timeZone)}`
  )
}

function lastLabel({ from, to }: TimeRangeText): string | null {
  const expression = parseTimeExpression(from)
  if (to !== 'now' || !expression.ok || expression.value.kind !== 'relative') return null
  const [first, ...rest] = expression.value.operations
  if (first?.op !== 'add' || first.count >= 0 || rest.length > 0) return null
  const word = UNIT_WORDS[first.unit]
  return `Last ${-first.count} ${word}${first.count === -1 ? '' : 's'}`
}

function describeEnd(text: string, timeZone: string): string {
  const expression = parseTimeExpression(text)
  if (!expression.ok || expression.value.kind === 'relative') return text
  const { value } = expression
  return formatInstant(value.kind === 'instant' ? value.ms : instantAt(value.wallMs, timeZone), timeZone)
}
