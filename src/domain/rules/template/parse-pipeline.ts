import { messageOf } from '~/lib/message-of'
import { quoteGo, unquoteGo } from './go-quote'
import { goBool, goString } from './go-value'
import type { TokenKind } from './lexer'
import { parseTemplateNumber } from './parse-number'
import type { TokenStream } from './token-stream'
import { type CommandNode, type Operand, type PipeNode, printNode, type VariableNode } from './tree'

const OPERANDS = new Set<TokenKind>([
  'bool',
  'charConstant',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
])

/** Parses what stands in actions: pipelines of commands, commands of operands. */
export class PipelineParser {
  readonly #tokens: TokenStream
  readonly #isFunction: (name: string) => boolean
  /** Names that are known; `$` is what a template was called with. */
  variables: string[] = ['$']

  constructor(tokens: TokenStream, isFunction: (name: string) => boolean) {
    this.#tokens = tokens
    this.#isFunction = isFunction
  }

  /** Parses a pipeline up to and with its end; the context is for errors. */
  parse(context: string, end: 'rightDelim' | 'rightParen'): PipeNode {
    return this.#tokens.deeper(() => {
      const { at } = this.#tokens.peekNonSpace()
      const { declared, isAssign } = this.#parseDeclarations(context)
      const commands: CommandNode[] = []
      for (;;) {
        const token = this.#tokens.takeNonSpace()
        if (token.kind === end) break
        if (!OPERANDS.has(token.kind)) this.#tokens.unexpected(token, context)
        this.#tokens.stepBack()
        commands.push(this.#parseCommand())
      }
      if (commands.length === 0) this.#tokens.fail(`missing value for ${context}`)
      for (const [i, command] of commands.entries()) {
        if (i > 0 && ['literal', 'dot', 'nil'].includes(command.args[0]?.kind ?? '')) {
          this.#tokens.fail(`non executable command in pipeline stage ${i + 1}`)
        }
      }
      return { kind: 'pipe', at, isAssign, variables: declared, commands }
    })
  }

  #parseDeclarations(context: string): { declared: VariableNode[]; isAssign: boolean } {
    const declared: VariableNode[] = []
    while (this.#tokens.peekNonSpace().kind === 'variable') {
      const start = this.#tokens.place
      const variable = this.#tokens.take()
      const after = this.#tokens.peekNonSpace()
      if (after.kind === 'assign' || after.kind === 'declare') {
        this.#tokens.take()
        declared.push({ kind: 'variable', at: variable.at, names: [variable.text] })
        this.variables.push(variable.text)
        return { declared, isAssign: after.kind === 'assign' }
      }
      if (after.kind !== 'char' || after.text !== ',') {
        this.#tokens.goBack(start)
        break
      }
      this.#tokens.take()
      declared.push({ kind: 'variable', at: variable.at, names: [variable.text] })
      this.variables.push(variable.text)
      if (context !== 'range' || declared.length >= 2) this.#tokens.fail(`too many declarations in ${context}`)
      const { kind } = this.#tokens.peekNonSpace()
      if (kind !== 'variable' && kind !== 'rightDelim' && kind !== 'rightParen')
        this.#tokens.fail('range can only initialize variables')
    }
    return { declared, isAssign: false }
  }

  #parseCommand(): CommandNode {
    const { at } = this.#tokens.peekNonSpace()
    const args: Operand[] = []
    for (;;) {
      this.#tokens.peekNonSpace()
      const operand = this.#parseOperand()
      if (operand !== undefined) args.push(operand)
      const token = this.#tokens.take()
      if (token.kind === 'space') continue
      if (token.kind === 'rightDelim' || token.kind === 'rightParen') this.#tokens.stepBack()
      else if (token.kind !== 'pipe') this.#tokens.unexpected(token, 'operand')
      break
    }
    if (args.length === 0) this.#tokens.fail('empty command')
    return { kind: 'command', at, args }
  }

  #parseOperand(): Operand | undefined {
    const node = this.#parseTerm()
    if (node === undefined || this.#tokens.peek().kind !== 'field') return node
    const { at } = this.#tokens.peek()
    const names: string[] = []
    while (this.#tokens.peek().kind === 'field') names.push(this.#tokens.take().text.slice(1))
    if (node.kind === 'field' || node.kind === 'variable') return { ...node, at, names: [...node.names, ...names] }
    if (node.kind === 'literal' || node.kind === 'nil' || node.kind === 'dot') {
      this.#tokens.fail(`unexpected . after term ${quoteGo(printNode(node))}`)
    }
    return { kind: 'chain', at, node, names }
  }

  #parseTerm(): Operand | undefined {
    const token = this.#tokens.takeNonSpace()
    const { at } = token
    switch (token.kind) {
      case 'identifier':
        if (!this.#isFunction(token.text)) this.#tokens.fail(`function ${quoteGo(token.text)} not defined`)
        return { kind: 'function', at, name: token.text }
      case 'dot':
      case 'nil':
        return { kind: token.kind, at }
      case 'variable':
        if (!this.variables.includes(token.text)) this.#tokens.fail(`undefined variable ${quoteGo(token.text)}`)
        return { kind: 'variable', at, names: [token.text] }
      case 'field':
        return { kind: 'field', at, names: [token.text.slice(1)] }
      case 'bool':
        return { kind: 'literal', at, text: token.text, value: goBool(token.text === 'true') }
      case 'charConstant':
      case 'number':
        try {
          return { kind: 'literal', at, text: token.text, ...parseTemplateNumber(token.text) }
        } catch (error) {
          return this.#tokens.fail(messageOf(error))
        }
      case 'leftParen':
        return this.parse('parenthesized pipeline', 'rightParen')
      case 'string':
      case 'rawString':
        return {
          kind: 'literal',
          at,
          text: token.text,
          value: goString(unquoteGo(token.text) ?? this.#tokens.fail('invalid syntax')),
        }
      default:
        this.#tokens.stepBack()
        return undefined
    }
  }
}
