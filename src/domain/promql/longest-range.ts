import { parseDuration } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'

/** How far back an expression reads for a point, as near as its text tells: a server's work grows with it. */
export function longestRangeMs(expr: string): DurationMs {
  const ranges = [...expr.matchAll(/\[([^\]:]*)/g)].map(([, range = '']) => {
    const duration = parseDuration(range)
    return duration.ok ? duration.value : 0
  })
  return Math.max(0, ...ranges)
}
