import type { CommandNode, Operand, PipeNode, Template, TemplateNode } from './tree'

/**
 * Whether a template of an alert surely reads nothing but labels and what never changes, from an offset of its text on. It may
 * say no of one that does; it never says yes of one that reads the value, the time or the answer of a query.
 */
export function readsLabelsAlone(template: Template, from: number): boolean {
  const isSafeOperand = (node: Operand): boolean => {
    switch (node.kind) {
      case 'literal':
      case 'nil':
        return true
      case 'field':
        return node.names[0] === 'Labels' || node.names[0] === 'ExternalLabels' || node.names[0] === 'ExternalURL'
      case 'variable':
        return node.names[0] !== '$value' && (node.names[0] !== '$' || node.names[1] === 'Labels')
      case 'function':
        return node.name !== 'query'
      case 'chain':
        return isSafeOperand(node.node)
      case 'pipe':
        return isSafePipe(node)
      // What a dot is depends on the block around it.
      case 'dot':
        return false
    }
  }
  const isSafeCommand = ({ args }: CommandNode) => args.every(isSafeOperand)
  const isSafePipe = ({ commands }: PipeNode) => commands.every(isSafeCommand)
  const isSafe = (node: TemplateNode): boolean => {
    if (node.at < from) return true
    switch (node.kind) {
      case 'text':
      case 'break':
      case 'continue':
        return true
      case 'action':
        return isSafePipe(node.pipe)
      case 'template':
        return false
      default:
        return isSafePipe(node.pipe) && node.list.every(isSafe) && (node.elseList ?? []).every(isSafe)
    }
  }
  return template.root.every(isSafe)
}
