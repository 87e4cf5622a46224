import { compareText } from '~/domain/promql/labels'
import { PipelineEvaluator } from './evaluate'
import type { TemplateContext, TemplateFunction } from './functions'
import { printAction } from './go-print'
import { quoteGo } from './go-quote'
import { type GoValue, goInt, goString, INVALID, isTrue, MAX_TEXT_LENGTH } from './go-value'
import type { BranchNode, PipeNode, Template, TemplateNode } from './tree'

/** Of templates that call templates. */
const MAX_DEPTH = 100

type Flow = 'on' | 'break' | 'continue'

/**
 * Expands a parsed template over its dot. Throws TemplateError, in Go's words and at its place.
 */
export function executeTemplate(
  template: Template,
  dot: GoValue,
  functions: ReadonlyMap<string, TemplateFunction>,
  context: TemplateContext,
): string {
  const evaluator = new PipelineEvaluator(template, functions, context)
  evaluator.variables = [{ name: '$', value: dot }]
  let output = ''
  let depth = 0

  const write = (text: string) => {
    output += text
    if (output.length > MAX_TEXT_LENGTH) evaluator.fail('the output is longer than 64 kB')
  }

  const walkList = (list: readonly TemplateNode[], at: GoValue): Flow => {
    for (const node of list) {
      const flow = walk(node, at)
      if (flow !== 'on') return flow
    }
    return 'on'
  }

  const walk = (node: TemplateNode, at: GoValue): Flow => {
    evaluator.step()
    evaluator.current = node
    switch (node.kind) {
      case 'text':
        write(node.text)
        return 'on'
      case 'action': {
        const value = evaluator.evalPipe(node.pipe, at)
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
        const mark = evaluator.variables.length
        const flow = node.kind === 'range' ? walkRange(node, at) : walkBranch(node, at)
        evaluator.variables.length = mark
        return flow
      }
    }
  }

  const walkBranch = (node: BranchNode, at: GoValue): Flow => {
    const value = evaluator.evalPipe(node.pipe, at)
    if (isTrue(value)) return walkList(node.list, node.kind === 'with' ? value : at)
    return node.elseList === undefined ? 'on' : walkList(node.elseList, at)
  }

  const walkRange = (node: BranchNode, at: GoValue): Flow => {
    const value = evaluator.evalPipe(node.pipe, at)
    const entries = rangeEntries(value)
    if (entries === null) return evaluator.fail(`range can't iterate over ${printAction(value)}`)
    const mark = evaluator.variables.length
    for (const [index, element] of entries) {
      evaluator.step()
      const declared = node.pipe.variables.length
      const top = evaluator.variables.at(-1)
      if (declared > 0 && top !== undefined) top.value = element
      const below = evaluator.variables.at(-2)
      if (declared > 1 && below !== undefined) below.value = index
      const flow = walkList(node.list, element)
      evaluator.variables.length = mark
      if (flow === 'break') break
    }
    return entries.length === 0 && node.elseList !== undefined ? walkList(node.elseList, at) : 'on'
  }

  const callTemplate = (called: string, pipe: PipeNode | undefined, at: GoValue) => {
    const list = template.defined.get(called) ?? (called === template.name ? template.root : undefined)
    if (list === undefined) return evaluator.fail(`template ${quoteGo(called)} not defined`)
    if (depth >= MAX_DEPTH) return evaluator.fail(`exceeded maximum template depth (${MAX_DEPTH})`)
    const inner = pipe === undefined ? INVALID : evaluator.evalPipe(pipe, at)
    const outer = { name: evaluator.name, variables: evaluator.variables }
    evaluator.name = called
    evaluator.variables = [{ name: '$', value: inner }]
    depth++
    walkList(list, inner)
    depth--
    evaluator.name = outer.name
    evaluator.variables = outer.variables
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
