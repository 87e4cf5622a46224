import { Composer, CST, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml'

/*
 * YAML as Prometheus' decoder of Go sees it: scalars are their text, whatever type they look like, and only the first
 * document counts. A rule file comes from outside, so every way in which YAML can cost more than its size is bounded here.
 */

export type YamlNode =
  | {
      readonly kind: 'scalar'
      readonly at: number
      readonly text: string
      /** Without quotes: what may be null, a number or a truth. */
      readonly isPlain: boolean
    }
  | { readonly kind: 'map'; readonly at: number; readonly entries: readonly (readonly [YamlNode, YamlNode])[] }
  | { readonly kind: 'sequence'; readonly at: number; readonly items: readonly YamlNode[] }
  | { readonly kind: 'alias'; readonly at: number; readonly name: string; readonly target: YamlNode }

/** A text that is no YAML, or more of it than is read here. */
export class YamlFault extends Error {
  /** Offset in UTF-16 units. */
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.name = 'YamlFault'
    this.at = at
  }
}

export const MAX_YAML_LENGTH = 1_048_576
/** Words and signs; a rule has about fifty. A text as long of signs alone would keep a browser busy for half a minute. */
const MAX_TOKENS = 100_000
const MAX_DEPTH = 100
const MAX_ALIASES = 1_000

/** What YAML allows in a text: no control characters but tabs and line breaks, no lone surrogates. */
const NOT_YAML = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u
const BAD_ESCAPE = /\\(?:[^0abtnvfre "/\\N_LP\txuU\n\r]|x(?![\da-fA-F]{2})|u(?![\da-fA-F]{4})|U(?![\da-fA-F]{8}))/

/** Parses the first document of a YAML text; null for a text without one. Throws YamlFault. */
export function parseYamlTree(text: string): YamlNode | null {
  if (text.length > MAX_YAML_LENGTH) throw new YamlFault('the file is larger than 1 MB', 0)
  const odd = NOT_YAML.exec(text)
  if (odd !== null) throw new YamlFault('control characters are not allowed', odd.index)
  // A carriage return alone ends a line too, which the yaml package does not know.
  const lines = text.replace(/\r(?!\n)/g, '\n')
  checkLexemes(lines)
  const options = { uniqueKeys: false, logLevel: 'silent', prettyErrors: false } as const
  const [document] = new Composer(options).compose(firstDocumentTokens(lines))
  const [error] = document?.errors ?? []
  if (error !== undefined) throw new YamlFault(error.message, error.pos[0])
  return document?.contents ? createConverter()(document.contents) : null
}

/** Refuses what would cost too much to parse, and what the parser would report a million times. */
function checkLexemes(text: string): void {
  let count = 0
  let aliases = 0
  let at = 0
  let beforeComma = false
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme)
    if (++count > MAX_TOKENS) throw new YamlFault(`the file has more than ${MAX_TOKENS} words and signs`, at)
    if (type === 'alias' && ++aliases > MAX_ALIASES) {
      throw new YamlFault(`the file has more than ${MAX_ALIASES} aliases`, at)
    }
    if (type === 'comma' && beforeComma) throw new YamlFault('did not find expected node content', at)
    if (type === 'double-quoted-scalar' && BAD_ESCAPE.test(lexeme)) {
      throw new YamlFault('found unknown escape character', at + (BAD_ESCAPE.exec(lexeme)?.index ?? 0))
    }
    if (type !== 'space' && type !== 'newline' && type !== 'comment') {
      beforeComma = type === 'comma' || type === 'flow-map-start' || type === 'flow-seq-start'
    }
    // Signs between lexer and parser, such as the one that says "a scalar follows", are not in the text.
    if (!INVISIBLE.has(type)) at += lexeme.length
  }
}

const INVISIBLE = new Set<string | null>(['doc-mode', 'flow-error-end', 'scalar'])

/** The tokens of the first document. Stops at the first fault. */
function firstDocumentTokens(text: string): CST.Token[] {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let isComplete = false
  const take = (token: CST.Token): boolean => {
    if (token.type === 'error') throw new YamlFault(token.message, token.offset)
    if (isComplete && (token.type === 'document' || token.type === 'directive')) return false
    if (token.type === 'document') isComplete = true
    tokens.push(token)
    return true
  }
  for (const lexeme of new Lexer().lex(text)) {
    if (parser.stack.length > MAX_DEPTH) {
      throw new YamlFault(`the file is nested deeper than ${MAX_DEPTH} levels`, parser.offset)
    }
    for (const token of parser.next(lexeme)) if (!take(token)) return tokens
  }
  for (const token of parser.end()) if (!take(token)) return tokens
  return tokens
}

/** Converts nodes of the yaml package, in the order of the text, so that an alias finds what was anchored before it. */
function createConverter(): (node: unknown) => YamlNode {
  /** null while the anchored node is not complete. */
  const anchors = new Map<string, YamlNode | null>()
  const convert = (node: unknown): YamlNode => {
    if (isAlias(node)) {
      const at = node.range?.[0] ?? 0
      const target = anchors.get(node.source)
      if (target === undefined) throw new YamlFault(`unknown anchor '${node.source}' referenced`, at)
      if (target === null) throw new YamlFault(`anchor '${node.source}' value contains itself`, at)
      return { kind: 'alias', at, name: node.source, target }
    }
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return { kind: 'scalar', at: 0, text: '', isPlain: true }
    if (node.anchor !== undefined) anchors.set(node.anchor, null)
    const at = node.range?.[0] ?? 0
    let converted: YamlNode
    if (isMap(node)) {
      converted = {
        kind: 'map',
        at,
        entries: node.items.map(({ key, value }) => [convert(key), convertValue(value, at)]),
      }
    } else if (isSeq(node)) converted = { kind: 'sequence', at, items: node.items.map(convert) }
    else {
      const isPlain = node.type === 'PLAIN' || node.type === undefined
      converted = { kind: 'scalar', at, text: node.source ?? '', isPlain: isPlain && node.tag === undefined }
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, converted)
    return converted
  }
  /** `key` without a colon has no value at all. */
  const convertValue = (value: unknown, at: number): YamlNode =>
    value === null ? { kind: 'scalar', at, text: '', isPlain: true } : convert(value)
  return convert
}

/** Follows aliases to what they stand for. */
export function resolveAlias(node: YamlNode): Exclude<YamlNode, { kind: 'alias' }> {
  let target = node
  while (target.kind === 'alias') target = target.target
  return target
}

/** Whether a node is YAML's null: nothing, `~` or `null`. */
export function isNull(node: YamlNode): boolean {
  const target = resolveAlias(node)
  return target.kind === 'scalar' && target.isPlain && /^(?:~|null|Null|NULL)?$/.test(target.text)
}
