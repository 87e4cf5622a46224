import { BUILTINS } from './builtins'
import { fieldOf, NIL_INTERFACE } from './fields'
import { type ParamType, paramTypeName, type TemplateContext, type TemplateFunction } from './functions'
import { quoteGo } from './go-quote'
import { type GoValue, goTypeName, INVALID, isTrue, MAX_TEXT_LENGTH, sizeOf, utf8Length } from './go-value'
import { FunctionError, TemplateError } from './template-error'
import {
  type CommandNode,
  type LiteralNode,
  type Operand,
  type PipeNode,
  printNode,
  type Template,
  type TemplateNode,
} from './tree'

/** Of one expansion: a hostile template stops here, and says so. */
const MAX_STEPS = 100_000

/** A variable of a template, where it is. */
export interface Variable {
  readonly name: string
  value: GoValue
}

/**
 * Evaluates the pipelines of a template. Follows Go's text/template/exec.go step by step, so that errors name the place that
 * Go names.
 */
export class PipelineEvaluator {
  readonly #template: Template
  readonly #functions: ReadonlyMap<string, TemplateFunction>
  readonly #context: TemplateContext
  #steps = 0
  /** Name of the template that is being executed. */
  name: string
  /** What errors are said to be at. */
  current: Operand | CommandNode | TemplateNode = { kind: 'dot', at: 0 }
  variables: Variable[] = []

  constructor(template: Template, functions: ReadonlyMap<string, TemplateFunction>, context: TemplateContext) {
    this.#template = template
    this.#functions = functions
    this.#context = context
    this.name = template.name
  }

  fail(message: string): never {
    const where = `${place(this.#template, this.current.at)}: executing ${quoteGo(this.name)}`
    throw new TemplateError(`template: ${where} at <${printNode(this.current)}>: ${message}`)
  }

  /** Counts work, in the work of a simple command. */
  step(count = 1): void {
    this.#steps += count
    if (this.#steps > MAX_STEPS) this.fail('too many steps')
  }

  /** The value of a pipeline over a dot; its declarations are made. */
  evalPipe(pipe: PipeNode, at: GoValue): GoValue {
    this.current = pipe
    let value: GoValue | undefined
    for (const command of pipe.commands) {
      value = this.#evalCommand(command, at, value)
      if (value === NIL_INTERFACE) value = INVALID
    }
    const result = value ?? INVALID
    for (const { names } of pipe.variables) {
      const variable = names[0] ?? ''
      if (pipe.isAssign) this.#variableNamed(variable).value = result
      else this.variables.push({ name: variable, value: result })
    }
    return result
  }

  #variableNamed(variable: string): Variable {
    this.step(this.variables.length >> 6)
    return this.variables.findLast((known) => known.name === variable) ?? this.fail(`undefined variable: ${variable}`)
  }

  #evalCommand(command: CommandNode, at: GoValue, final: GoValue | undefined): GoValue {
    this.step()
    const [first, ...rest] = command.args
    if (first === undefined) return INVALID
    const refuseArguments = () => {
      const [arg] = command.args
      if (rest.length > 0 || final !== undefined) {
        this.fail(`can't give argument to non-function ${arg === undefined ? '' : printNode(arg)}`)
      }
    }
    switch (first.kind) {
      case 'function':
        this.current = first
        return this.#callFunction(first.name, command, rest, at, final)
      case 'field':
        this.current = first
        return this.#evalFields(at, first.names, rest, final, at)
      case 'chain':
        return this.#evalFields(this.#chainBase(first, at), first.names, rest, final, at)
      case 'variable': {
        this.current = first
        const { value } = this.#variableNamed(first.names[0] ?? '')
        if (first.names.length === 1) {
          refuseArguments()
          return value
        }
        return this.#evalFields(value, first.names.slice(1), rest, final, at)
      }
      case 'pipe':
        refuseArguments()
        return this.evalPipe(first, at)
      default:
        this.current = first
        refuseArguments()
        if (first.kind === 'nil') return this.fail('nil is not a command')
        return first.kind === 'dot' ? at : first.value
    }
  }

  #chainBase(chain: Operand & { kind: 'chain' }, at: GoValue): GoValue {
    this.current = chain
    if (chain.node.kind === 'nil') return this.fail(`indirection through explicit nil in ${printNode(chain)}`)
    return this.#evalOperand(chain.node, at)
  }

  /** Follows `.A.B` from a value; arguments belong to the last name. */
  #evalFields(
    from: GoValue,
    names: readonly string[],
    args: readonly Operand[],
    final: GoValue | undefined,
    at: GoValue,
  ): GoValue {
    let value = from
    for (const [i, field] of names.entries()) {
      const isLast = i === names.length - 1
      const values = isLast && value.type === 'time' ? args.map((arg) => this.#evalArgument(arg, 'any', at)) : []
      if (isLast && final !== undefined) values.push(final)
      const result = fieldOf(value, field, { values, hasArgs: isLast && (args.length > 0 || final !== undefined) })
      value = typeof result === 'string' ? this.fail(result) : result
    }
    return value
  }

  /** The value of an operand for a parameter of any type. */
  #evalOperand(node: Operand, at: GoValue): GoValue {
    this.current = node
    switch (node.kind) {
      case 'dot':
        return at
      case 'nil':
        return INVALID
      case 'literal':
        return node.value
      case 'field':
        return this.#evalFields(at, node.names, [], undefined, at)
      case 'variable':
        return this.#evalFields(this.#variableNamed(node.names[0] ?? '').value, node.names.slice(1), [], undefined, at)
      case 'pipe':
        return this.evalPipe(node, at)
      case 'function':
        return this.#callFunction(node.name, node, [], at, undefined)
      case 'chain':
        return this.#evalFields(this.#chainBase(node, at), node.names, [], undefined, at)
    }
  }

  #evalArgument(node: Operand, type: ParamType, at: GoValue): GoValue {
    this.current = node
    if (node.kind === 'nil' && type === 'string') return this.fail('cannot assign nil to string')
    if (node.kind === 'literal') return this.#literalFor(node, type)
    return this.#validate(this.#evalOperand(node, at), type)
  }

  #literalFor(node: LiteralNode, type: ParamType): GoValue {
    if (type === 'any' || type === 'value') return node.value
    if (type !== 'string') return this.fail(`can't handle ${node.text} for arg of type ${paramTypeName(type)}`)
    return node.value.type === 'string' ? node.value : this.fail(`expected string; found ${node.text}`)
  }

  #validate(value: GoValue, type: ParamType): GoValue {
    if (type === 'any' || type === 'value') return value
    if (value === NIL_INTERFACE)
      return this.fail(`wrong type for value; expected ${paramTypeName(type)}; got interface {}`)
    if (value.type === 'invalid') return type === 'string' ? this.fail('invalid value; expected string') : value
    if (value.type === type && !(value.type === 'string' && value.isHtml)) return value
    return this.fail(`wrong type for value; expected ${paramTypeName(type)}; got ${goTypeName(value)}`)
  }

  #callFunction(
    called: string,
    node: Operand | CommandNode,
    args: readonly Operand[],
    at: GoValue,
    final: GoValue | undefined,
  ): GoValue {
    const found = this.#functions.get(called)
    if (found === undefined) return this.fail(`${quoteGo(called)} is not a defined function`)
    const count = args.length + (final === undefined ? 0 : 1)
    const { params, variadic } = found
    if (variadic === undefined ? count !== params.length : count < params.length) {
      const wanted = variadic === undefined ? params.length : `at least ${params.length}`
      return this.fail(
        `wrong number of args for ${called}: want ${wanted} got ${variadic === undefined ? count : args.length}`,
      )
    }
    if (found === BUILTINS.get('and') || found === BUILTINS.get('or')) {
      // They stop at the first argument that decides, and answer with it.
      let value: GoValue = INVALID
      for (const arg of args) {
        value = this.#evalArgument(arg, 'value', at)
        if (isTrue(value) === (called === 'or')) return value
      }
      return final ?? value
    }
    const values = args.map((arg, i) => this.#evalArgument(arg, params[i] ?? variadic ?? 'any', at))
    if (final !== undefined) values.push(this.#validate(final, params[args.length] ?? variadic ?? 'any'))
    this.step(1 + (found.cost?.(values) ?? 0) + (values.reduce((sum, value) => sum + sizeOf(value), 0) >> 8))
    try {
      const result = found.call(values, this.#context)
      if (result.type !== 'string' || result.value.length <= MAX_TEXT_LENGTH) return result
      throw new FunctionError('the output is longer than 64 kB')
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error
      this.current = node
      return this.fail(`error calling ${called}: ${error.message}`)
    }
  }
}

/** `name:line:column`, the column in bytes from 0, as Go counts. */
function place(template: Template, at: number): string {
  const before = template.text.slice(0, at)
  const lineStart = before.lastIndexOf('\n') + 1
  return `${template.name}:${before.split('\n').length}:${utf8Length(before.slice(lineStart))}`
}
