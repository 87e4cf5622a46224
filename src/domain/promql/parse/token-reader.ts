import type { TextSpan } from '~/domain/promql/ast'
import { PromqlParseError } from '~/domain/promql/ast'
import { Lexer, type PromqlDialect } from './lexer'
import type { Literal } from './literals'
import { describeToken, type Token, type TokenKind } from './token'

/** Signs, parentheses, calls and powers inside each other. Prometheus has no such limit; it has a larger stack. */
const MAX_NESTING = 200
/** Operators in a chain stand above each other: `a + b + c` is `(a + b) + c`. Whoever walks a tree recurses as deep. */
export const MAX_HEIGHT = 500

/** The tokens of a text, one of them looked ahead at most, as Prometheus reads them: so faults are found in its order. */
export class TokenReader {
  readonly dialect: PromqlDialect
  /** End of the token taken last. */
  lastTo = 0
  private readonly lexer: Lexer
  private ahead: Token | undefined
  private nesting = 0
  private aggregations = 0

  constructor(text: string, dialect: PromqlDialect) {
    this.dialect = dialect
    this.lexer = new Lexer(text, dialect)
  }

  peek(): Token {
    this.ahead ??= this.lexer.next()
    return this.ahead
  }

  take(): Token {
    const token = this.peek()
    this.ahead = undefined
    this.lastTo = token.to
    return token
  }

  /** Takes the next token if it is of one of the kinds. */
  takeIf(...kinds: readonly TokenKind[]): Token | undefined {
    return kinds.includes(this.peek().kind) ? this.take() : undefined
  }

  /** Takes a token of one of the kinds; any other is a fault. */
  expect(kinds: readonly TokenKind[], context?: string, expected?: string): Token {
    return this.takeIf(...kinds) ?? this.unexpected(context, expected)
  }

  /** Throws the fault of a token that may not stand where it does. */
  unexpected(context?: string, expected?: string): never {
    const token = this.peek()
    const place = context ?? (this.aggregations > 0 ? 'aggregation' : undefined)
    const within = place === undefined ? '' : ` in ${place}`
    const wanted = expected === undefined ? '' : `, expected ${expected}`
    throw parseFault(`unexpected ${describeToken(token)}${within}${wanted}`, token)
  }

  /** Reads what is one level deeper. */
  nested<T>(at: TextSpan, read: () => T): T {
    if (++this.nesting > MAX_NESTING) throw parseFault('expression is nested too deeply', at)
    const result = read()
    this.nesting--
    return result
  }

  /** Guards the links of a chain, which is read in a loop and yet makes a high tree. */
  chained(links: number, at: TextSpan): void {
    if (links > MAX_HEIGHT) throw parseFault('expression is nested too deeply', at)
  }

  /** Reads inside an aggregation: a fault there that nothing nearer names is told as "in aggregation". */
  aggregated<T>(read: () => T): T {
    this.aggregations++
    const result = read()
    this.aggregations--
    return result
  }
}

/** The value of a literal; throws its fault. */
export function literalValue<T>(literal: Literal<T>, at: TextSpan): T {
  if ('fault' in literal) throw parseFault(literal.fault, at)
  return literal.value
}

/** A fault at a place, to be thrown. */
export function parseFault(message: string, { from, to }: TextSpan): PromqlParseError {
  return new PromqlParseError({ message, span: { from, to } })
}
