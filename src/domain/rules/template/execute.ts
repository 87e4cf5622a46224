import { compareText } from '~/domain/promql/labels'
import { BUILTINS } from './builtins'
import { fieldOf, NIL_INTERFACE } from './fields'
import { type ParamType, paramTypeName, type TemplateContext, type TemplateFunction } from './functions'
import { printAction } from './go-print'
import { quoteGo } from './go-quote'
import { type GoValue, goInt, goString, goTypeName, INVALID, isTrue, utf8Length } from './go-value'
import { FunctionError, TemplateError } from './template-error'
import {
  type BranchNode,
  type CommandNode,
  type LiteralNode,
  type Operand,
  type PipeNode,
  printNode,
  type Template,
  type TemplateNode,
} from './tree'

/** Bounds of one expansion: a hostile template stops here, and says so. */
const MAX_STEPS = 100_000
const STEPS_OF_A_QUERY = 500
const MAX_OUTPUT = 65_536
const MAX_DEPTH = 100

type Flow = 'on' | 'break' | 'continue'
type Positioned = Operand | CommandNode | TemplateNode

/**
 * Expands a parsed template over its dot. Follows Go's text/template/exec.go step by step, so that errors name the place
 * that Go names. Throws TemplateError.
 */
export function executeTemplate(
  template: Template,
  dot: GoValue,
  functions: ReadonlyMap<string, TemplateFunction>,
  context: TemplateContext,
): string {
  let output = ''
  let steps = 0
  let depth = 0
  let name = template.name
  let current: Positioned = { kind: 'dot', at: 0 }
  let variables: { name: string; value: GoValue }[] = [{ name: '$', value: dot }]

  const fail = (message: string): never => {
    throw new TemplateError(
      `template: ${place(template, current.at)}: executing ${quoteGo(name)} at <${printNode(current)}>: ${message}`,
    )
  }
  const step = (count = 1) => {
    steps += count
    if (steps > MAX_STEPS) fail('too many steps')
  }
  const write = (text: string) => {
    output += text
    if (output.length > MAX_OUTPUT) fail('the output is longer than 64 kB')
  }

  const walkList = (list: readonly TemplateNode[], at: GoValue): Flow => {
    for (const node of list) {
      const flow = walk(node, at)
      if (flow !== 'on') return flow
    }
    return 'on'
  }

  const walk = (node: TemplateNode, at: GoValue): Flow => {
    step()
    current = node
    switch (node.kind) {
      case 'text':
        write(node.text)
        return 'on'
      case 'action': {
        const value = evalPipe(node.pipe, at)
        if (node.pipe.variables.length === 0) write(printAction(value))
        return 'on'
      }
      case 'template':
        callTemplate(node.name, node.pipe, at)
        return 'on'
      case 'break':
      case 'continue':
        return node.kind
      default: {
        const mark = variables.length
        const flow = node.kind === 'range' ? walkRange(node, at) : walkBranch(node, at)
        variables.length = mark
        return flow
      }
    }
  }

  const walkBranch = (node: BranchNode, at: GoValue): Flow => {
    const value = evalPipe(node.pipe, at)
    if (isTrue(value)) return walkList(node.list, node.kind === 'with' ? value : at)
    return node.elseList === undefined ? 'on' : walkList(node.elseList, at)
  }

  const walkRange = (node: BranchNode, at: GoValue): Flow => {
    const value = evalPipe(node.pipe, at)
    const entries = rangeEntries(value)
    if (entries === null) return fail(`range can't iterate over ${printAction(value)}`)
    const mark = variables.length
    for (const [index, element] of entries) {
      step()
      const declared = node.pipe.variables.length
      const top = variables.at(-1)
      if (declared > 0 && top !== undefined) top.value = element
      const below = variables.at(-2)
      if (declared > 1 && below !== undefined) below.value = index
      const flow = walkList(node.list, element)
      variables.length = mark
      if (flow === 'break') break
    }
    return entries.length === 0 && node.elseList !== undefined ? walkList(node.elseList, at) : 'on'
  }

  const callTemplate = (called: string, pipe: PipeNode | undefined, at: GoValue) => {
    const list = template.defined.get(called) ?? (called === template.name ? template.root : undefined)
    if (list === undefined) return fail(`template ${quoteGo(called)} not defined`)
    if (depth >= MAX_DEPTH) return fail(`exceeded maximum template depth (${MAX_DEPTH})`)
    const inner = pipe === undefined ? INVALID : evalPipe(pipe, at)
    const outer = { name, variables }
    name = called
    variables = [{ name: '$', value: inner }]
    depth++
    walkList(list, inner)
    depth--
    name = outer.name
    variables = outer.variables
  }

  const evalPipe = (pipe: PipeNode, at: GoValue): GoValue => {
    current = pipe
    let value: GoValue | undefined
    for (const command of pipe.commands) {
      value = evalCommand(command, at, value)
      if (value === NIL_INTERFACE) value = INVALID
    }
    const result = value ?? INVALID
    for (const { names } of pipe.variables) {
      const variable = names[0] ?? ''
      if (pipe.isAssign) variableNamed(variable).value = result
      else variables.push({ name: variable, value: result })
    }
    return result
  }

  const variableNamed = (variable: string): { name: string; value: GoValue } =>
    variables.findLast((known) => known.name === variable) ?? fail(`undefined variable: ${variable}`)

  const evalCommand = (command: CommandNode, at: GoValue, final: GoValue | undefined): GoValue => {
    step()
    const [first, ...rest] = command.args
    if (first === undefined) return INVALID
    const refuseArguments = () => {
      const [arg] = command.args
      if (rest.length > 0 || final !== undefined) {
        fail(`can't give argument to non-function ${arg === undefined ? '' : printNode(arg)}`)
      }
    }
    switch (first.kind) {
      case 'function':
        current = first
        return callFunction(first.name, command, rest, at, final)
      case 'field':
        current = first
        return evalFields(at, first.names, rest, final, at)
      case 'chain':
        return evalFields(chainBase(first, at), first.names, rest, final, at)
      case 'variable': {
        current = first
        const { value } = variableNamed(first.names[0] ?? '')
        if (first.names.length === 1) {
          refuseArguments()
          return value
        }
        return evalFields(value, first.names.slice(1), rest, final, at)
      }
      case 'pipe':
        refuseArguments()
        return evalPipe(first, at)
      default:
        current = first
        refuseArguments()
        if (first.kind === 'nil') return fail('nil is not a command')
        return first.kind === 'dot' ? at : first.value
    }
  }

  const chainBase = (chain: Operand & { kind: 'chain' }, at: GoValue): GoValue => {
    current = chain
    if (chain.node.kind === 'nil') return fail(`indirection through explicit nil in ${printNode(chain)}`)
    return evalOperand(chain.node, at)
  }

  /** Follows `.A.B` from a value; arguments belong to the last name. */
  const evalFields = (
    from: GoValue,
    names: readonly string[],
    args: readonly Operand[],
    final: GoValue | undefined,
    at: GoValue,
  ): GoValue => {
    let value = from
    for (const [i, field] of names.entries()) {
      const isLast = i === names.length - 1
      const values = isLast && value.type === 'time' ? args.map((arg) => evalArgument(arg, 'any', at)) : []
      if (isLast && final !== undefined) values.push(final)
      const result = fieldOf(value, field, { values, hasArgs: isLast && (args.length > 0 || final !== undefined) })
      value = typeof result === 'string' ? fail(result) : result
    }
    return value
  }

  /** The value of an operand for a parameter of any type. */
  const evalOperand = (node: Operand, at: GoValue): GoValue => {
    current = node
    switch (node.kind) {
      case 'dot':
        return at
      case 'nil':
        return INVALID
      case 'literal':
        return node.value
      case 'field':
        return evalFields(at, node.names, [], undefined, at)
      case 'variable':
        return evalFields(variableNamed(node.names[0] ?? '').value, node.names.slice(1), [], undefined, at)
      case 'pipe':
        return evalPipe(node, at)
      case 'function':
        return callFunction(node.name, node, [], at, undefined)
      case 'chain':
        return evalFields(chainBase(node, at), node.names, [], undefined, at)
    }
  }

  const evalArgument = (node: Operand, type: ParamType, at: GoValue): GoValue => {
    current = node
    if (node.kind === 'nil' && type === 'string') return fail('cannot assign nil to string')
    if (node.kind === 'literal') return literalFor(node, type)
    return validate(evalOperand(node, at), type)
  }

  const literalFor = (node: LiteralNode, type: ParamType): GoValue => {
    if (type === 'any' || type === 'value') return node.value
    if (type !== 'string') return fail(`can't handle ${node.text} for arg of type ${paramTypeName(type)}`)
    return node.value.type === 'string' ? node.value : fail(`expected string; found ${node.text}`)
  }

  const validate = (value: GoValue, type: ParamType): GoValue => {
    if (type === 'any' || type === 'value') return value
    if (value === NIL_INTERFACE) return fail(`wrong type for value; expected ${paramTypeName(type)}; got interface {}`)
    if (value.type === 'invalid') return type === 'string' ? fail('invalid value; expected string') : value
    if (value.type === type && !(value.type === 'string' && value.isHtml)) return value
    return fail(`wrong type for value; expected ${paramTypeName(type)}; got ${goTypeName(value)}`)
  }

  const callFunction = (
    called: string,
    node: Operand | CommandNode,
    args: readonly Operand[],
    at: GoValue,
    final: GoValue | undefined,
  ): GoValue => {
    const found = functions.get(called)
    if (found === undefined) return fail(`${quoteGo(called)} is not a defined function`)
    const count = args.length + (final === undefined ? 0 : 1)
    const { params, variadic } = found
    if (variadic === undefined ? count !== params.length : count < params.length) {
      const wanted = variadic === undefined ? params.length : `at least ${params.length}`
      return fail(
        `wrong number of args for ${called}: want ${wanted} got ${variadic === undefined ? count : args.length}`,
      )
    }
    if (found === BUILTINS.get('and') || found === BUILTINS.get('or')) {
      // They stop at the first argument that decides, and answer with it.
      let value: GoValue = INVALID
      for (const arg of args) {
        value = evalArgument(arg, 'value', at)
        if (isTrue(value) === (called === 'or')) return value
      }
      return final ?? value
    }
    const values = args.map((arg, i) => evalArgument(arg, params[i] ?? variadic ?? 'any', at))
    if (final !== undefined) values.push(validate(final, params[args.length] ?? variadic ?? 'any'))
    step(called === 'query' ? STEPS_OF_A_QUERY : 1)
    try {
      return found.call(values, context)
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error
      current = node
      return fail(`error calling ${called}: ${error.message}`)
    }
  }

  walkList(template.root, dot)
  return output
}

/** What `range` goes over, with its indexes; null for what it cannot. */
function rangeEntries(value: GoValue): (readonly [GoValue, GoValue])[] | null {
  switch (value.type) {
    case 'invalid':
      return []
    case 'vector':
      return value.samples.map((sample, i) => [goInt(i), { type: 'sample', sample }])
    case 'labels':
      return byKey(value.labels).map(([key, text]) => [goString(key), goString(text)])
    case 'args':
      return byKey(value.args).map(([key, arg]) => [goString(key), arg])
    default:
      return null
  }
}

function byKey<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => compareText(a, b))
}

/** `name:line:column`, the column in bytes from 0, as Go counts. */
function place(template: Template, at: number): string {
  const before = template.text.slice(0, at)
  const lineStart = before.lastIndexOf('\n') + 1
  return `${template.name}:${before.split('\n').length}:${utf8Length(before.slice(lineStart))}`
}
