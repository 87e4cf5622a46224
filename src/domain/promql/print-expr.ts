import type { AggregateExpr, AtModifier, BinaryExpr, Expr, VectorSelector } from './ast'
import { compareText } from './labels'
import type { LabelMatcher } from './matchers'
import { printGoDuration, printGoNumber } from './parse/go-print'
import { quoteText } from './parse/go-quote'

/**
 * Prints an expression in one line as Prometheus 2.42 does (`Expr.String()`), so that it parses to the same tree again.
 * Where Prometheus' own print would not, this one differs: `ignoring () group_left ()` and `__name__=""` are not left out.
 */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return printGoNumber(expr.value)
    case 'string':
      return quoteText(expr.value)
    case 'vectorSelector':
      return printSelector(expr) + printShift(expr)
    case 'matrixSelector':
      return `${printSelector(expr.selector)}[${printGoDuration(expr.rangeMs)}]${printShift(expr.selector)}`
    case 'subquery': {
      const step = expr.stepMs === undefined ? '' : printGoDuration(expr.stepMs)
      return `${printExpr(expr.expr)}[${printGoDuration(expr.rangeMs)}:${step}]${printShift(expr)}`
    }
    case 'aggregate':
      return printAggregate(expr)
    case 'binary':
      return printBinary(expr)
    case 'unary':
      return expr.op + printExpr(expr.expr)
    case 'call':
      return `${expr.func}(${expr.args.map(printExpr).join(', ')})`
    case 'paren':
      return `(${printExpr(expr.expr)})`
    case 'stepInvariant':
      return printExpr(expr.expr)
  }
}

function printSelector({ name, matchers }: VectorSelector): string {
  const isName = ({ name: label, op, value }: LabelMatcher) => label === '__name__' && op === '=' && value === name
  const printed = matchers
    .filter((matcher) => !isName(matcher))
    .map(({ name: label, op, value }) => printLabelName(label) + op + quoteText(value))
  if (printed.length === 0 && name !== undefined) return name
  return `${name ?? ''}{${printed.sort(compareText).join(',')}}`
}

function printShift({ at, offsetMs }: { readonly at: AtModifier | undefined; readonly offsetMs: number }): string {
  let text = ''
  if (at?.kind === 'time') text += ` @ ${(at.timeMs / 1000).toFixed(3)}`
  else if (at !== undefined) text += ` @ ${at.kind}()`
  if (offsetMs !== 0) text += ` offset ${offsetMs < 0 ? '-' : ''}${printGoDuration(Math.abs(offsetMs))}`
  return text
}

function printAggregate({ op, expr, param, grouping, without }: AggregateExpr): string {
  const labels = grouping.map(printLabelName).join(', ')
  const modifier = without ? ` without (${labels}) ` : grouping.length > 0 ? ` by (${labels}) ` : ''
  return `${op}${modifier}(${param === undefined ? '' : `${printExpr(param)}, `}${printExpr(expr)})`
}

function printBinary({ op, lhs, rhs, returnBool, matching }: BinaryExpr): string {
  let modifiers = returnBool ? ' bool' : ''
  const grouped = matching?.card === 'many-to-one' || matching?.card === 'one-to-many'
  if (matching !== undefined && (matching.on || matching.labels.length > 0 || grouped)) {
    modifiers += ` ${matching.on ? 'on' : 'ignoring'} (${matching.labels.map(printLabelName).join(', ')})`
    if (grouped) {
      const side = matching.card === 'many-to-one' ? 'left' : 'right'
      modifiers += ` group_${side} (${matching.include.map(printLabelName).join(', ')})`
    }
  }
  return `${printExpr(lhs)} ${op}${modifiers} ${printExpr(rhs)}`
}

/** Only Prometheus 3 has names that need quotes. */
function printLabelName(name: string): string {
  return /^[a-zA-Z_]\w*$/.test(name) ? name : quoteText(name)
}
