import { compareText } from '~/domain/promql/labels'
import { escapeHtml, escapeJs, escapeQuery } from './escapes'
import type { TemplateFunction } from './functions'
import { sprintf } from './go-format'
import { append, printGo, printSample, sprint, sprintln } from './go-print'
import { type GoValue, goBool, goInt, goString, goTypeName, INVALID, isTrue, utf8Length } from './go-value'
import { sliceGo, valueAt } from './indexing'
import { FunctionError } from './template-error'

/** The functions that every template of Go has. `and` and `or` are evaluated by the executor, which stops early. */
export const BUILTINS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['and', { params: ['value'], variadic: 'value', call: ([first]) => first ?? INVALID }],
  ['or', { params: ['value'], variadic: 'value', call: ([first]) => first ?? INVALID }],
  ['not', { params: ['value'], call: ([value]) => goBool(!isTrue(value ?? INVALID)) }],
  ['call', { params: ['value'], variadic: 'value', call: ([value]) => refuseCall(value ?? INVALID) }],
  ['len', { params: ['value'], call: ([value]) => goInt(lengthOf(value ?? INVALID)) }],
  ['index', { params: ['value'], variadic: 'value', call: ([item, ...indexes]) => valueAt(item ?? INVALID, indexes) }],
  ['slice', { params: ['value'], variadic: 'value', call: ([item, ...indexes]) => sliceGo(item ?? INVALID, indexes) }],
  ['print', { params: [], variadic: 'any', call: (args) => goString(sprint(args)) }],
  ['println', { params: [], variadic: 'any', call: (args) => goString(sprintln(args)) }],
  [
    'printf',
    { params: ['string'], variadic: 'any', call: ([format, ...rest]) => goString(sprintf(textOf(format), rest)) },
  ],
  ['html', { params: [], variadic: 'any', call: (args) => goString(escapeHtml(joinArgs(args))) }],
  ['js', { params: [], variadic: 'any', call: (args) => goString(escapeJs(joinArgs(args))) }],
  ['urlquery', { params: [], variadic: 'any', call: (args) => goString(escapeQuery(joinArgs(args))) }],
  ['eq', { params: ['value'], variadic: 'value', call: ([left, ...rest]) => goBool(isEqual(left ?? INVALID, rest)) }],
  ['ne', comparison((left, right) => !isEqual(left, [right]))],
  ['lt', comparison(isLess)],
  ['le', comparison(isLessOrEqual)],
  // As Go has it: NaN is "greater" than anything, because it is not less or equal.
  ['gt', comparison((left, right) => !isLessOrEqual(left, right))],
  ['ge', comparison((left, right) => !isLess(left, right))],
])

function comparison(compare: (left: GoValue, right: GoValue) => boolean): TemplateFunction {
  return {
    params: ['value', 'value'],
    call: ([left, right]) => goBool(compare(left ?? INVALID, right ?? INVALID)),
  }
}

/** The text of an argument that the executor has found to be one. */
export function textOf(value: GoValue | undefined): string {
  return value?.type === 'string' ? value.value : ''
}

function joinArgs(args: readonly GoValue[]): string {
  if (args.length === 1 && args[0]?.type === 'string') return args[0].value
  let out = ''
  for (const [i, arg] of args.entries()) {
    const before = args[i - 1]
    const isText = (value: GoValue) => value.type === 'string' || value.type === 'invalid'
    if (before !== undefined && !isText(before) && !isText(arg)) out += ' '
    const isSample = arg.type === 'sample' && arg.sample !== null
    const text = arg.type === 'invalid' ? '<no value>' : isSample ? printSample(arg.sample) : printGo(arg)
    out = append(out, text)
  }
  return out
}

function lengthOf(value: GoValue): number {
  switch (value.type) {
    case 'string':
      return utf8Length(value.value)
    case 'labels':
      return value.labels.size
    case 'args':
      return value.args.size
    case 'vector':
      return value.samples.length
    case 'invalid':
      throw new FunctionError('reflect: call of reflect.Value.Type on zero Value')
    case 'sample':
      throw new FunctionError(value.sample === null ? 'len of nil pointer' : 'len of type template.sample')
    default:
      throw new FunctionError(`len of type ${goTypeName(value).replace('*', '')}`)
  }
}

function refuseCall(value: GoValue): never {
  throw new FunctionError(value.type === 'invalid' ? 'call of nil' : `non-function of type ${goTypeName(value)}`)
}

const BAD_COMPARISON = 'incompatible types for comparison'
const BAD_COMPARISON_TYPE = 'invalid type for comparison'

/** Kind by which values are compared; null for those that have no order. Integers compare whatever their type. */
function basicKind(value: GoValue): 'bool' | 'int' | 'float' | 'string' | null {
  return value.type === 'bool' || value.type === 'int' || value.type === 'float' || value.type === 'string'
    ? value.type
    : null
}

/** Kind of a value that is no plain number, text or truth: two of different kinds are an error, nil equals nil alone. */
const KINDS = new Map<GoValue['type'], string>([
  ['labels', 'map'],
  ['args', 'map'],
  ['vector', 'slice'],
  ['sample', 'pointer'],
  ['time', 'pointer'],
  ['data', 'struct'],
])

/** Equality of two values that have no order. Maps, lists and structs cannot be compared. */
function isSame(left: GoValue, right: GoValue): boolean {
  if (left.type === 'invalid' || right.type === 'invalid') return left.type === right.type
  const shown = sprintf('%s', [left])
  if (KINDS.get(left.type) !== KINDS.get(right.type)) {
    const [a, b] = [`${shown}: ${goTypeName(left)}`, `${goTypeName(right)}: ${printGo(right)}`]
    throw new FunctionError(`non-comparable types ${a}, ${b}`)
  }
  if (KINDS.get(right.type) === 'pointer') {
    return left.type === 'sample' && right.type === 'sample' && left.sample === right.sample
  }
  throw new FunctionError(`non-comparable type ${sprintf('%s', [right])}: ${goTypeName(right)}`)
}

function isEqual(left: GoValue, rights: readonly GoValue[]): boolean {
  if (rights.length === 0) throw new FunctionError('missing argument for comparison')
  for (const right of rights) {
    if (basicKind(left) !== basicKind(right)) {
      if (left.type !== 'invalid' && right.type !== 'invalid') throw new FunctionError(BAD_COMPARISON)
      continue
    }
    if (basicKind(left) === null) {
      if (isSame(left, right)) return true
      continue
    }
    if ('value' in left && 'value' in right && left.value === right.value) return true
  }
  return false
}

function isLess(left: GoValue, right: GoValue): boolean {
  if (basicKind(left) === null || basicKind(right) === null) throw new FunctionError(BAD_COMPARISON_TYPE)
  if (left.type === 'float' && right.type === 'float') return left.value < right.value
  if (left.type === 'int' && right.type === 'int') return left.value < right.value
  if (left.type === 'string' && right.type === 'string') return compareText(left.value, right.value) < 0
  throw new FunctionError(left.type === right.type ? BAD_COMPARISON_TYPE : BAD_COMPARISON)
}

function isLessOrEqual(left: GoValue, right: GoValue): boolean {
  return isLess(left, right) || isEqual(left, [right])
}
