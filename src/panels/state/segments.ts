import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { Segment } from '~/ui/chart/lane'
import type { PanelSeries } from '../panel-kind'

interface Span {
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
}

/**
 * The states of one series within a range. A point stands for the time up to the next one, or for one step where the next is
 * missing: a gap is a gap.
 */
export function segmentsOf(
  { values, present }: Pick<PanelSeries, 'values' | 'present'>,
  timesMs: Float64Array,
  stepMs: DurationMs,
  range: Span,
  stateOf: (value: number) => number,
): Segment[] {
  const segments: Segment[] = []
  let open: { fromMs: UnixMs; toMs: UnixMs; state: number } | null = null
  for (let i = 0; i < timesMs.length; i++) {
    if (present[i] !== 1) continue
    const at = timesMs[i] ?? 0
    const fromMs = Math.max(at, range.fromMs)
    const toMs = Math.min(endOfPoint(present, timesMs, stepMs, i), range.toMs)
    if (!(toMs > fromMs)) continue
    const state = stateOf(values[i] ?? Number.NaN)
    if (open !== null && open.state === state && open.toMs >= fromMs) open.toMs = toMs
    else {
      open = { fromMs, toMs, state }
      segments.push(open)
    }
  }
  return segments
}

function endOfPoint(present: Uint8Array, timesMs: Float64Array, stepMs: DurationMs, i: number): UnixMs {
  const at = timesMs[i] ?? 0
  // The newest evaluation is off the grid, and queries of other series may add times between: only a step's room is certain.
  for (let j = i + 1; j < timesMs.length && (timesMs[j] ?? 0) <= at + stepMs * 1.5; j++) {
    if (present[j] === 1) return timesMs[j] ?? 0
  }
  return at + stepMs
}

/** Time in each state, by its index. */
export function timeInStates(segments: readonly Segment[], count: number): DurationMs[] {
  const times = new Array<DurationMs>(count).fill(0)
  for (const { fromMs, toMs, state } of segments) times[state] = (times[state] ?? 0) + toMs - fromMs
  return times
}
