import type { Expr } from '~/domain/promql/ast'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { DurationMs } from '~/domain/units-of-measure'

/** Where the samples of an embedded Prometheus come from. */
export interface Feed {
  start(): void
  stop(): void
  /** Resolves when the past that an expression reads is there. */
  whenReady(expr: Expr): Promise<void>
  /** Resolves when all of the past is there. */
  whenAllReady(): Promise<void>
  /** Past that no rule has seen, once it is there. */
  readonly pastMs: DurationMs
  /** The `data` of /api/v1/targets. */
  targets(): object
}

/** The platforms whose series an expression may read, by its `platform="..."` matchers; null for any. */
export function platformsRead(expr: Expr): ReadonlySet<string> | null {
  const found = new Set<string>()
  for (const matchers of selectorsOf(expr)) {
    const platform = matchers.find(({ name, op }) => name === 'platform' && op === '=')
    if (platform === undefined) return null
    found.add(platform.value)
  }
  return found
}

function* selectorsOf(expr: Expr): Generator<readonly LabelMatcher[]> {
  switch (expr.kind) {
    case 'vectorSelector':
      yield expr.matchers
      return
    case 'matrixSelector':
      yield expr.selector.matchers
      return
    case 'subquery':
    case 'unary':
    case 'paren':
    case 'stepInvariant':
      yield* selectorsOf(expr.expr)
      return
    case 'aggregate':
      yield* selectorsOf(expr.expr)
      if (expr.param !== undefined) yield* selectorsOf(expr.param)
      return
    case 'binary':
      yield* selectorsOf(expr.lhs)
      yield* selectorsOf(expr.rhs)
      return
    case 'call':
      for (const arg of expr.args) yield* selectorsOf(arg)
      return
    case 'number':
    case 'string':
  }
}
