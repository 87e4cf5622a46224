import { DAY_MS, HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'
import type { Slo } from './model'

/** From one point of an objective's budget to the next, and the measure of what the history covers. */
export function stepOf({ windowMs }: Pick<Slo, 'windowMs'>): DurationMs {
  return windowMs < 2 * DAY_MS ? 5 * MINUTE_MS : HOUR_MS
}
