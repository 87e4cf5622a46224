import type { PageTally } from '~/data/page-tally'
import type { DurationMs } from '~/domain/units-of-measure'

const BEAT_MS: DurationMs = 2_000
/** A beat that comes so late while the page is looked at: it stood still. */
const STALL_MS: DurationMs = 1_000
/** Later than this nothing was running at all. */
const SLEEP_MS: DurationMs = 60_000

export type Beat = 'fine' | 'stall' | 'sleep'

/** What a timer that was due after `BEAT_MS` tells by when it came. Hidden pages get their timers late by design. */
export function judgeBeat(tookMs: DurationMs, wasVisible: boolean): Beat {
  const lateMs = tookMs - BEAT_MS
  if (lateMs >= SLEEP_MS) return wasVisible ? 'sleep' : 'fine'
  return lateMs >= STALL_MS && wasVisible ? 'stall' : 'fine'
}

export interface HeapWatch {
  /** Takes a reading; true once what stays after collection has grown beyond what a page may hold. */
  readonly isTooMuch: (bytes: number) => boolean
}

/** Readings of ten minutes at one each ten seconds; collection comes far more often. */
const WINDOW = 60
const MOST_GROWTH = 1.5
/** Below this nobody is harmed by growth. */
const LEAST_BYTES = 250 * 1_048_576

/** Compares the lowest readings of the first ten minutes with those of the last: between them is what is never let go. */
export function createHeapWatch(): HeapWatch {
  let baseline = Number.POSITIVE_INFINITY
  let seen = 0
  const recent: number[] = []
  return {
    isTooMuch(bytes) {
      seen += 1
      if (seen <= WINDOW) baseline = Math.min(baseline, bytes)
      recent.push(bytes)
      if (recent.length > WINDOW) recent.shift()
      const floor = Math.min(...recent)
      return seen >= 2 * WINDOW && floor > LEAST_BYTES && floor > baseline * MOST_GROWTH
    },
  }
}

const HEAP_EVERY_BEATS = 5

export interface WatchdogOptions {
  readonly tally: PageTally
  readonly now: () => number
  readonly isVisible: () => boolean
  /** Null where the browser does not say. */
  readonly heapBytes: () => number | null
  readonly onTooMuch: () => void
}

/** Counts stalls and sleeps, and calls when the page holds ever more; returns what ends it. */
export function startWatchdog({ tally, now, isVisible, heapBytes, onTooMuch }: WatchdogOptions): () => void {
  const heap = createHeapWatch()
  let beats = 0
  let lastMs = now()
  let wasVisible = isVisible()
  const timer = setInterval(() => {
    const tookMs = now() - lastMs
    const beat = judgeBeat(tookMs, wasVisible && isVisible())
    lastMs = now()
    wasVisible = isVisible()
    if (beat === 'sleep') tally.sleeps += 1
    if (beat === 'stall') {
      tally.stalls += 1
      tally.longestStallMs = Math.max(tally.longestStallMs, tookMs - BEAT_MS)
    }
    beats += 1
    const bytes = beats % HEAP_EVERY_BEATS === 0 ? heapBytes() : null
    if (bytes !== null && heap.isTooMuch(bytes)) onTooMuch()
  }, BEAT_MS)
  return () => clearInterval(timer)
}
