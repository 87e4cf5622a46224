import type { Tone } from '../status/tone'

/** A stretch of time in one state. */
export interface Segment {
  readonly fromMs: number
  /** Not included. */
  readonly toMs: number
  /** Index into the states of the chart. */
  readonly state: number
}

/** How a state is told apart without its colour. */
export type LanePattern = 'solid' | 'dots' | 'hatch' | 'cross' | 'lines'

export interface LaneState {
  /** Literal text. */
  readonly text: string
  readonly tone: Tone
  /** A colour token. */
  readonly colour: string
  readonly pattern: LanePattern
}

export interface Lane {
  /** Stable over refreshes. */
  readonly id: string
  /** Literal text. */
  readonly name: string
  /** Ascending, without overlaps. Between them there is no data. */
  readonly segments: readonly Segment[]
}

/** What each tone looks like; the worse, the busier. */
export const TONE_PATTERNS: Readonly<Record<Tone, LanePattern>> = {
  ok: 'solid',
  info: 'dots',
  warn: 'hatch',
  crit: 'cross',
  unknown: 'lines',
}

/** Index of the segment at a time, or -1 where there is none. */
export function segmentAt(segments: readonly Segment[], timeMs: number): number {
  let low = 0
  let high = segments.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const { fromMs, toMs } = segments[middle] as Segment
    if (timeMs < fromMs) high = middle - 1
    else if (timeMs >= toMs) low = middle + 1
    else return middle
  }
  return -1
}
