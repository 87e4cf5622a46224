import type { AtModifier, Expr } from '~/domain/promql/ast'
import type { UnixMs } from '~/domain/units-of-measure'
import { PromqlEvalError } from '../eval-error'

/** Calls whose value depends on the step even where their arguments do not. */
const DEPENDS_ON_STEP = new Set([
  'days_in_month',
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'hour',
  'minute',
  'month',
  'year',
  'predict_linear',
  'time',
  'timestamp',
])

interface Prepared<T extends Expr = Expr> {
  readonly expr: T
  /** The same value at every step. */
  readonly invariant: boolean
}

/**
 * Gives `@ start()` and `@ end()` their times and wraps what is the same at every step, so that it is evaluated once. Follows
 * Prometheus' PreprocessExpr, also in what it leaves alone.
 */
export function preprocess(expr: Expr, startMs: UnixMs, endMs: UnixMs, maxDepth: number): Expr {
  const resolveAt = (at: AtModifier | undefined): AtModifier | undefined => {
    if (at === undefined || at.kind === 'time') return at
    return { kind: 'time', timeMs: at.kind === 'start' ? startMs : endMs }
  }

  function prepare(node: Expr, depth: number): Prepared {
    if (depth > maxDepth) throw new PromqlEvalError('limit', `expression is nested deeper than ${maxDepth} levels`)
    const inner = (child: Expr) => prepare(child, depth + 1)
    switch (node.kind) {
      case 'number':
      case 'string':
        return { expr: node, invariant: true }
      case 'vectorSelector':
        return { expr: { ...node, at: resolveAt(node.at) }, invariant: node.at !== undefined }
      case 'matrixSelector': {
        const selector = { ...node.selector, at: resolveAt(node.selector.at) }
        return { expr: { ...node, selector }, invariant: node.selector.at !== undefined }
      }
      case 'subquery':
        return {
          expr: { ...node, at: resolveAt(node.at), expr: wrapped(inner(node.expr)) },
          invariant: node.at !== undefined,
        }
      case 'paren':
      case 'unary': {
        const { expr, invariant } = inner(node.expr)
        return { expr: { ...node, expr }, invariant }
      }
      case 'aggregate': {
        // Prometheus 2.42 forgets the parameter here: it is taken at the first step where the vector is invariant, and its own
        // `@ start()` and `@ end()` count for nothing. It is looked at for its depth alone.
        if (node.param !== undefined) inner(node.param)
        const { expr, invariant } = inner(node.expr)
        return { expr: { ...node, expr }, invariant }
      }
      case 'binary': {
        const [lhs, rhs] = [inner(node.lhs), inner(node.rhs)]
        if (lhs.invariant && rhs.invariant) return { expr: { ...node, lhs: lhs.expr, rhs: rhs.expr }, invariant: true }
        return { expr: { ...node, lhs: wrapped(lhs), rhs: wrapped(rhs) }, invariant: false }
      }
      case 'call': {
        const args = node.args.map(inner)
        const invariant = !DEPENDS_ON_STEP.has(node.func) && args.every((arg) => arg.invariant)
        return { expr: { ...node, args: args.map(invariant ? ({ expr }) => expr : wrapped) }, invariant }
      }
      case 'stepInvariant':
        return { expr: node, invariant: true }
    }
  }

  return wrapped(prepare(expr, 0))
}

function wrapped({ expr, invariant }: Prepared): Expr {
  return invariant ? { kind: 'stepInvariant', span: expr.span, expr } : expr
}

/** The expression inside parentheses and step-invariant wrappers. */
export function unwrap(expr: Expr): Expr {
  let inner = expr
  while (inner.kind === 'paren' || inner.kind === 'stepInvariant') inner = inner.expr
  return inner
}
