import { DAY_MS } from '~/domain/time/duration'
import { type ParseResult, parsed, refused } from '~/domain/time/parse-result'
import { dependsOnZone, isMoving, parseTimeExpression, resolveTimeExpression } from '~/domain/time/time-expression'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** A time range as it is written in links and dashboards: see `parseTimeExpression` for what the ends may be. */
export interface TimeRangeText {
  readonly from: string
  readonly to: string
}

/**
 * sliding: the start moves with the clock; growing: the start stays and data still arrives; fixed: all of it is past.
 * Even a fixed range must be resolved anew on each tick: "yesterday" is another day after midnight.
 */
export type TimeRangeKind = 'sliding' | 'growing' | 'fixed'

export interface TimeRange {
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
  readonly kind: TimeRangeKind
  /** More was asked for than can be shown: say so on screen. */
  readonly clamped: boolean
}

/** Ten years. */
export const MAX_RANGE_MS: DurationMs = 3653 * DAY_MS

/** Resolves a range at the server's now, at most ten years long, in the given IANA zone. */
export function resolveTimeRange(text: TimeRangeText, nowMs: UnixMs, timeZone: string): ParseResult<TimeRange> {
  const from = parseTimeExpression(text.from)
  if (!from.ok) return from
  const to = parseTimeExpression(text.to)
  if (!to.ok) return to
  const wantedFromMs = resolveTimeExpression(from.value, nowMs, timeZone, 'from')
  const wantedToMs = resolveTimeExpression(to.value, nowMs, timeZone, 'to')
  // An instant outside the calendar is NaN: take it as before everything at the start and after everything at the end.
  const toMs = Math.min(orElse(wantedToMs, Number.POSITIVE_INFINITY), nowMs + MAX_RANGE_MS)
  const fromMs = Math.max(orElse(wantedFromMs, Number.NEGATIVE_INFINITY), toMs - MAX_RANGE_MS, 0)
  if (!(fromMs < toMs)) return refused('The range ends before it begins.')
  const growing = isMoving(to.value) || toMs > nowMs
  const kind = isMoving(from.value) ? 'sliding' : growing ? 'growing' : 'fixed'
  return parsed({ fromMs, toMs, kind, clamped: fromMs !== wantedFromMs || toMs !== wantedToMs })
}

function orElse(ms: UnixMs, other: number): number {
  return Number.isNaN(ms) ? other : ms
}

/** A range that stays where it is, written in epoch milliseconds. */
export function fixedRange(fromMs: UnixMs, toMs: UnixMs): TimeRangeText {
  return { from: String(Math.round(fromMs)), to: String(Math.round(toMs)) }
}

/** The zone in which a range must be resolved: any will do for most, and then it is UTC, so that equal ranges look equal. */
export function zoneOfRange({ from, to }: TimeRangeText, timeZone: () => string): string {
  const isFree = [from, to].every((text) => {
    const expression = parseTimeExpression(text)
    return expression.ok && !dependsOnZone(expression.value)
  })
  return isFree ? 'UTC' : timeZone()
}
