import { parseDuration } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'

/**
 * Text of a PromQL expression without comments and without blanks that carry no meaning. Equal results mean equal
 * expressions; the reverse is not promised, and need not be: a missed pair costs a request, a wrong one a number.
 */
export function normaliseExpr(expr: string): string {
  let out = ''
  for (const part of splitExpr(expr)) {
    if (part.kind === 'string') {
      out += part.text
      continue
    }
    // A comment separates words as a blank does.
    const text = (part.kind === 'comment' ? ' ' : part.text).replace(/\s+/g, ' ')
    out += out.endsWith(' ') ? text.trimStart() : text
    if (part.kind === 'comment' && !out.endsWith(' ')) out += ' '
  }
  // Blanks beside these marks never carry meaning. Strings are cut out first, so that none inside them is touched.
  return joinOutsideStrings(out, (code) => code.replace(/\s*([(){}[\],])\s*/g, '$1')).trim()
}

/** What an expression reads beyond the points of its own window: decides how far a refresh must look back. */
export interface ExprReach {
  /** Uses `@`, so each point may depend on the start or end of the whole range: only a whole query answers it. */
  readonly pinned: boolean
  /** Sum of the negative offsets: a sample at `t` can change points from `t - forwardMs` on. */
  readonly forwardMs: DurationMs
}

/**
 * Finds the parts of an expression that read later samples than the evaluation time. Looking back (`[5m]`,
 * `offset 1h`) needs no care: a sample at time t only ever changes points at t or later.
 */
export function exprReach(expr: string): ExprReach {
  let pinned = false
  let forwardMs = 0
  for (const part of splitExpr(expr)) {
    if (part.kind !== 'code') continue
    if (part.text.includes('@')) pinned = true
    for (const match of part.text.matchAll(/\boffset\s*-\s*([0-9a-zA-Z.]+)/gi)) {
      const duration = parseDuration(match[1] ?? '')
      // An offset that cannot be read could reach anywhere: ask for the whole range each time.
      if (duration.ok) forwardMs += duration.value
      else pinned = true
    }
  }
  return { pinned, forwardMs }
}

interface ExprPart {
  readonly kind: 'code' | 'string' | 'comment'
  readonly text: string
}

const PARTS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#[^\n\r]*/gs

/** Cuts an expression into code, string literals (with their quotes) and comments. An unclosed quote counts as code. */
export function splitExpr(expr: string): ExprPart[] {
  const parts: ExprPart[] = []
  let at = 0
  for (const match of expr.matchAll(PARTS)) {
    if (match.index > at) parts.push({ kind: 'code', text: expr.slice(at, match.index) })
    parts.push({ kind: match[0].startsWith('#') ? 'comment' : 'string', text: match[0] })
    at = match.index + match[0].length
  }
  if (at < expr.length) parts.push({ kind: 'code', text: expr.slice(at) })
  return parts
}

function joinOutsideStrings(expr: string, change: (code: string) => string): string {
  // Blanks at a part's edge beside a string stay: `a "b"` is not valid PromQL anyway.
  return splitExpr(expr)
    .map((part) => (part.kind === 'code' ? change(part.text) : part.text))
    .join('')
}
