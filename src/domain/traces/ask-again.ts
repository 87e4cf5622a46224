import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { Trace } from './model'
import { isQuiet, summaryOf } from './summary'

const FIRST_MS: DurationMs = 4_000
/** How often a backend is asked at most: of an unfinished trace for some eight minutes, of an unknown one, whose search costs more, for twelve seconds. */
const MOST_UNFINISHED = 8
const MOST_UNKNOWN = 3

/**
 * How soon backends are asked once more for a trace of which they told `traces` when they were asked `times` times: each time after
 * twice as long. False where each told all of it, where nothing came for long, and where it was enough.
 */
export function askAgainMs(traces: readonly (Trace | null)[], times: number, nowMs: UnixMs): DurationMs | false {
  const isUnfinished = traces.some((trace) => trace !== null && mayGrow(trace, nowMs))
  const most = isUnfinished ? MOST_UNFINISHED : traces.includes(null) ? MOST_UNKNOWN : 0
  return times < most ? FIRST_MS * 2 ** Math.max(0, times - 1) : false
}

/** Whether the end of a trace was not told, and something came of it just now. */
export function mayGrow(trace: Trace, nowMs: UnixMs): boolean {
  const summary = summaryOf(trace)
  return summary.end !== 'told' && !isQuiet(summary, nowMs)
}
