import type { AggregateExpr, BinaryExpr, CallExpr, Expr, ValueType, VectorSelector } from '~/domain/promql/ast'
import { PromqlParseError, type TextSpan } from '~/domain/promql/ast'
import { compilePattern } from '~/domain/promql/compile-pattern'
import { FUNCTION_SIGNATURES } from '~/domain/promql/function-signatures'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { quoteText } from './go-quote'

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>='])
const SET_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless'])
/** Prometheus' names of the types in its documentation, and so in most of its errors. */
const DOCUMENTED: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
}

/**
 * Checks an expression as Prometheus does once its syntax is right, parts before the whole, and gives its type. Settles
 * `matching` of binary expressions on the way. Throws the first fault as PromqlParseError.
 */
export function checkTypes(expr: Expr, text: string): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar'
    case 'string':
      return 'string'
    case 'paren':
    case 'stepInvariant':
      return checkTypes(expr.expr, text)
    case 'vectorSelector':
      checkSelector(expr)
      return 'vector'
    case 'matrixSelector':
      checkSelector(expr.selector)
      return 'matrix'
    case 'aggregate':
      checkAggregate(expr, text)
      return 'vector'
    case 'call':
      return checkCall(expr, text)
    case 'binary':
      return checkBinary(expr, text)
    case 'unary': {
      const type = checkTypes(expr.expr, text)
      if (type === 'scalar' || type === 'vector') return type
      const wanted = 'unary expression only allowed on expressions of type scalar or instant vector'
      return refuse(`${wanted}, got ${quoteText(DOCUMENTED[type])}`, expr.span)
    }
    case 'subquery': {
      const type = checkTypes(expr.expr, text)
      if (type === 'vector') return 'matrix'
      return refuse(`subquery is only allowed on instant vector, got ${type} instead`, expr.span)
    }
  }
}

function checkSelector({ name, matchers, span }: VectorSelector): void {
  if (name !== undefined) {
    // The last matcher is the name's own.
    const second = matchers.slice(0, -1).find((matcher) => matcher.name === '__name__')
    if (second === undefined) return
    refuse(`metric name must not be set twice: ${quoteText(name)} or ${quoteText(second.value)}`, span)
  }
  if (matchers.every(matchesEmpty)) refuse('vector selector must contain at least one non-empty matcher', span)
}

function matchesEmpty({ op, value }: LabelMatcher): boolean {
  if (op === '=') return value === ''
  if (op === '!=') return value !== ''
  return compilePattern(value)('') === (op === '=~')
}

function checkAggregate({ op, expr, param }: AggregateExpr, text: string): void {
  expectType(expr, 'vector', 'aggregation expression', text)
  if (param === undefined) return
  expectType(param, op === 'count_values' ? 'string' : 'scalar', 'aggregation parameter', text)
}

function checkCall(call: CallExpr, text: string): ValueType {
  const { func, args, span } = call
  const signature = FUNCTION_SIGNATURES.get(func)
  if (signature === undefined) return refuse(`unknown function with name ${quoteText(func)}`, span)
  const { argTypes, variadic, returnType } = signature
  const [least, most] =
    variadic === 0 ? [argTypes.length, argTypes.length] : [argTypes.length - 1, argTypes.length - 1 + variadic]
  const bound = variadic === 0 ? '' : args.length < least ? 'at least ' : 'at most '
  if (args.length < least || (variadic >= 0 && args.length > most)) {
    const count = args.length < least ? least : most
    refuse(`expected ${bound}${count} argument(s) in call to ${quoteText(func)}, got ${args.length}`, span)
  }
  args.forEach((arg, i) => {
    const wanted = argTypes[Math.min(i, argTypes.length - 1)]
    if (wanted !== undefined) expectType(arg, wanted, `call to function ${quoteText(func)}`, text)
  })
  return returnType
}

function expectType(expr: Expr, wanted: ValueType, context: string, text: string): void {
  const type = checkTypes(expr, text)
  if (type === wanted) return
  refuse(`expected type ${DOCUMENTED[wanted]} in ${context}, got ${DOCUMENTED[type]}`, expr.span)
}

function checkBinary(expr: BinaryExpr, text: string): ValueType {
  const { op, lhs, rhs, returnBool, span } = expr
  const [left, right] = [checkTypes(lhs, text), checkTypes(rhs, text)]
  const isSetOperator = SET_OPERATORS.has(op)
  const matching = expr.matching ?? { card: 'one-to-one', on: false, labels: [], include: [] }
  if (returnBool && !COMPARISONS.has(op)) {
    refuse('bool modifier can only be used on comparison operators', operatorSpan(expr, text))
  }
  if (COMPARISONS.has(op) && !returnBool && left === 'scalar' && right === 'scalar') {
    refuse('comparisons between scalars must use BOOL modifier', operatorSpan(expr, text))
  }
  const included = new Set(matching.include)
  const both = matching.on ? matching.labels.find((label) => included.has(label)) : undefined
  if (both !== undefined) {
    refuse(`label ${quoteText(both)} must not occur in ON and GROUP clause at once`, operatorSpan(expr, text))
  }
  for (const [type, side] of [[left, lhs] as const, [right, rhs] as const]) {
    if (type === 'scalar' || type === 'vector') continue
    refuse('binary expression must contain only scalar and instant vector types', side.span)
  }
  const areVectors = left === 'vector' && right === 'vector'
  if (!areVectors && matching.labels.length > 0) refuse('vector matching only allowed between instant vectors', span)
  if (areVectors && isSetOperator && matching.card !== 'one-to-one') {
    refuse(`no grouping allowed for ${quoteText(op)} operation`, span)
  }
  if (!areVectors && isSetOperator) {
    refuse(`set operator ${quoteText(op)} not allowed in binary scalar expression`, span)
  }
  // The tree is nobody else's before parsePromql returns it.
  const settled: { -readonly [Key in keyof BinaryExpr]: BinaryExpr[Key] } = expr
  if (!areVectors) settled.matching = undefined
  else if (isSetOperator) settled.matching = { ...matching, card: 'many-to-many' }
  return left === 'scalar' && right === 'scalar' ? 'scalar' : 'vector'
}

/** Where the operator stands: from behind the left side's last blank. */
function operatorSpan({ lhs, rhs }: BinaryExpr, text: string): TextSpan {
  const isBlank = (pos: number) => ' \t\n\r'.includes(text[pos] ?? '.')
  let [from, to] = [lhs.span.to, rhs.span.from]
  while (isBlank(from)) from++
  while (to > from && isBlank(to - 1)) to--
  return { from, to }
}

function refuse(message: string, span: TextSpan): never {
  throw new PromqlParseError({ message, span })
}
