import type {
  AggregateOp,
  AtModifier,
  BinaryOp,
  Expr,
  ParseFault,
  SubqueryExpr,
  TextSpan,
  VectorMatching,
  VectorSelector,
} from '~/domain/promql/ast'
import { PromqlParseError } from '~/domain/promql/ast'
import { compilePattern } from '~/domain/promql/compile-pattern'
import { FUNCTION_SIGNATURES } from '~/domain/promql/function-signatures'
import type { LabelMatcher, MatchOp } from '~/domain/promql/matchers'
import { Lexer } from './lexer'
import { type Literal, readNumber, unquote } from './literals'
import { readDuration } from './read-duration'
import type { Token, TokenKind } from './token'
import { AGGREGATORS, describeToken, LABEL_NAME_KINDS, METRIC_NAME_KINDS } from './token'

/** Which Prometheus decides what is valid: the one that Lookout is measured against, or the newer one with more functions. */
export type PromqlDialect = '2.42' | '3'

/** Signs, parentheses, calls and powers inside each other. Prometheus has no such limit; it has a larger stack. */
const MAX_NESTING = 200

const BINARY_LEVELS: ReadonlyMap<TokenKind, number> = new Map<TokenKind, number>([
  ['or', 1],
  ['and', 2],
  ['unless', 2],
  ...(['==', '!=', '<', '>', '<=', '>='] as const).map((op) => [op, 3] as const),
  ['+', 4],
  ['-', 4],
  ...(['*', '/', '%', 'atan2'] as const).map((op) => [op, 5] as const),
  ['^', 6],
])
const LOWEST_LEVEL = 1
const POWER_LEVEL = 6
const EXPR_STARTS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...METRIC_NAME_KINDS,
  'number',
  'string',
  '(',
  '{',
  '+',
  '-',
])
const MATCH_OPS: ReadonlySet<TokenKind> = new Set<TokenKind>(['=', '!=', '=~', '!~'])
const AGGREGATOR_KINDS: ReadonlySet<TokenKind> = new Set(AGGREGATORS)
const PARAM_AGGREGATORS: ReadonlySet<TokenKind> = new Set<TokenKind>(['topk', 'bottomk', 'quantile', 'count_values'])
/** Below and above this a time in milliseconds is no int64. */
const INT64_LIMIT = 2 ** 63

/**
 * Prometheus 2.42's grammar (promql/parser/generated_parser.y) by recursive descent. It reads one token ahead at most, as
 * Prometheus does, and throws the fault that Prometheus would name first. Types are checked afterwards, by `check-types.ts`.
 */
export class Parser {
  private readonly lexer: Lexer
  private readonly dialect: PromqlDialect
  private ahead: Token | undefined
  private nesting = 0
  /** Open aggregations: a fault inside one that nothing else names is told as "in aggregation". */
  private aggregations = 0

  constructor(text: string, dialect: PromqlDialect) {
    this.lexer = new Lexer(text)
    this.dialect = dialect
  }

  /** The whole text as one expression. */
  parse(): Expr {
    if (this.peek().kind === 'eof') throw fault('no expression found in input', { from: 0, to: 0 })
    const expr = this.expression(LOWEST_LEVEL)
    if (this.peek().kind !== 'eof') this.unexpected()
    return expr
  }

  private expression(lowestLevel: number): Expr {
    let lhs = this.withModifiers(this.operand())
    for (;;) {
      const op = this.peek()
      const level = BINARY_LEVELS.get(op.kind)
      if (level === undefined || level < lowestLevel) return lhs
      this.take()
      const returnBool = this.takeIf('bool') !== undefined
      const matching = this.matching()
      // Only the power operator is right associative.
      const rhs = this.nested(op, () => this.expression(level === POWER_LEVEL ? level : level + 1))
      const span = { from: lhs.span.from, to: rhs.span.to }
      lhs = { kind: 'binary', span, op: op.kind as BinaryOp, lhs, rhs, returnBool, matching }
    }
  }

  private matching(): VectorMatching {
    const word = this.takeIf('on') ?? this.takeIf('ignoring')
    if (word === undefined) return { card: 'one-to-one', on: false, labels: [], include: [] }
    const labels = this.grouping()
    const on = word.kind === 'on'
    const group = this.takeIf('group_left') ?? this.takeIf('group_right')
    if (group === undefined) return { card: 'one-to-one', on, labels, include: [] }
    const include = this.peek().kind === '(' ? this.grouping() : []
    return { card: group.kind === 'group_left' ? 'many-to-one' : 'one-to-many', on, labels, include }
  }

  private operand(): Expr {
    const token = this.peek()
    if (token.kind === '+' || token.kind === '-') return this.unary(this.take(), token.kind)
    if (token.kind === '(') return this.paren(this.take())
    if (token.kind === 'number') {
      return { kind: 'number', span: spanOf(this.take()), value: this.literal(readNumber(token.text), token) }
    }
    if (token.kind === 'string') return { kind: 'string', span: spanOf(this.take()), value: unquote(token.text) }
    if (token.kind === '{') return this.selector(undefined)
    if (!METRIC_NAME_KINDS.has(token.kind)) return this.unexpected()
    this.take()
    const next = this.peek().kind
    if (AGGREGATOR_KINDS.has(token.kind) && (next === '(' || next === 'by' || next === 'without')) {
      return this.aggregation(token)
    }
    if (token.kind === 'identifier' && next === '(') return this.call(token)
    return this.selector(token)
  }

  /** A sign binds as `*` does: `-a ^ b` is `-(a ^ b)`, `-a * b` is `(-a) * b`. */
  private unary(sign: Token, op: '+' | '-'): Expr {
    const expr = this.nested(sign, () => this.expression(POWER_LEVEL))
    const span = { from: sign.from, to: expr.span.to }
    if (expr.kind === 'number') return { kind: 'number', span, value: op === '-' ? -expr.value : expr.value }
    return { kind: 'unary', span, op, expr }
  }

  private paren(open: Token): Expr {
    const expr = this.nested(open, () => this.expression(LOWEST_LEVEL))
    return { kind: 'paren', span: { from: open.from, to: this.expect(')').to }, expr }
  }

  private call(name: Token): Expr {
    const { args, to } = this.args()
    const known = FUNCTION_SIGNATURES.get(name.text)
    if (known === undefined || (known.since3 && this.dialect === '2.42')) {
      throw fault(`unknown function with name ${JSON.stringify(name.text)}`, spanOf(name))
    }
    return { kind: 'call', span: { from: name.from, to }, func: name.text, args }
  }

  private aggregation(op: Token): Expr {
    this.aggregations++
    const early = this.aggregateModifier()
    const body = this.args()
    const late = early === undefined ? this.aggregateModifier() : undefined
    this.aggregations--
    const { grouping, without } = early ?? late ?? { grouping: [], without: false }
    const span = { from: op.from, to: late?.to ?? body.to }
    const { args } = body
    if (args.length === 0) throw fault('no arguments for aggregate expression provided', span)
    const desired = PARAM_AGGREGATORS.has(op.kind) ? 2 : 1
    const expr = args[desired - 1]
    if (expr === undefined || args.length !== desired) {
      const counts = `expected ${desired}, got ${args.length}`
      throw fault(`wrong number of arguments for aggregate expression provided, ${counts}`, span)
    }
    const param = desired === 2 ? args[0] : undefined
    return { kind: 'aggregate', span, op: op.kind as AggregateOp, expr, param, grouping, without }
  }

  private aggregateModifier(): { grouping: readonly string[]; without: boolean; to: number } | undefined {
    const word = this.takeIf('by') ?? this.takeIf('without')
    if (word === undefined) return undefined
    const grouping = this.grouping()
    return { grouping, without: word.kind === 'without', to: this.lastTo }
  }

  /** End of the token taken last. */
  private lastTo = 0

  private args(): { readonly args: readonly Expr[]; readonly to: number } {
    const open = this.expect('(')
    const args: Expr[] = []
    if (this.peek().kind !== ')') {
      args.push(this.nested(open, () => this.expression(LOWEST_LEVEL)))
      for (let comma = this.takeIf(','); comma !== undefined; comma = this.takeIf(',')) {
        if (!EXPR_STARTS.has(this.peek().kind)) {
          throw fault('trailing commas not allowed in function call args', spanOf(comma))
        }
        args.push(this.nested(open, () => this.expression(LOWEST_LEVEL)))
      }
    }
    return { args, to: this.expect(')').to }
  }

  /** Label names in parentheses, of `by`, `on` and their like. */
  private grouping(): readonly string[] {
    if (this.peek().kind !== '(') this.unexpected('grouping opts', '"("')
    this.take()
    const labels: string[] = []
    while (this.peek().kind !== ')') {
      const label = this.peek()
      if (!LABEL_NAME_KINDS.has(label.kind) || label.text.includes(':')) this.unexpected('grouping opts', 'label')
      labels.push(this.take().text)
      const next = this.peek().kind
      if (next !== ',' && next !== ')') this.unexpected('grouping opts', '"," or ")"')
      this.takeIf(',')
    }
    this.take()
    return labels
  }

  private selector(name: Token | undefined): Expr {
    const from = name?.from ?? this.peek().from
    const matchers = this.peek().kind === '{' ? this.matchers() : []
    if (name !== undefined) matchers.push({ name: '__name__', op: '=', value: name.text })
    const span = { from, to: this.lastTo }
    return { kind: 'vectorSelector', span, name: name?.text, matchers, offsetMs: 0, at: undefined }
  }

  private matchers(): LabelMatcher[] {
    this.expect('{')
    const matchers: LabelMatcher[] = []
    while (this.peek().kind !== '}') {
      matchers.push(this.matcher())
      const next = this.peek().kind
      if (next !== ',' && next !== '}') this.unexpected('label matching', '"," or "}"')
      this.takeIf(',')
    }
    this.take()
    return matchers
  }

  private matcher(): LabelMatcher {
    if (this.peek().kind !== 'identifier') this.unexpected('label matching', 'identifier or "}"')
    const label = this.take()
    if (!MATCH_OPS.has(this.peek().kind)) this.unexpected('label matching', 'label matching operator')
    const op = this.take().kind as MatchOp
    if (this.peek().kind !== 'string') this.unexpected('label matching', 'string')
    const text = this.take()
    const value = unquote(text.text)
    if (op === '=~' || op === '!~') checkPattern(value, { from: label.from, to: text.to })
    return { name: label.text, op, value }
  }

  /** What may follow any operand, again and again: a range or subquery, `offset`, `@`. */
  private withModifiers(operand: Expr): Expr {
    let expr = operand
    for (;;) {
      if (this.peek().kind === '[') expr = this.range(expr)
      else if (this.peek().kind === 'offset') expr = this.offset(expr)
      else if (this.peek().kind === '@') expr = this.at(expr)
      else return expr
    }
  }

  private range(expr: Expr): Expr {
    const open = this.take()
    if (this.peek().kind !== 'duration') this.unexpected('subquery selector', 'duration')
    const rangeMs = this.duration()
    if (this.takeIf(':') !== undefined) return this.subquery(expr, rangeMs)
    if (this.peek().kind !== ']') this.unexpected('subquery or range', '":" or "]"')
    const { to } = this.take()
    const refuse = (message: string) => fault(message, { from: open.from, to })
    if (expr.kind !== 'vectorSelector') throw refuse('ranges only allowed for vector selectors')
    if (expr.offsetMs !== 0) throw refuse('no offset modifiers allowed before range')
    // `x @ end() [5m]` passes here, as it does in Prometheus.
    if (expr.at?.kind === 'time') throw refuse('no @ modifiers allowed before range')
    return { kind: 'matrixSelector', span: { from: expr.span.from, to }, selector: expr, rangeMs }
  }

  private subquery(expr: Expr, rangeMs: number): Expr {
    const stepMs = this.peek().kind === 'duration' ? this.duration() : undefined
    if (this.peek().kind !== ']') {
      this.unexpected('subquery selector', stepMs === undefined ? 'duration or "]"' : '"]"')
    }
    const span = { from: expr.span.from, to: this.take().to }
    return { kind: 'subquery', span, expr, rangeMs, stepMs, offsetMs: 0, at: undefined }
  }

  private offset(expr: Expr): Expr {
    this.take()
    const minus = this.takeIf('-')
    if (this.peek().kind !== 'duration') this.unexpected('offset', 'duration')
    const lengthMs = this.duration()
    const target = timeShiftedPart(expr)
    if (target === undefined) {
      const targets = 'an instant vector selector or range vector selector or a subquery'
      throw fault(`offset modifier must be preceded by ${targets}`, expr.span)
    }
    if (target.offsetMs !== 0) throw fault('offset may not be set multiple times', expr.span)
    return shifted(expr, { offsetMs: minus === undefined ? lengthMs : -lengthMs }, this.lastTo)
  }

  private at(expr: Expr): Expr {
    this.take()
    const at = this.atModifier(expr)
    const target = timeShiftedPart(expr)
    if (target === undefined) {
      const targets = 'an instant vector selector or range vector selector or a subquery'
      throw fault(`@ modifier must be preceded by ${targets}`, expr.span)
    }
    if (target.at !== undefined) throw fault('@ <timestamp> may not be set multiple times', expr.span)
    return shifted(expr, { at }, this.lastTo)
  }

  private atModifier(expr: Expr): AtModifier {
    const end = this.takeIf('start') ?? this.takeIf('end')
    if (end !== undefined) {
      for (const mark of ['(', ')'] as const) {
        if (this.takeIf(mark) === undefined) this.unexpected('@', 'timestamp')
      }
      return { kind: end.kind as 'start' | 'end' }
    }
    const sign = this.takeIf('-') ?? this.takeIf('+')
    if (this.peek().kind !== 'number') this.unexpected('@', 'timestamp')
    const token = this.take()
    const size = this.literal(readNumber(token.text), token)
    const seconds = sign?.kind === '-' ? -size : size
    if (!(Math.abs(seconds) < INT64_LIMIT)) {
      throw fault(`timestamp out of bounds for @ modifier: ${printFixed(seconds)}`, expr.span)
    }
    // Go rounds halves away from zero, and a time beyond int64 falls to its lowest value.
    const timeMs = Math.sign(seconds) * Math.round(Math.abs(seconds) * 1000) || 0
    return { kind: 'time', timeMs: Math.abs(timeMs) < INT64_LIMIT ? timeMs : -INT64_LIMIT }
  }

  private duration(): number {
    const token = this.take()
    return this.literal(readDuration(token.text), token)
  }

  private literal<T>(literal: Literal<T>, token: Token): T {
    if ('fault' in literal) throw fault(literal.fault, spanOf(token))
    return literal.value
  }

  private nested<T>(at: Token, read: () => T): T {
    if (++this.nesting > MAX_NESTING) throw fault('expression is nested too deeply', spanOf(at))
    const result = read()
    this.nesting--
    return result
  }

  private peek(): Token {
    this.ahead ??= this.lexer.next()
    return this.ahead
  }

  private take(): Token {
    const token = this.peek()
    this.ahead = undefined
    this.lastTo = token.to
    return token
  }

  private takeIf(kind: TokenKind): Token | undefined {
    return this.peek().kind === kind ? this.take() : undefined
  }

  private expect(kind: TokenKind): Token {
    return this.peek().kind === kind ? this.take() : this.unexpected()
  }

  private unexpected(context?: string, expected?: string): never {
    const token = this.peek()
    const place = context ?? (this.aggregations > 0 ? 'aggregation' : undefined)
    const within = place === undefined ? '' : ` in ${place}`
    const wanted = expected === undefined ? '' : `, expected ${expected}`
    throw fault(`unexpected ${describeToken(token)}${within}${wanted}`, spanOf(token))
  }
}

function fault(message: string, span: TextSpan): PromqlParseError {
  const found: ParseFault = { message, span }
  return new PromqlParseError(found)
}

function spanOf({ from, to }: Token): TextSpan {
  return { from, to }
}

function checkPattern(pattern: string, span: TextSpan): void {
  try {
    compilePattern(pattern)
  } catch (error) {
    throw fault(error instanceof Error ? error.message : String(error), span)
  }
}

/** The part of an expression that `offset` and `@` apply to. */
function timeShiftedPart(expr: Expr): VectorSelector | SubqueryExpr | undefined {
  if (expr.kind === 'matrixSelector') return expr.selector
  return expr.kind === 'vectorSelector' || expr.kind === 'subquery' ? expr : undefined
}

function shifted(expr: Expr, change: { offsetMs: number } | { at: AtModifier }, to: number): Expr {
  const span = { from: expr.span.from, to }
  if (expr.kind === 'matrixSelector') return { ...expr, span, selector: { ...expr.selector, ...change } }
  return expr.kind === 'vectorSelector' || expr.kind === 'subquery' ? { ...expr, ...change, span } : expr
}

/** Go's `%f`. */
function printFixed(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  return `${BigInt(value)}.000000`
}
