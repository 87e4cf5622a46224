import { HOUR_MS } from '~/domain/time/duration'
import type { UnixMs } from '~/domain/units-of-measure'
import { type Backtest, chooseMethod, FEWEST_DAYS, spanErrors } from './backtest'
import { DAY } from './methods'

/** Values of whole hours, the first one ending at `firstEndMs`; NaN where nothing is known. */
export interface HourlyHistory {
  readonly firstEndMs: UnixMs
  readonly values: Float64Array
}

/** What a month, or any other time, will have come to at its end. */
export interface Forecast {
  readonly kind: 'forecast'
  /** What was so far and what is told of the rest. */
  readonly total: number
  /** Four of five times it is between these, going by errors of the past; null where there are too few of them. */
  readonly low: number | null
  readonly high: number | null
  /** The hours that are told: the first one ends at `firstEndMs`. */
  readonly hours: HourlyHistory
  readonly best: Backtest
  readonly baseline: Backtest
  /** Length of the spans of the past that the interval is made from, and how many there were. */
  readonly spanDays: number
  readonly spans: number
}

export interface TooLittle {
  readonly kind: 'too-little'
  readonly hoursKnown: number
  readonly hoursNeeded: number
}

/** A day to repeat, and the days that it is tried on. */
const NEEDED = (1 + FEWEST_DAYS) * DAY

/** Standard deviations from the middle within which four of five normal values lie. */
const FOUR_OF_FIVE = 1.28

/** What there will be at `endMs`, of which `soFar` is there at `nowMs`. Pure: the same history is the same forecast. */
export function forecastTo(history: HourlyHistory, nowMs: UnixMs, endMs: UnixMs, soFar: number): Forecast | TooLittle {
  const { values, firstEndMs } = history
  const hoursKnown = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0)
  const chosen = hoursKnown < NEEDED ? null : chooseMethod(values)
  const lastEndMs = firstEndMs + (values.length - 1) * HOUR_MS
  const count = Math.max(0, Math.ceil((endMs - lastEndMs) / HOUR_MS))
  const told = chosen?.best.method.predict(values, values.length, count) ?? null
  if (chosen === null || told === null) {
    return { kind: 'too-little', hoursKnown, hoursNeeded: Math.max(NEEDED, hoursKnown < NEEDED ? 0 : hoursKnown + DAY) }
  }
  // Of an hour that has begun, and of one that ends after the end, a part is told.
  let rest = 0
  for (let i = 0; i < count; i++) {
    const fromMs = lastEndMs + i * HOUR_MS
    const partMs = Math.min(fromMs + HOUR_MS, endMs) - Math.max(fromMs, nowMs)
    rest += ((told[i] ?? 0) * Math.max(0, partMs)) / HOUR_MS
  }
  const { days, errors } = spanErrors(chosen.best.method, values, (endMs - nowMs) / (DAY * HOUR_MS))
  const half = errors.length < FEWEST_DAYS ? null : halfWidth(errors, days)
  return {
    kind: 'forecast',
    total: soFar + rest,
    low: half === null ? null : soFar + rest * Math.max(0, 1 - half),
    high: half === null ? null : soFar + rest * (1 + half),
    hours: { firstEndMs: lastEndMs + HOUR_MS, values: told },
    ...chosen,
    spanDays: days,
    spans: errors.length,
  }
}

/**
 * Half of an interval that four of five spans lie in, as a share of what is told: their root mean square error, widened as
 * Student's t is where there are few. Spans that overlap are not so many as they look: one counts for each that stands apart.
 */
function halfWidth(errors: readonly number[], spanDays: number): number {
  const square = errors.reduce((sum, error) => sum + error * error, 0) / errors.length
  const apart = Math.max(1, errors.length / spanDays)
  return FOUR_OF_FIVE * (1 + 1.5 / apart) * Math.sqrt(square)
}
