import type { Expr } from './ast'

const ARITHMETIC: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['%', (a, b) => a % b],
  ['^', (a, b) => a ** b],
])

/** The value of an expression of numbers alone, such as `5 * 60`; null for all others. */
export function constantOf(expr: Expr): number | null {
  switch (expr.kind) {
    case 'number':
      return expr.value
    case 'paren':
      return constantOf(expr.expr)
    case 'unary': {
      const value = constantOf(expr.expr)
      return value === null ? null : expr.op === '-' ? -value : value
    }
    case 'binary': {
      const [a, b] = [constantOf(expr.lhs), constantOf(expr.rhs)]
      return a === null || b === null ? null : (ARITHMETIC.get(expr.op)?.(a, b) ?? null)
    }
    default:
      return null
  }
}
