import type { ServerClock } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** A ServerClock that learns from the Date headers of answers. */
export interface ObservingClock extends ServerClock {
  /** Times on the viewer's clock. Ignores what is missing, no date, or took 2 s or longer. */
  observe(dateHeader: string | null, sentMs: UnixMs, receivedMs: UnixMs): void
}

const maxRoundTripMs: DurationMs = 2_000
const keptOffsets = 5
/** Date has a resolution of one second, so smaller differences are noise. */
const smallestChangeMs: DurationMs = 1_000
/** Corrections backwards up to here are waited out instead of shown. */
const heldBackMs: DurationMs = 5_000

/** Time as the servers tell it; `now` is the viewer's clock. */
export function createServerClock({ now }: { readonly now: () => UnixMs }): ObservingClock {
  const offsets: DurationMs[] = []
  let offsetMs: DurationMs = 0
  let shownMs: UnixMs = Number.NEGATIVE_INFINITY
  return {
    offsetMs: () => offsetMs,
    nowMs() {
      const timeMs = now() + offsetMs
      const backMs = shownMs - timeMs
      if (backMs > 0 && backMs <= heldBackMs) return shownMs
      shownMs = timeMs
      return timeMs
    },
    observe(dateHeader, sentMs, receivedMs) {
      const roundTripMs = receivedMs - sentMs
      const dateMs = Date.parse(dateHeader ?? '')
      if (Number.isNaN(dateMs) || roundTripMs < 0 || roundTripMs >= maxRoundTripMs) return
      // The header is cut to the second, so on average half a second has passed since.
      offsets.push(dateMs + 500 - (sentMs + receivedMs) / 2)
      if (offsets.length > keptOffsets) offsets.shift()
      const candidateMs = Math.round(median(offsets))
      if (Math.abs(candidateMs - offsetMs) > smallestChangeMs) offsetMs = candidateMs
    },
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}
