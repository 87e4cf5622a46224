import { quoteGo, unquoteGo } from './go-quote'
import type { Token } from './lexer'
import { PipelineParser } from './parse-pipeline'
import { TokenStream } from './token-stream'
import type { BranchNode, Template, TemplateNode } from './tree'

/** How a list of nodes ended. */
type ListEnd = { readonly kind: 'end' } | { readonly kind: 'else'; readonly isElseIf: boolean }

/**
 * Parses a template of Go's text/template whose functions are those of `isFunction`. Throws TemplateError with Go's message:
 * `template: name:1: function "foo" not defined`.
 */
export function parseTemplate(name: string, text: string, isFunction: (name: string) => boolean): Template {
  const tokens = new TokenStream(name, text)
  const pipelines = new PipelineParser(tokens, isFunction)
  const defined = new Map<string, readonly TemplateNode[]>()
  let rangeDepth = 0

  const parseTop = (): TemplateNode[] => {
    const root: TemplateNode[] = []
    while (tokens.peek().kind !== 'eof') {
      if (tokens.peek().kind === 'leftDelim') {
        const start = tokens.place
        tokens.take()
        if (tokens.takeNonSpace().kind === 'define') {
          parseDefinition()
          continue
        }
        tokens.goBack(start)
      }
      const node = parseNode()
      if (node.kind === 'end' || node.kind === 'else') tokens.fail(`unexpected {{${node.kind}}}`)
      else root.push(node)
    }
    return root
  }

  const define = (templateName: string, list: readonly TemplateNode[]) => {
    const before = defined.get(templateName)
    if (before !== undefined && !isEmpty(before) && !isEmpty(list)) {
      tokens.fail(`template: multiple definition of template ${quoteGo(templateName)}`)
    }
    if (before === undefined || !isEmpty(list)) defined.set(templateName, list)
  }

  const parseDefinition = () => {
    const context = 'define clause'
    const templateName = templateNameOf(tokens.takeNonSpace(), context)
    tokens.expect('rightDelim', context)
    const outer = pipelines.variables
    pipelines.variables = ['$']
    const { list, end } = parseList()
    if (end.kind !== 'end') tokens.fail(`unexpected {{else}} in ${context}`)
    pipelines.variables = outer
    define(templateName, list)
  }

  const templateNameOf = (token: Token, context: string): string => {
    if (token.kind !== 'string' && token.kind !== 'rawString') return tokens.unexpected(token, context)
    return unquoteGo(token.text) ?? tokens.fail('invalid syntax')
  }

  const parseList = (): { list: TemplateNode[]; end: ListEnd } =>
    tokens.deeper(() => {
      const list: TemplateNode[] = []
      while (tokens.peekNonSpace().kind !== 'eof') {
        const node = parseNode()
        if (node.kind === 'end' || node.kind === 'else') return { list, end: node }
        list.push(node)
      }
      return tokens.fail('unexpected EOF', tokens.peek())
    })

  const parseNode = (): TemplateNode | ListEnd => {
    const token = tokens.takeNonSpace()
    if (token.kind === 'text') return { kind: 'text', at: token.at, text: token.text }
    if (token.kind !== 'leftDelim') return tokens.unexpected(token, 'input')
    tokens.actionLine = token.line
    const node = parseAction()
    tokens.actionLine = 0
    return node
  }

  const parseAction = (): TemplateNode | ListEnd => {
    const start = tokens.place
    const token = tokens.takeNonSpace()
    switch (token.kind) {
      case 'if':
      case 'with':
      case 'range':
        return parseBranch(token.kind, token.at)
      case 'else':
        if (tokens.peekNonSpace().kind === 'if') return { kind: 'else', isElseIf: true }
        tokens.expect('rightDelim', 'else')
        return { kind: 'else', isElseIf: false }
      case 'end':
        tokens.expect('rightDelim', 'end')
        return { kind: 'end' }
      case 'block':
        return parseBlock()
      case 'template':
        return parseCall()
      case 'break':
      case 'continue': {
        const after = tokens.takeNonSpace()
        if (after.kind !== 'rightDelim') tokens.unexpected(after, `{{${token.kind}}}`)
        if (rangeDepth === 0) tokens.fail(`{{${token.kind}}} outside {{range}}`)
        return { kind: token.kind, at: token.at }
      }
      default: {
        tokens.goBack(start)
        const { at } = tokens.peekNonSpace()
        // Variables that an action declares last until the `end` around it.
        return { kind: 'action', at, pipe: pipelines.parse('command', 'rightDelim') }
      }
    }
  }

  const parseBranch = (kind: BranchNode['kind'], at: number): TemplateNode =>
    tokens.deeper(() => {
      const mark = pipelines.variables.length
      const pipe = pipelines.parse(kind, 'rightDelim')
      if (kind === 'range') rangeDepth++
      const { list, end } = parseList()
      if (kind === 'range') rangeDepth--
      let elseList: readonly TemplateNode[] | undefined
      if (end.kind === 'else') {
        if (end.isElseIf && kind === 'if') {
          // `{{else if x}}` is `{{else}}{{if x}}` that shares its `{{end}}`.
          const inner = tokens.takeNonSpace()
          elseList = [parseBranch('if', inner.at)]
        } else {
          const rest = parseList()
          if (rest.end.kind !== 'end') tokens.fail('expected end; found {{else}}')
          elseList = rest.list
        }
      }
      pipelines.variables.length = mark
      return { kind, at, pipe, list, elseList }
    })

  const parseBlock = (): TemplateNode => {
    const context = 'block clause'
    const token = tokens.takeNonSpace()
    const templateName = templateNameOf(token, context)
    const pipe = pipelines.parse(context, 'rightDelim')
    const outer = pipelines.variables
    pipelines.variables = ['$']
    const { list, end } = parseList()
    if (end.kind !== 'end') tokens.fail(`unexpected {{else}} in ${context}`)
    pipelines.variables = outer
    define(templateName, list)
    return { kind: 'template', at: token.at, name: templateName, pipe }
  }

  const parseCall = (): TemplateNode => {
    const context = 'template clause'
    const token = tokens.takeNonSpace()
    const templateName = templateNameOf(token, context)
    if (tokens.peekNonSpace().kind === 'rightDelim') {
      tokens.take()
      return { kind: 'template', at: token.at, name: templateName, pipe: undefined }
    }
    return { kind: 'template', at: token.at, name: templateName, pipe: pipelines.parse(context, 'rightDelim') }
  }

  const root = parseTop()
  return { name, text, root, defined }
}

/** Blank text alone does not make a definition. */
function isEmpty(list: readonly TemplateNode[]): boolean {
  return list.every((node) => node.kind === 'text' && node.text.trim() === '')
}
