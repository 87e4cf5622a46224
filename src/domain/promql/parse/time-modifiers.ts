import type { AtModifier, Expr, SubqueryExpr, VectorSelector } from '~/domain/promql/ast'
import type { DurationMs } from '~/domain/units-of-measure'
import { readNumber } from './literals'
import { readDuration } from './read-duration'
import type { TokenKind } from './token'
import { literalValue, parseFault, type TokenReader } from './token-reader'

/** Below and above this a time is no int64. */
const INT64_LIMIT = 2 ** 63
const TARGETS = 'must be preceded by an instant vector selector or range vector selector or a subquery'

/** Reads what may follow any operand, again and again: `[5m]`, `[1h:1m]`, `offset 5m`, `@ 1234`. */
export function readTimeModifiers(reader: TokenReader, operand: Expr): Expr {
  let expr = operand
  for (let links = 1; ; links++) {
    reader.chained(links, expr.span)
    if (reader.takeIf('[') !== undefined) expr = readRange(reader, expr)
    else if (reader.takeIf('offset') !== undefined) expr = readOffset(reader, expr)
    else if (reader.takeIf('@') !== undefined) expr = readAt(reader, expr)
    else return expr
  }
}

function readRange(reader: TokenReader, expr: Expr): Expr {
  const from = reader.lastTo - 1
  const rangeMs = readLength(reader, 'subquery selector', 'duration')
  if (reader.takeIf(':') !== undefined) return readSubquery(reader, expr, rangeMs)
  const { to } = reader.expect([']'], 'subquery or range', '":" or "]"')
  const refuse = (message: string) => parseFault(message, { from, to })
  if (expr.kind !== 'vectorSelector') throw refuse('ranges only allowed for vector selectors')
  if (expr.offsetMs !== 0) throw refuse('no offset modifiers allowed before range')
  // `x @ end() [5m]` passes here, as it does in Prometheus.
  if (expr.at?.kind === 'time') throw refuse('no @ modifiers allowed before range')
  return { kind: 'matrixSelector', span: { from: expr.span.from, to }, selector: expr, rangeMs }
}

function readSubquery(reader: TokenReader, expr: Expr, rangeMs: DurationMs): Expr {
  const stepMs = lengthKinds(reader).includes(reader.peek().kind) ? readLength(reader) : undefined
  const { to } = reader.expect([']'], 'subquery selector', stepMs === undefined ? 'duration or "]"' : '"]"')
  const span = { from: expr.span.from, to }
  return { kind: 'subquery', span, expr, rangeMs, stepMs, offsetMs: 0, at: undefined }
}

function readOffset(reader: TokenReader, expr: Expr): Expr {
  const minus = reader.takeIf('-')
  const lengthMs = readLength(reader, 'offset', 'duration')
  const target = shiftTarget(expr)
  if (target === undefined) throw parseFault(`offset modifier ${TARGETS}`, expr.span)
  if (target.offsetMs !== 0) throw parseFault('offset may not be set multiple times', expr.span)
  return withShift(expr, { offsetMs: minus === undefined ? lengthMs : -lengthMs }, reader.lastTo)
}

function readAt(reader: TokenReader, expr: Expr): Expr {
  const at = readAtModifier(reader, expr)
  const target = shiftTarget(expr)
  if (target === undefined) throw parseFault(`@ modifier ${TARGETS}`, expr.span)
  if (target.at !== undefined) throw parseFault('@ <timestamp> may not be set multiple times', expr.span)
  return withShift(expr, { at }, reader.lastTo)
}

function readAtModifier(reader: TokenReader, expr: Expr): AtModifier {
  const end = reader.takeIf('start', 'end')
  if (end !== undefined) {
    reader.expect(['('], '@', 'timestamp')
    reader.expect([')'], '@', 'timestamp')
    return { kind: end.kind === 'start' ? 'start' : 'end' }
  }
  const sign = reader.takeIf('-', '+')?.kind === '-' ? -1 : 1
  const token = reader.expect(['number'], '@', 'timestamp')
  const seconds = sign * literalValue(readNumber(token.text), token)
  if (!(Math.abs(seconds) < INT64_LIMIT)) {
    throw parseFault(`timestamp out of bounds for @ modifier: ${printFixed(seconds)}`, expr.span)
  }
  // Go rounds halves away from zero, and a number of milliseconds beyond int64 becomes the lowest one.
  const sizeMs = Math.round(Math.abs(seconds) * 1000)
  const timeMs = sizeMs < INT64_LIMIT ? Math.sign(seconds) * sizeMs : -INT64_LIMIT
  return { kind: 'time', timeMs: timeMs === 0 ? 0 : timeMs }
}

/** Durations are numbers of seconds to Prometheus 3, and the reverse. */
function lengthKinds(reader: TokenReader): readonly TokenKind[] {
  return reader.dialect === '3' ? ['duration', 'number'] : ['duration']
}

function readLength(reader: TokenReader, context?: string, expected?: string): DurationMs {
  const token = reader.expect(lengthKinds(reader), context, expected)
  if (token.kind === 'duration') return literalValue(readDuration(token.text), token)
  const lengthMs = Math.round(literalValue(readNumber(token.text), token) * 1000)
  if (!Number.isFinite(lengthMs)) throw parseFault('duration out of range', token)
  if (lengthMs === 0) throw parseFault('duration must be greater than 0', token)
  return lengthMs
}

/** The part of an expression that `offset` and `@` apply to. */
function shiftTarget(expr: Expr): VectorSelector | SubqueryExpr | undefined {
  if (expr.kind === 'matrixSelector') return expr.selector
  return expr.kind === 'vectorSelector' || expr.kind === 'subquery' ? expr : undefined
}

function withShift(
  expr: Expr,
  change: { readonly offsetMs: DurationMs } | { readonly at: AtModifier },
  to: number,
): Expr {
  const span = { from: expr.span.from, to }
  if (expr.kind === 'matrixSelector') return { ...expr, span, selector: { ...expr.selector, ...change } }
  return expr.kind === 'vectorSelector' || expr.kind === 'subquery' ? { ...expr, ...change, span } : expr
}

/** Go's `%f` of a number without a fraction. */
function printFixed(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  return `${BigInt(value)}.000000`
}
