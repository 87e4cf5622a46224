import type { Expr } from '~/domain/promql/ast'
import { PromqlParseError } from '~/domain/promql/ast'
import { checkTypes } from './check-types'
import { Parser, type PromqlDialect } from './parser'

const MAX_TEXT_LENGTH = 65_536

export interface ParseOptions {
  /** '2.42' unless told: what Prometheus 3 added is refused. */
  readonly dialect?: PromqlDialect
}

/**
 * Parses and type-checks a PromQL expression with the verdicts and, but for its own limits, the words of Prometheus 2.42.
 * Throws PromqlParseError.
 */
export function parsePromql(text: string, options: ParseOptions = {}): Expr {
  if (text.length > MAX_TEXT_LENGTH) {
    const message = `expression is too long: ${text.length} characters, and ${MAX_TEXT_LENGTH} are allowed`
    throw new PromqlParseError({ message, span: { from: 0, to: text.length } })
  }
  const expr = new Parser(text, options.dialect ?? '2.42').parse()
  checkTypes(expr, text)
  return expr
}
