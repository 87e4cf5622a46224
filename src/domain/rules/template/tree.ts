import type { GoValue } from './go-value'

/* The tree of a template. Every node carries the offset that Go would report for it, in UTF-16 units of the whole text. */

export interface FieldNode {
  readonly kind: 'field'
  readonly at: number
  /** `.A.B` is A, B. */
  readonly names: readonly string[]
}

export interface VariableNode {
  readonly kind: 'variable'
  readonly at: number
  /** `$x.A` is $x, A. */
  readonly names: readonly string[]
}

export interface ChainNode {
  readonly kind: 'chain'
  readonly at: number
  readonly node: Operand
  readonly names: readonly string[]
}

export interface LiteralNode {
  readonly kind: 'literal'
  readonly at: number
  readonly text: string
  readonly value: GoValue
  /** The same number for a parameter that asks for an integer, or null where it is none. */
  readonly integer?: bigint | null
}

export type Operand =
  | FieldNode
  | VariableNode
  | ChainNode
  | LiteralNode
  | PipeNode
  | { readonly kind: 'dot'; readonly at: number }
  | { readonly kind: 'nil'; readonly at: number }
  | { readonly kind: 'function'; readonly at: number; readonly name: string }

export interface CommandNode {
  readonly kind: 'command'
  readonly at: number
  readonly args: readonly Operand[]
}

export interface PipeNode {
  readonly kind: 'pipe'
  readonly at: number
  readonly isAssign: boolean
  readonly variables: readonly VariableNode[]
  readonly commands: readonly CommandNode[]
}

export interface BranchNode {
  readonly kind: 'if' | 'with' | 'range'
  readonly at: number
  readonly pipe: PipeNode
  readonly list: readonly TemplateNode[]
  readonly elseList: readonly TemplateNode[] | undefined
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | { readonly kind: 'action'; readonly at: number; readonly pipe: PipeNode }
  | BranchNode
  | { readonly kind: 'template'; readonly at: number; readonly name: string; readonly pipe: PipeNode | undefined }
  | { readonly kind: 'break' | 'continue'; readonly at: number }

/** A parsed template and those that `define` and `block` made. */
export interface Template {
  readonly name: string
  readonly text: string
  readonly root: readonly TemplateNode[]
  readonly defined: ReadonlyMap<string, readonly TemplateNode[]>
}

/** Prints a node as Go's error messages quote it. */
export function printNode(node: Operand | CommandNode | TemplateNode): string {
  switch (node.kind) {
    case 'field':
      return node.names.map((name) => `.${name}`).join('')
    case 'variable':
      return node.names.join('.')
    case 'chain':
      return (node.node.kind === 'pipe' ? `(${printNode(node.node)})` : printNode(node.node)) + dotted(node.names)
    case 'literal':
    case 'text':
      return node.text
    case 'dot':
      return '.'
    case 'nil':
      return 'nil'
    case 'function':
      return node.name
    case 'command':
      return node.args.map((arg) => (arg.kind === 'pipe' ? `(${printNode(arg)})` : printNode(arg))).join(' ')
    case 'pipe': {
      const declared = node.variables.map(printNode).join(', ')
      const commands = node.commands.map(printNode).join(' | ')
      return declared === '' ? commands : `${declared} ${node.isAssign ? '=' : ':='} ${commands}`
    }
    case 'action':
      return `{{${printNode(node.pipe)}}}`
    case 'template':
      return `{{template "${node.name}"${node.pipe === undefined ? '' : ` ${printNode(node.pipe)}`}}}`
    default:
      return `{{${node.kind}}}`
  }
}

function dotted(names: readonly string[]): string {
  return names.map((name) => `.${name}`).join('')
}
