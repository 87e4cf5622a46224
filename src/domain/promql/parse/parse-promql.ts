import type { Expr } from '~/domain/promql/ast'
import { checkTypes } from './check-types'
import { ExpressionParser } from './expression'
import type { PromqlDialect } from './lexer'
import { MAX_HEIGHT, parseFault, TokenReader } from './token-reader'
import { treeHeight } from './tree-height'

export const MAX_TEXT_LENGTH = 65_536

export interface ParseOptions {
  /** '2.42' unless told: what Prometheus 3 added is refused. */
  readonly dialect?: PromqlDialect
}

/**
 * Parses and type-checks a PromQL expression with Prometheus 2.42's verdict and words. Throws PromqlParseError, also for what
 * is too long, too deep or too complex for a browser.
 */
export function parsePromql(text: string, options: ParseOptions = {}): Expr {
  const whole = { from: 0, to: text.length }
  if (text.length > MAX_TEXT_LENGTH) {
    const counts = `${text.length} characters, and ${MAX_TEXT_LENGTH} are allowed`
    throw parseFault(`expression is too long: ${counts}`, whole)
  }
  try {
    const expr = new ExpressionParser(new TokenReader(text, options.dialect ?? '2.42')).parse()
    if (treeHeight(expr) > MAX_HEIGHT) throw parseFault('expression is nested too deeply', whole)
    checkTypes(expr, text)
    return expr
  } catch (error) {
    // The limits leave room enough, unless the caller's own stack is nearly full.
    if (error instanceof RangeError) throw parseFault('expression is nested too deeply', whole)
    throw error
  }
}
