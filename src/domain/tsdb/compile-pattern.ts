import { RE2JS } from 're2js'
import { PromqlEvalError } from '~/domain/promql/eval-error'

/** A pattern as Prometheus reads it: RE2 syntax, anchored at both ends, `.` matches newlines. */
export function compilePattern(pattern: string): (text: string) => boolean {
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.DOTALL)
    return (text) => compiled.testExact(text)
  } catch (error) {
    throw new PromqlEvalError('execution', error instanceof Error ? error.message : String(error))
  }
}
