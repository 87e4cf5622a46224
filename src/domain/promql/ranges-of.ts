import { parseDuration } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'

/** What stands in brackets: a range, or a subquery's range and step. */
export const RANGES = /\[([^\]:]*)(:?[^\]]*)\]/g

/** Ranges of an expression, as near as its text tells, in their order; 0 for one that cannot be read. */
export function rangesOf(expr: string): DurationMs[] {
  return [...expr.matchAll(RANGES)].map(([, range = '']) => {
    const duration = parseDuration(range.trim())
    return duration.ok ? duration.value : 0
  })
}

/** How far back an expression reads for a point: a server's work grows with it. */
export function longestRangeMs(expr: string): DurationMs {
  return Math.max(0, ...rangesOf(expr))
}
