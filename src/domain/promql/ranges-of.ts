import { parseDuration } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'

/** What stands in brackets: a range, or a subquery's range and step. */
export const RANGES = /\[([^\]:]*)(:?[^\]]*)\]/g

/** Ranges of an expression without strings, in the order of the text; 0 for one that cannot be read. */
export function rangesOf(code: string): DurationMs[] {
  return [...code.matchAll(RANGES)].map(([, range = '']) => {
    const duration = parseDuration(range.trim())
    return duration.ok ? duration.value : 0
  })
}

/** How far an expression reads back for a point, as near as its text tells: a server's work grows with it. */
export function longestRangeMs(expr: string): DurationMs {
  return Math.max(0, ...rangesOf(expr))
}
