import type { DurationMs } from '~/domain/units-of-measure'
import type { LabelMatcher } from './matchers'

/*
 * The tree of a PromQL expression. Nouns are those of Prometheus' own parser (promql/parser/ast.go), so that whoever knows
 * one knows the other. Every node carries the place of its text, for errors.
 */

export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string'

/** Offsets in UTF-16 units: `from` inclusive, `to` exclusive. */
export interface TextSpan {
  readonly from: number
  readonly to: number
}

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | SubqueryExpr
  | AggregateExpr
  | BinaryExpr
  | UnaryExpr
  | CallExpr
  | ParenExpr
  | StepInvariantExpr

export interface NumberLiteral {
  readonly kind: 'number'
  readonly span: TextSpan
  readonly value: number
}

export interface StringLiteral {
  readonly kind: 'string'
  readonly span: TextSpan
  /** Unescaped. */
  readonly value: string
}

/** What `@` says: a fixed time, or an end of the query's own range. */
export type AtModifier = { readonly kind: 'time'; readonly timeMs: number } | { readonly kind: 'start' | 'end' }

export interface VectorSelector {
  readonly kind: 'vectorSelector'
  readonly span: TextSpan
  /** The metric name before the braces; undefined for `{...}` alone. Its matcher is in `matchers` too. */
  readonly name: string | undefined
  /** All matchers, `__name__` included. */
  readonly matchers: readonly LabelMatcher[]
  /** Positive looks back. */
  readonly offsetMs: DurationMs
  readonly at: AtModifier | undefined
}

/** `selector[5m]`; offset and `@` stand in the selector. */
export interface MatrixSelector {
  readonly kind: 'matrixSelector'
  readonly span: TextSpan
  readonly selector: VectorSelector
  readonly rangeMs: DurationMs
}

export interface SubqueryExpr {
  readonly kind: 'subquery'
  readonly span: TextSpan
  readonly expr: Expr
  readonly rangeMs: DurationMs
  /** undefined for `[1h:]`: the default evaluation interval. */
  readonly stepMs: DurationMs | undefined
  readonly offsetMs: DurationMs
  readonly at: AtModifier | undefined
}

export type AggregateOp =
  | 'sum'
  | 'min'
  | 'max'
  | 'avg'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'count'
  | 'count_values'
  | 'bottomk'
  | 'topk'
  | 'quantile'

export interface AggregateExpr {
  readonly kind: 'aggregate'
  readonly span: TextSpan
  readonly op: AggregateOp
  readonly expr: Expr
  /** Of topk, bottomk, quantile (scalar) and count_values (string). */
  readonly param: Expr | undefined
  readonly grouping: readonly string[]
  /** `without` instead of `by`. No modifier is `by ()`. */
  readonly without: boolean
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2'
export type ComparisonOp = '==' | '!=' | '<' | '>' | '<=' | '>='
export type SetOp = 'and' | 'or' | 'unless'
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp

/** How series of two vectors find each other. Present exactly when both sides are vectors. */
export interface VectorMatching {
  readonly card: 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many'
  /** `on(...)` instead of `ignoring(...)`. */
  readonly on: boolean
  readonly labels: readonly string[]
  /** Labels of the "one" side that `group_left(...)` or `group_right(...)` copies. */
  readonly include: readonly string[]
}

export interface BinaryExpr {
  readonly kind: 'binary'
  readonly span: TextSpan
  readonly op: BinaryOp
  readonly lhs: Expr
  readonly rhs: Expr
  readonly returnBool: boolean
  readonly matching: VectorMatching | undefined
}

export interface UnaryExpr {
  readonly kind: 'unary'
  readonly span: TextSpan
  readonly op: '+' | '-'
  readonly expr: Expr
}

export interface CallExpr {
  readonly kind: 'call'
  readonly span: TextSpan
  /** A name in `function-signatures.ts`. */
  readonly func: string
  readonly args: readonly Expr[]
}

export interface ParenExpr {
  readonly kind: 'paren'
  readonly span: TextSpan
  readonly expr: Expr
}

/** Wraps what has the same value at every step (`@`); put in by the evaluator, never by the parser. */
export interface StepInvariantExpr {
  readonly kind: 'stepInvariant'
  readonly span: TextSpan
  readonly expr: Expr
}

/** A fault of the text, as Prometheus words it, without its "parse error: " prefix. */
export interface ParseFault {
  readonly message: string
  readonly span: TextSpan
}

export class PromqlParseError extends Error {
  readonly fault: ParseFault
  constructor(fault: ParseFault) {
    super(fault.message)
    this.name = 'PromqlParseError'
    this.fault = fault
  }
}
