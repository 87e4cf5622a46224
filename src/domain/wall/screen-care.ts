import type { UnixMs } from '~/domain/units-of-measure'
import type { Hours } from './hours'
import { isWithinHours } from './within-hours'

/** CSS pixels that the picture may be away from its middle, each way: 24 from end to end. */
export const DRIFT_PX = 12

const MINUTE_MS = 60_000
/** Minutes of a round trip; without a common divisor the picture comes by every place before it comes back. */
const ACROSS_MINUTES = 37
const DOWN_MINUTES = 23

/** Where the picture stands in this minute, in CSS pixels from its middle: no edge stays on the same pixels for weeks. */
export function driftAt(ms: UnixMs): { readonly x: number; readonly y: number } {
  const minute = Math.floor(ms / MINUTE_MS)
  const swing = (period: number) => Math.round(DRIFT_PX * Math.sin((2 * Math.PI * (minute % period)) / period))
  return { x: swing(ACROSS_MINUTES), y: swing(DOWN_MINUTES) }
}

/** How dark a screen is made, and when. */
export interface Dim {
  readonly hours: readonly Hours[]
  /** Percent of the light of the day. */
  readonly brightness: number
}

/** From 0 to 1: how much black lies over the picture. A firing critical alert is seen in full light. */
export function shadeAt(dim: Dim | undefined, ms: UnixMs, timeZone: string, isAlarmed: boolean): number {
  if (dim === undefined || isAlarmed || dim.hours.length === 0) return 0
  return isWithinHours(dim.hours, ms, timeZone) ? 1 - dim.brightness / 100 : 0
}
