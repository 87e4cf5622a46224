import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser'
import type { DecodeIssue } from '~/lib/decode'
import type { ConfigIssue } from './parse'

/** Strict JSON: what jsonc-parser takes beyond it is reported as an error too. */
const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false }

const WORDS = new Map<string, string>([
  ['InvalidSymbol', 'is not JSON: text must be in double quotes'],
  ['InvalidNumberFormat', 'is not a number as JSON writes it'],
  ['PropertyNameExpected', 'needs a key in double quotes here; a comma after the last entry is not allowed'],
  ['ValueExpected', 'needs a value here; a comma after the last entry is not allowed'],
  ['ColonExpected', 'needs a colon between key and value'],
  ['CommaExpected', 'needs a comma between two entries'],
  ['CloseBraceExpected', 'needs a closing brace }'],
  ['CloseBracketExpected', 'needs a closing bracket ]'],
  ['EndOfFileExpected', 'has more text after the end'],
  ['InvalidCommentToken', 'has a comment: JSON allows none'],
  ['UnexpectedEndOfComment', 'has a comment: JSON allows none'],
  ['UnexpectedEndOfString', 'has text without a closing double quote'],
  ['UnexpectedEndOfNumber', 'has an unfinished number'],
  ['InvalidUnicode', 'has a broken \\u escape'],
  ['InvalidEscapeCharacter', 'has an unknown escape after a backslash'],
  ['InvalidCharacter', 'has a control character inside text: write it as \\n, \\t or \\u....'],
])

/** The first place at which a text that JSON.parse refused stops being JSON. */
export function locateSyntaxFault(text: string): ConfigIssue {
  const errors: ParseError[] = []
  try {
    parseTree(text, errors, STRICT)
  } catch {
    // Nested so deep that the recursive parser ran out of stack.
    return { path: '', message: 'is nested too deeply', line: 1, column: 1 }
  }
  const first = errors.reduce<ParseError | undefined>(
    (a, b) => (a === undefined || b.offset < a.offset ? b : a),
    undefined,
  )
  const message = first === undefined ? undefined : WORDS.get(printParseErrorCode(first.error))
  return { path: '', message: message ?? 'is not JSON', ...positionAt(text, first?.offset ?? 0) }
}

/** Adds line and column to the issues of a text that is JSON, ordered by place. A missing key is placed at its object. */
export function locateIssues(text: string, issues: readonly DecodeIssue[]): ConfigIssue[] {
  const tree = parseTree(text, [], STRICT)
  return issues
    .map((issue) => ({ ...issue, offset: offsetOf(tree, issue.path) }))
    .sort((a, b) => a.offset - b.offset)
    .map(({ path, message, offset }) => ({ path, message, ...positionAt(text, offset) }))
}

function offsetOf(tree: Node | undefined, pointer: string): number {
  let node = tree
  for (const raw of pointer.split('/').slice(1)) {
    if (node === undefined) break
    const next = childOf(node, raw.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (next === undefined) break
    node = next
  }
  return node?.offset ?? 0
}

/** JSON.parse keeps the last of two equal keys, findNodeAtLocation finds the first: so the last is looked for here. */
function childOf(node: Node, key: string): Node | undefined {
  if (node.type === 'array') return findNodeAtLocation(node, [Number(key)])
  const property = node.children?.findLast((child) => {
    const name = child.children?.[0]
    return name !== undefined && getNodeValue(name) === key
  })
  return property?.children?.[1]
}

function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
