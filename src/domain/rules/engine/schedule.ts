import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { hashOf } from '~/lib/hash'

/** When a group is evaluated: at `offsetMs + n * intervalMs`. */
export interface GroupSchedule {
  readonly intervalMs: DurationMs
  /** Spreads the groups over the interval, each at its own place, the same after every start. */
  readonly offsetMs: DurationMs
}

/** Place of a group within its interval. */
export function offsetOfGroup(groupId: string, intervalMs: DurationMs): DurationMs {
  return hashOf(groupId) % intervalMs
}

/** The first evaluation at a time or after it. */
export function slotAtOrAfter({ intervalMs, offsetMs }: GroupSchedule, timeMs: UnixMs): UnixMs {
  return offsetMs + Math.ceil((timeMs - offsetMs) / intervalMs) * intervalMs
}

/** The last evaluation at a time or before it. */
export function slotAtOrBefore({ intervalMs, offsetMs }: GroupSchedule, timeMs: UnixMs): UnixMs {
  return offsetMs + Math.floor((timeMs - offsetMs) / intervalMs) * intervalMs
}
