import { quoteGo, unquoteGo } from './go-quote'
import { goBool, goString } from './go-value'
import { lexTemplate, type Token, type TokenKind } from './lexer'
import { parseTemplateNumber } from './parse-number'
import { TemplateError } from './template-error'
import {
  type BranchNode,
  type CommandNode,
  type Operand,
  type PipeNode,
  printNode,
  type Template,
  type TemplateNode,
  type VariableNode,
} from './tree'

/** Parentheses, branches and chains within each other; Go has no such bound, a browser's stack has. */
const MAX_DEPTH = 100

/** How a list of nodes ended. */
type ListEnd = { readonly kind: 'end' } | { readonly kind: 'else'; readonly isElseIf: boolean }

/**
 * Parses a template of Go's text/template whose functions are those of `isFunction`. Throws TemplateError with Go's message:
 * `template: name:1: function "foo" not defined`.
 */
export function parseTemplate(name: string, text: string, isFunction: (name: string) => boolean): Template {
  const tokens = lexTemplate(text)
  const defined = new Map<string, readonly TemplateNode[]>()
  let next = 0
  let depth = 0
  let rangeDepth = 0
  let actionLine = 0
  let variables: string[] = ['$']

  const EOF: Token = tokens.at(-1) ?? { kind: 'eof', at: text.length, text: '', line: 1 }
  const peek = (): Token => tokens[next] ?? EOF
  const take = (): Token => tokens[next++] ?? EOF
  const peekNonSpace = (): Token => {
    while (peek().kind === 'space') next++
    return peek()
  }
  const takeNonSpace = (): Token => {
    peekNonSpace()
    return take()
  }
  const fail = (message: string, token: Token = tokens[Math.max(0, next - 1)] ?? EOF): never => {
    throw new TemplateError(`template: ${name}:${token.line}: ${message}`)
  }
  const unexpected = (token: Token, context: string): never => {
    if (token.kind !== 'error') return fail(`unexpected ${printToken(token)} in ${context}`, token)
    let where = ''
    if (actionLine !== 0 && actionLine !== token.line) {
      where = ` in action started at ${name}:${actionLine}`
      if (token.text.endsWith(' action')) where = where.slice(' in action'.length)
    }
    return fail(token.text + where, token)
  }
  const expect = (kind: TokenKind, context: string): Token => {
    const token = takeNonSpace()
    return token.kind === kind ? token : unexpected(token, context)
  }
  const deeper = <T>(parse: () => T): T => {
    if (++depth > MAX_DEPTH) fail('nested too deeply')
    const result = parse()
    depth--
    return result
  }

  const parseTop = (): TemplateNode[] => {
    const root: TemplateNode[] = []
    while (peek().kind !== 'eof') {
      if (peek().kind === 'leftDelim') {
        const start = next++
        if (takeNonSpace().kind === 'define') {
          parseDefinition()
          continue
        }
        next = start
      }
      const node = parseNode()
      if (node.kind === 'end' || node.kind === 'else') fail(`unexpected {{${node.kind}}}`)
      else root.push(node)
    }
    return root
  }

  const define = (templateName: string, list: readonly TemplateNode[]) => {
    const before = defined.get(templateName)
    if (before !== undefined && !isEmpty(before) && !isEmpty(list)) {
      fail(`template: multiple definition of template ${quoteGo(templateName)}`)
    }
    if (before === undefined || !isEmpty(list)) defined.set(templateName, list)
  }

  const parseDefinition = () => {
    const context = 'define clause'
    const templateName = templateNameOf(takeNonSpace(), context)
    expect('rightDelim', context)
    const outer = variables
    variables = ['$']
    const { list, end } = parseList()
    if (end.kind !== 'end') fail(`unexpected {{else}} in ${context}`)
    variables = outer
    define(templateName, list)
  }

  const templateNameOf = (token: Token, context: string): string => {
    if (token.kind !== 'string' && token.kind !== 'rawString') return unexpected(token, context)
    return unquoteGo(token.text) ?? fail('invalid syntax')
  }

  const parseList = (): { list: TemplateNode[]; end: ListEnd } =>
    deeper(() => {
      const list: TemplateNode[] = []
      while (peekNonSpace().kind !== 'eof') {
        const node = parseNode()
        if (node.kind === 'end' || node.kind === 'else') return { list, end: node }
        list.push(node)
      }
      return fail('unexpected EOF', peek())
    })

  const parseNode = (): TemplateNode | ListEnd => {
    const token = takeNonSpace()
    if (token.kind === 'text') return { kind: 'text', at: token.at, text: token.text }
    if (token.kind !== 'leftDelim') return unexpected(token, 'input')
    actionLine = token.line
    const node = parseAction()
    actionLine = 0
    return node
  }

  const parseAction = (): TemplateNode | ListEnd => {
    const start = next
    const token = takeNonSpace()
    switch (token.kind) {
      case 'if':
      case 'with':
      case 'range':
        return parseBranch(token.kind, token.at)
      case 'else':
        if (peekNonSpace().kind === 'if') return { kind: 'else', isElseIf: true }
        expect('rightDelim', 'else')
        return { kind: 'else', isElseIf: false }
      case 'end':
        expect('rightDelim', 'end')
        return { kind: 'end' }
      case 'block':
        return parseBlock()
      case 'template':
        return parseCall()
      case 'break':
      case 'continue': {
        const after = takeNonSpace()
        if (after.kind !== 'rightDelim') unexpected(after, `{{${token.kind}}}`)
        if (rangeDepth === 0) fail(`{{${token.kind}}} outside {{range}}`)
        return { kind: token.kind, at: token.at }
      }
      default: {
        next = start
        const { at } = peekNonSpace()
        // Variables that an action declares last until the `end` around it.
        return { kind: 'action', at, pipe: parsePipeline('command', 'rightDelim') }
      }
    }
  }

  const parseBranch = (kind: BranchNode['kind'], at: number): TemplateNode =>
    deeper(() => {
      const mark = variables.length
      const pipe = parsePipeline(kind, 'rightDelim')
      if (kind === 'range') rangeDepth++
      const { list, end } = parseList()
      if (kind === 'range') rangeDepth--
      let elseList: readonly TemplateNode[] | undefined
      if (end.kind === 'else') {
        if (end.isElseIf && kind === 'if') {
          // `{{else if x}}` is `{{else}}{{if x}}` that shares its `{{end}}`.
          const inner = takeNonSpace()
          elseList = [parseBranch('if', inner.at)]
        } else {
          const rest = parseList()
          if (rest.end.kind !== 'end') fail('expected end; found {{else}}')
          elseList = rest.list
        }
      }
      variables.length = mark
      return { kind, at, pipe, list, elseList }
    })

  const parseBlock = (): TemplateNode => {
    const context = 'block clause'
    const token = takeNonSpace()
    const templateName = templateNameOf(token, context)
    const pipe = parsePipeline(context, 'rightDelim')
    const outer = variables
    variables = ['$']
    const { list, end } = parseList()
    if (end.kind !== 'end') fail(`unexpected {{else}} in ${context}`)
    variables = outer
    define(templateName, list)
    return { kind: 'template', at: token.at, name: templateName, pipe }
  }

  const parseCall = (): TemplateNode => {
    const context = 'template clause'
    const token = takeNonSpace()
    const templateName = templateNameOf(token, context)
    if (peekNonSpace().kind === 'rightDelim') {
      next++
      return { kind: 'template', at: token.at, name: templateName, pipe: undefined }
    }
    return { kind: 'template', at: token.at, name: templateName, pipe: parsePipeline(context, 'rightDelim') }
  }

  const parsePipeline = (context: string, end: 'rightDelim' | 'rightParen'): PipeNode =>
    deeper(() => {
      const { at } = peekNonSpace()
      const { declared, isAssign } = parseDeclarations(context)
      const commands: CommandNode[] = []
      for (;;) {
        const token = takeNonSpace()
        if (token.kind === end) break
        if (!OPERANDS.has(token.kind)) unexpected(token, context)
        next--
        commands.push(parseCommand())
      }
      if (commands.length === 0) fail(`missing value for ${context}`)
      for (const [i, command] of commands.entries()) {
        if (i > 0 && ['literal', 'dot', 'nil'].includes(command.args[0]?.kind ?? '')) {
          fail(`non executable command in pipeline stage ${i + 1}`)
        }
      }
      return { kind: 'pipe', at, isAssign, variables: declared, commands }
    })

  const parseDeclarations = (context: string): { declared: VariableNode[]; isAssign: boolean } => {
    const declared: VariableNode[] = []
    while (peekNonSpace().kind === 'variable') {
      const start = next
      const variable = take()
      const after = peekNonSpace()
      if (after.kind === 'assign' || after.kind === 'declare') {
        next++
        declared.push({ kind: 'variable', at: variable.at, names: [variable.text] })
        variables.push(variable.text)
        return { declared, isAssign: after.kind === 'assign' }
      }
      if (after.kind !== 'char' || after.text !== ',') {
        next = start
        break
      }
      next++
      declared.push({ kind: 'variable', at: variable.at, names: [variable.text] })
      variables.push(variable.text)
      if (context !== 'range' || declared.length >= 2) fail(`too many declarations in ${context}`)
      const { kind } = peekNonSpace()
      if (kind !== 'variable' && kind !== 'rightDelim' && kind !== 'rightParen')
        fail('range can only initialize variables')
    }
    return { declared, isAssign: false }
  }

  const parseCommand = (): CommandNode => {
    const { at } = peekNonSpace()
    const args: Operand[] = []
    for (;;) {
      peekNonSpace()
      const operand = parseOperand()
      if (operand !== undefined) args.push(operand)
      const token = take()
      if (token.kind === 'space') continue
      if (token.kind === 'rightDelim' || token.kind === 'rightParen') next--
      else if (token.kind !== 'pipe') unexpected(token, 'operand')
      break
    }
    if (args.length === 0) fail('empty command')
    return { kind: 'command', at, args }
  }

  const parseOperand = (): Operand | undefined => {
    const node = parseTerm()
    if (node === undefined || peek().kind !== 'field') return node
    const { at } = peek()
    const names: string[] = []
    while (peek().kind === 'field') names.push(take().text.slice(1))
    if (node.kind === 'field' || node.kind === 'variable') return { ...node, at, names: [...node.names, ...names] }
    if (node.kind === 'literal' || node.kind === 'nil' || node.kind === 'dot') {
      fail(`unexpected . after term ${quoteGo(printNode(node))}`)
    }
    return { kind: 'chain', at, node, names }
  }

  const parseTerm = (): Operand | undefined => {
    const token = takeNonSpace()
    const { at } = token
    switch (token.kind) {
      case 'identifier':
        if (!isFunction(token.text)) fail(`function ${quoteGo(token.text)} not defined`)
        return { kind: 'function', at, name: token.text }
      case 'dot':
      case 'nil':
        return { kind: token.kind, at }
      case 'variable':
        if (!variables.includes(token.text)) fail(`undefined variable ${quoteGo(token.text)}`)
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
          return fail(error instanceof Error ? error.message : String(error))
        }
      case 'leftParen':
        return parsePipeline('parenthesized pipeline', 'rightParen')
      case 'string':
      case 'rawString':
        return {
          kind: 'literal',
          at,
          text: token.text,
          value: goString(unquoteGo(token.text) ?? fail('invalid syntax')),
        }
      default:
        next--
        return undefined
    }
  }

  const root = parseTop()
  return { name, text, root, defined }
}

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

const KEYWORD_KINDS = new Set<TokenKind>(
  'dot block break continue define else end if nil range template with'.split(' ') as TokenKind[],
)

function printToken(token: Token): string {
  if (token.kind === 'eof') return 'EOF'
  if (KEYWORD_KINDS.has(token.kind)) return `<${token.text}>`
  const characters = [...token.text]
  return characters.length > 10 ? `${quoteGo(characters.slice(0, 10).join(''))}...` : quoteGo(token.text)
}

/** Blank text alone does not make a definition. */
function isEmpty(list: readonly TemplateNode[]): boolean {
  return list.every((node) => node.kind === 'text' && node.text.trim() === '')
}
