import { splitExpr } from '~/domain/promql/normalise'
import { RANGES, rangesOf } from '~/domain/promql/ranges-of'
import type { DurationMs } from '~/domain/units-of-measure'

/** Numbers, keywords, functions of a range whose value a single sample moves little, and functions that pass on what they get. */
const SLOW =
  /^(?:\d.*|and|or|bool|group_left|(?:rate|increase|avg_over_time|sum|avg|min|max|vector|histogram_quantile)\()$/
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi
const OFFSET = /\boffset\s*-?\s*\w+/gi
/** A name, a list of matchers or a number, and the mark that follows it. */
const OPERANDS = /([a-zA-Z_:][\w:]*|\{[^}]*\}|\d[\w.]*(?:e[+-]?\d+)?)(?=\s*([[({]?))/gi

/**
 * Shortest range that every sample of an expression is averaged over, so that its value moves slowly. 0 where a part may
 * jump with the newest sample or with the time, and where this cannot be told.
 */
export function shortestWindowMs(expr: string): DurationMs {
  const code = splitExpr(expr)
    .map(({ kind, text }) => (kind === 'code' ? text : ' '))
    .join('')
    .replace(GROUPING, ' ')
    .replace(OFFSET, ' ')
  for (const [, operand = '', mark = ''] of code.replace(RANGES, '[$2]').matchAll(OPERANDS)) {
    // Matchers need their range, a name needs its range or its matchers.
    const isSlow = mark === '[' || (mark === '{' && !operand.startsWith('{')) || SLOW.test(operand + mark)
    if (!isSlow) return 0
  }
  const windows = rangesOf(code)
  return windows.length === 0 ? 0 : Math.min(...windows)
}
