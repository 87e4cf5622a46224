import type { AggregateOp, BinaryOp, Expr, VectorMatching } from '~/domain/promql/ast'
import { FUNCTION_SIGNATURES } from '~/domain/promql/function-signatures'
import { quoteText } from './go-quote'
import { readNumber, unquote } from './literals'
import { readDuration } from './read-duration'
import { type PatternBudget, readGrouping, readSelector } from './selector'
import { readTimeModifiers } from './time-modifiers'
import { AGGREGATORS, METRIC_NAME_KINDS, type Token, type TokenKind } from './token'
import { literalValue, parseFault, type TokenReader } from './token-reader'

/** How strongly binary operators bind, from `or` to `^`. */
const LEVELS: ReadonlyMap<TokenKind, number> = new Map<TokenKind, number>([
  ['or', 1],
  ...(['and', 'unless'] as const).map((op) => [op, 2] as const),
  ...(['==', '!=', '<', '>', '<=', '>='] as const).map((op) => [op, 3] as const),
  ...(['+', '-'] as const).map((op) => [op, 4] as const),
  ...(['*', '/', '%', 'atan2'] as const).map((op) => [op, 5] as const),
  ['^', 6],
])
const LOWEST_LEVEL = 1
const POWER_LEVEL = 6
const EXPR_STARTS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...METRIC_NAME_KINDS,
  ...(['number', 'string', '(', '{', '+', '-'] as const),
])
const AGGREGATOR_KINDS: ReadonlySet<TokenKind> = new Set(AGGREGATORS)
const PARAM_AGGREGATORS: ReadonlySet<TokenKind> = new Set<TokenKind>(['topk', 'bottomk', 'quantile', 'count_values'])

/**
 * Prometheus 2.42's grammar (promql/parser/generated_parser.y) by recursive descent. Throws the fault that Prometheus would
 * name first. Types are checked afterwards, by `check-types.ts`.
 *
 * The grammar of lezer-promql is an editor's: it reads `-1 ^ 2` as `(-1) ^ 2`, `a + b @ 5` as `(a + b) @ 5`, accepts what only
 * Prometheus 3 knows, refuses `5.` and a metric named `offset`, and has no words for faults. So it does not serve here.
 */
export class ExpressionParser {
  private readonly reader: TokenReader
  private readonly budget: PatternBudget = { seen: new Set(), cost: 0 }

  constructor(reader: TokenReader) {
    this.reader = reader
  }

  /** The whole text as one expression. */
  parse(): Expr {
    if (this.reader.peek().kind === 'eof') throw parseFault('no expression found in input', { from: 0, to: 0 })
    const expr = this.expression(LOWEST_LEVEL)
    this.reader.expect(['eof'])
    return expr
  }

  private expression(lowestLevel: number): Expr {
    let lhs = readTimeModifiers(this.reader, this.operand())
    for (let links = 1; ; links++) {
      const op = this.reader.peek()
      const level = LEVELS.get(op.kind)
      if (level === undefined || level < lowestLevel) return lhs
      this.reader.chained(links, op)
      this.reader.take()
      const returnBool = this.reader.takeIf('bool') !== undefined
      const matching = this.matching()
      // Only the power operator is right associative, so that its chains recurse.
      const rhs =
        level === POWER_LEVEL ? this.reader.nested(op, () => this.expression(level)) : this.expression(level + 1)
      const span = { from: lhs.span.from, to: rhs.span.to }
      lhs = { kind: 'binary', span, op: op.kind as BinaryOp, lhs, rhs, returnBool, matching }
    }
  }

  private matching(): VectorMatching {
    const word = this.reader.takeIf('on', 'ignoring')
    if (word === undefined) return { card: 'one-to-one', on: false, labels: [], include: [] }
    const labels = readGrouping(this.reader)
    const on = word.kind === 'on'
    const group = this.reader.takeIf('group_left', 'group_right')
    if (group === undefined) return { card: 'one-to-one', on, labels, include: [] }
    const include = this.startsExpression() && this.reader.peek().kind !== '(' ? [] : readGrouping(this.reader)
    return { card: group.kind === 'group_left' ? 'many-to-one' : 'one-to-many', on, labels, include }
  }

  private operand(): Expr {
    const token = this.reader.peek()
    if (token.kind === '{') return readSelector(this.reader, undefined, this.budget)
    if (!this.startsExpression()) return this.reader.unexpected()
    this.reader.take()
    const span = { from: token.from, to: token.to }
    switch (token.kind) {
      case '+':
      case '-':
        return this.unary(token, token.kind)
      case '(': {
        const expr = this.reader.nested(token, () => this.expression(LOWEST_LEVEL))
        return { kind: 'paren', span: { from: token.from, to: this.reader.expect([')']).to }, expr }
      }
      case 'number':
        return { kind: 'number', span, value: literalValue(readNumber(token.text), token) }
      case 'duration':
        return { kind: 'number', span, value: literalValue(readDuration(token.text), token) / 1000 }
      case 'string':
        return { kind: 'string', span, value: unquote(token.text) }
    }
    const next = this.reader.peek().kind
    if (AGGREGATOR_KINDS.has(token.kind) && (next === '(' || next === 'by' || next === 'without')) {
      return this.reader.aggregated(() => this.aggregation(token))
    }
    if (token.kind === 'identifier' && next === '(') return this.call(token)
    return readSelector(this.reader, token, this.budget)
  }

  private startsExpression(): boolean {
    const { kind } = this.reader.peek()
    return EXPR_STARTS.has(kind) || (kind === 'duration' && this.reader.dialect === '3')
  }

  /** A sign binds as `*` does: `-a ^ b` is `-(a ^ b)`, `-a * b` is `(-a) * b`. */
  private unary(sign: Token, op: '+' | '-'): Expr {
    const expr = this.reader.nested(sign, () => this.expression(POWER_LEVEL))
    const span = { from: sign.from, to: expr.span.to }
    if (expr.kind === 'number') return { kind: 'number', span, value: op === '-' ? -expr.value : expr.value }
    return { kind: 'unary', span, op, expr }
  }

  private call(name: Token): Expr {
    const args = this.args()
    const known = FUNCTION_SIGNATURES.get(name.text)
    if (known === undefined || (known.since3 && this.reader.dialect === '2.42')) {
      throw parseFault(`unknown function with name ${quoteText(name.text)}`, name)
    }
    return { kind: 'call', span: { from: name.from, to: this.reader.lastTo }, func: name.text, args }
  }

  private aggregation(op: Token): Expr {
    const early = this.aggregateModifier()
    const args = this.args()
    const { grouping, without } = early ?? this.aggregateModifier() ?? { grouping: [], without: false }
    const span = { from: op.from, to: this.reader.lastTo }
    if (args.length === 0) throw parseFault('no arguments for aggregate expression provided', span)
    const desired = PARAM_AGGREGATORS.has(op.kind) ? 2 : 1
    const expr = args[desired - 1]
    if (expr === undefined || args.length !== desired) {
      const counts = `expected ${desired}, got ${args.length}`
      throw parseFault(`wrong number of arguments for aggregate expression provided, ${counts}`, span)
    }
    const param = desired === 2 ? args[0] : undefined
    return { kind: 'aggregate', span, op: op.kind as AggregateOp, expr, param, grouping, without }
  }

  private aggregateModifier(): { readonly grouping: readonly string[]; readonly without: boolean } | undefined {
    const word = this.reader.takeIf('by', 'without')
    return word === undefined ? undefined : { grouping: readGrouping(this.reader), without: word.kind === 'without' }
  }

  private args(): readonly Expr[] {
    const open = this.reader.expect(['('])
    const args: Expr[] = []
    if (this.reader.takeIf(')') !== undefined) return args
    args.push(this.reader.nested(open, () => this.expression(LOWEST_LEVEL)))
    for (let comma = this.reader.takeIf(','); comma !== undefined; comma = this.reader.takeIf(',')) {
      if (!this.startsExpression()) {
        throw parseFault('trailing commas not allowed in function call args', comma)
      }
      args.push(this.reader.nested(open, () => this.expression(LOWEST_LEVEL)))
    }
    this.reader.expect([')'])
    return args
  }
}
