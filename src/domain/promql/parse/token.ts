import { quoteText } from './go-quote'

/*
 * The words of PromQL, as Prometheus' lexer knows them (promql/parser/lex.go): keywords are keywords wherever they stand
 * outside braces, in any case, and it is the grammar that lets some of them be names.
 */

export type LiteralKind = 'identifier' | 'metric' | 'number' | 'duration' | 'string' | 'eof'
type Mark = '(' | ')' | '{' | '}' | '[' | ']' | ',' | '=' | ':'
type SymbolOperator = '+' | '-' | '*' | '/' | '%' | '^' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '=~' | '!~' | '@'
type WordOperator = (typeof WORD_OPERATORS)[number]
type Keyword = (typeof KEYWORDS)[number]
type Preprocessor = (typeof PREPROCESSORS)[number]

export type TokenKind =
  | LiteralKind
  | Mark
  | SymbolOperator
  | WordOperator
  | Keyword
  | Preprocessor
  | (typeof AGGREGATORS)[number]

export interface Token {
  readonly kind: TokenKind
  /** As written; keywords in the case of the text. */
  readonly text: string
  readonly from: number
  readonly to: number
}

export const AGGREGATORS = [
  'avg',
  'bottomk',
  'count',
  'count_values',
  'group',
  'max',
  'min',
  'quantile',
  'stddev',
  'stdvar',
  'sum',
  'topk',
] as const
const WORD_OPERATORS = ['and', 'or', 'unless', 'atan2'] as const
const KEYWORDS = ['bool', 'by', 'group_left', 'group_right', 'ignoring', 'offset', 'on', 'without'] as const
const PREPROCESSORS = ['start', 'end'] as const
const SYMBOL_OPERATORS = ['+', '-', '*', '/', '%', '^', '==', '!=', '<', '>', '<=', '>=', '=~', '!~', '@'] as const

/** Kinds of the words that are not plain identifiers, by their lower-case text. */
export const WORD_KINDS: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ...[...AGGREGATORS, ...WORD_OPERATORS, ...KEYWORDS, ...PREPROCESSORS].map((word) => [word, word] as const),
  ['inf', 'number'],
  ['nan', 'number'],
])

/** Words that may also be the name of a metric: `sum`, `by` and `offset`, but neither `on` nor `bool` nor `atan2`. */
export const METRIC_NAME_KINDS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...AGGREGATORS,
  ...PREPROCESSORS,
  'identifier',
  'metric',
  'and',
  'or',
  'unless',
  'by',
  'without',
  'offset',
])

/** Words that may also be the name of a label in `by (...)` and its like: all but `without` and numbers. */
export const LABEL_NAME_KINDS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...[...METRIC_NAME_KINDS].filter((kind) => kind !== 'without'),
  'bool',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'atan2',
])

const aggregators: ReadonlySet<string> = new Set(AGGREGATORS)
const keywords: ReadonlySet<string> = new Set(KEYWORDS)
const operators: ReadonlySet<string> = new Set([...SYMBOL_OPERATORS, ...WORD_OPERATORS])

/** Names a token the way Prometheus does after "unexpected": `identifier "x"`, `<by>`, `<op:+>`, `end of input`. */
export function describeToken({ kind, text }: Token): string {
  if (kind === 'eof') return 'end of input'
  if (kind === 'identifier') return `identifier ${quoteText(text)}`
  if (kind === 'metric') return `metric identifier ${quoteText(text)}`
  if (keywords.has(kind)) return `<${text}>`
  if (operators.has(kind)) return `<op:${text}>`
  if (aggregators.has(kind)) return `<aggr:${text}>`
  const points = [...text]
  const shown = points.length > 10 ? `${quoteText(points.slice(0, 10).join(''))}...` : quoteText(text)
  return kind === 'number' || kind === 'duration' || kind === 'string' ? `${kind} ${shown}` : shown
}
