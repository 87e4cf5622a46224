import { type ParseResult, parsed, refused } from '~/domain/time/parse-result'
import { addUnits, endOfUnit, instantAt, startOfUnit, type TimeUnit, type WallMs } from '~/domain/time/zoned-time'
import type { UnixMs } from '~/domain/units-of-measure'

export type TimeOperation =
  | { readonly op: 'add'; readonly count: number; readonly unit: TimeUnit }
  | { readonly op: 'round'; readonly unit: TimeUnit }

/** One end of a time range as it was written. */
export type TimeExpression =
  | { readonly kind: 'relative'; readonly operations: readonly TimeOperation[] }
  | { readonly kind: 'instant'; readonly ms: UnixMs }
  /** A date without a zone: the viewer's zone decides. */
  | { readonly kind: 'wall'; readonly wallMs: WallMs }

const MAX_LENGTH = 64
/** End of the year 9999. */
const MAX_INSTANT_MS = 253_402_300_799_999
const OPERATION = /([+-])(\d{1,9})?([smhdwMQy])|\/([smhdwMQy])/gy
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?( ?Z|[+-]\d\d:?\d\d)?)?$/i

/**
 * Parses `now`, `now-6h`, `now/d`, `now-1M/M`, epoch milliseconds, an ISO date or `YYYY-MM-DD HH:mm:ss` (in the
 * viewer's zone). The message of a refusal is for the person who typed.
 */
export function parseTimeExpression(text: string): ParseResult<TimeExpression> {
  const trimmed = text.trim()
  if (trimmed === '') return refused('Type a time such as now-6h or 2026-01-28 15:30:00.')
  if (trimmed.length > MAX_LENGTH) return refused('This is too long to be a time.')
  if (trimmed.startsWith('now')) return parseRelative(trimmed)
  if (/^\d+$/.test(trimmed)) {
    const ms = Number(trimmed)
    return ms <= MAX_INSTANT_MS ? parsed({ kind: 'instant', ms }) : refused('This number of milliseconds is too large.')
  }
  return parseDate(trimmed)
}

function parseRelative(text: string): ParseResult<TimeExpression> {
  const operations: TimeOperation[] = []
  OPERATION.lastIndex = 'now'.length
  while (OPERATION.lastIndex < text.length) {
    const at = OPERATION.lastIndex
    const match = OPERATION.exec(text)
    if (match === null) {
      return refused(`"${text.slice(at)}" after "${text.slice(0, at)}" is not understood. Units are s m h d w M Q y.`)
    }
    const [, sign, count, unit, roundTo] = match
    if (roundTo !== undefined) operations.push({ op: 'round', unit: roundTo as TimeUnit })
    else operations.push({ op: 'add', count: Number(count ?? 1) * (sign === '-' ? -1 : 1), unit: unit as TimeUnit })
  }
  return parsed({ kind: 'relative', operations })
}

function parseDate(text: string): ParseResult<TimeExpression> {
  const match = DATE.exec(text)
  if (match === null) {
    return refused(`"${text}" is not a time. Write now-6h, now/d, 2026-01-28 15:30:00 or milliseconds since 1970.`)
  }
  const part = (index: number): number => Number(match[index] ?? 0)
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)]
  const dayMs = Date.UTC(year, month - 1, day)
  const date = new Date(dayMs)
  const isDate = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!isDate) return refused(`There is no ${match[1]}-${match[2]}-${match[3]} in the calendar.`)
  if (year < 1970) return refused('Dates before 1970 are out of reach.')
  if (hour > 23 || minute > 59 || second > 59) return refused('The time of day ends at 23:59:59.')
  const millis = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'))
  const wallMs = dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + millis
  const zone = match[8]?.trim()
  if (zone === undefined) return parsed({ kind: 'wall', wallMs })
  return parsed({ kind: 'instant', ms: wallMs - parseOffset(zone) })
}

function parseOffset(text: string): number {
  if (text.toUpperCase() === 'Z') return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))
  return minutes * (text.startsWith('-') ? -60_000 : 60_000)
}

/**
 * Instant of an expression at `nowMs`. Rounding goes to the start of the unit in `from` and to its last millisecond in
 * `to`, as in Grafana. Not finite when the arithmetic leaves the calendar.
 */
export function resolveTimeExpression(
  expression: TimeExpression,
  nowMs: UnixMs,
  timeZone: string,
  end: 'from' | 'to',
): UnixMs {
  if (expression.kind === 'instant') return expression.ms
  if (expression.kind === 'wall') return instantAt(expression.wallMs, timeZone)
  let ms = nowMs
  for (const operation of expression.operations) {
    if (operation.op === 'add') ms = addUnits(ms, operation.count, operation.unit, timeZone)
    else if (end === 'from') ms = startOfUnit(ms, operation.unit, timeZone)
    else ms = endOfUnit(ms, operation.unit, timeZone)
  }
  return ms
}

/** Whether the expression moves with each tick of the clock, and not only when a day or a month begins. */
export function isMoving(expression: TimeExpression): boolean {
  return expression.kind === 'relative' && expression.operations.every(({ op }) => op === 'add')
}

/** Whether the expression names other instants in other zones: a date, a rounding, or days and longer, which DST stretches. */
export function dependsOnZone(expression: TimeExpression): boolean {
  if (expression.kind !== 'relative') return expression.kind === 'wall'
  return expression.operations.some(({ op, unit }) => op === 'round' || !['s', 'm', 'h'].includes(unit))
}
