import type { TextSpan, VectorSelector } from '~/domain/promql/ast'
import { compilePattern, MAX_PATTERN_COST, patternCost } from '~/domain/promql/compile-pattern'
import type { LabelMatcher, MatchOp } from '~/domain/promql/matchers'
import { messageOf } from '~/lib/message-of'
import { unquote } from './literals'
import { LABEL_NAME_KINDS, type Token } from './token'
import { parseFault, type TokenReader } from './token-reader'

const MATCH_OPS = ['=', '!=', '=~', '!~'] as const

/** Patterns of an expression so far, so that many of them together cannot take long. */
export interface PatternBudget {
  readonly seen: Set<string>
  cost: number
}

/** Reads `name`, `name{...}` or `{...}`; the name is taken already. */
export function readSelector(reader: TokenReader, name: Token | undefined, budget: PatternBudget): VectorSelector {
  const from = name?.from ?? reader.peek().from
  const matchers = reader.peek().kind === '{' ? readMatchers(reader, budget) : []
  // As in Prometheus, the matcher of the name is the last.
  if (name !== undefined) matchers.push({ name: '__name__', op: '=', value: name.text })
  const span = { from, to: reader.lastTo }
  return { kind: 'vectorSelector', span, name: name?.text, matchers, offsetMs: 0, at: undefined }
}

/** Reads label names in parentheses, of `by`, `on` and their like. */
export function readGrouping(reader: TokenReader): readonly string[] {
  reader.expect(['('], 'grouping opts', '"("')
  const labels: string[] = []
  while (reader.takeIf(')') === undefined) {
    labels.push(readGroupingLabel(reader))
    const next = reader.peek().kind
    if (next !== ')') reader.expect([','], 'grouping opts', '"," or ")"')
  }
  return labels
}

function readGroupingLabel(reader: TokenReader): string {
  const { kind, text } = reader.peek()
  if (kind === 'string' && reader.dialect === '3') return unquote(reader.take().text)
  if (!LABEL_NAME_KINDS.has(kind) || text.includes(':')) reader.unexpected('grouping opts', 'label')
  return reader.take().text
}

function readMatchers(reader: TokenReader, budget: PatternBudget): LabelMatcher[] {
  reader.expect(['{'])
  const matchers: LabelMatcher[] = []
  while (reader.takeIf('}') === undefined) {
    matchers.push(readMatcher(reader, budget))
    const next = reader.peek().kind
    if (next !== '}') reader.expect([','], 'label matching', '"," or "}"')
  }
  return matchers
}

function readMatcher(reader: TokenReader, budget: PatternBudget): LabelMatcher {
  // Names in quotes are Prometheus 3: `{"http.requests", "service.name"="api"}`.
  const quoted = reader.dialect === '3' ? reader.takeIf('string') : undefined
  if (quoted !== undefined && (reader.peek().kind === ',' || reader.peek().kind === '}')) {
    return { name: '__name__', op: '=', value: unquote(quoted.text) }
  }
  const label = quoted ?? reader.expect(['identifier'], 'label matching', 'identifier or "}"')
  const op = reader.expect(MATCH_OPS, 'label matching', 'label matching operator').kind as MatchOp
  const text = reader.expect(['string'], 'label matching', 'string')
  const value = unquote(text.text)
  if (op === '=~' || op === '!~') checkPattern(value, { from: label.from, to: text.to }, budget)
  return { name: quoted === undefined ? label.text : unquote(label.text), op, value }
}

/** Prometheus compiles patterns while it parses, so that a bad one is a fault of the text. */
function checkPattern(pattern: string, span: TextSpan, budget: PatternBudget): void {
  if (budget.seen.has(pattern)) return
  budget.seen.add(pattern)
  budget.cost += patternCost(pattern)
  if (budget.cost > MAX_PATTERN_COST) throw parseFault('error parsing regexp: the patterns are too complex', span)
  try {
    compilePattern(pattern)
  } catch (error) {
    throw parseFault(messageOf(error), span)
  }
}
