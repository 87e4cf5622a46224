import type { BinaryExpr, Expr, MatrixSelector, TextSpan, VectorSelector } from '~/domain/promql/ast'
import { compilePattern } from '~/domain/promql/compile-pattern'
import { FUNCTION_SIGNATURES } from '~/domain/promql/function-signatures'
import { childrenOf, nodesOf } from '~/domain/promql/nodes-of'
import { normaliseExpr } from '~/domain/promql/normalise'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { type Filter, printFilter } from './filters'
import { isStandIn, metricsNeededBy, selectorsIn } from './stand-ins'

/**
 * Gives every selector of an expression the matchers of the filters. Macros stay as they are. A value that stands in for
 * what is missing, such as `or vector(0)`, then counts only where the series that it stands for have the labels at all:
 * else a filter by a label that a metric lacks would read 0. Throws a PromqlParseError for what is no PromQL.
 */
export function filterExpr(written: string, filters: readonly Filter[]): string {
  if (filters.length === 0) return written
  const expr = normaliseExpr(written)
  const tree = parsePromql(hideMacros(expr))
  const matchers = filters.map(printFilter)
  // A filter that takes series without the label too hides no metric that lacks it.
  const demanded = filters.filter((filter) => !takesNone(filter)).map(({ label }) => `${label}!=""`)
  const context: Context = { expr, present: demanded }
  const aroundScalars = conditionsAroundScalars(tree, context)
  const edits: Edit[] = []
  for (const node of nodesOf(tree)) {
    edits.push(...guard(node, aroundScalars.get(node) ?? ''))
    if (demanded.length > 0) edits.push(...guardNode(node, context))
    if (node.kind === 'vectorSelector') edits.push(matchersInto(expr, node, matchers))
  }
  // From the end, so that places before stay where they are; at one place what is put around goes first.
  let out = expr
  for (const { at, text } of edits.sort((a, b) => b.at - a.at)) out = out.slice(0, at) + text + out.slice(at)
  return out
}

interface Context {
  readonly expr: string
  /** Matchers of series that have all labels which the filters demand. */
  readonly present: readonly string[]
}

interface Edit {
  readonly at: number
  readonly text: string
}

/** Whether a series without the label passes. */
function takesNone({ op, value }: Filter): boolean {
  if (op === '=' || op === '!=') return (value === '') === (op === '=')
  try {
    return compilePattern(value)('') === (op === '=~')
  } catch {
    // The server will say what is wrong with it.
    return false
  }
}

/** Macros as numbers and durations of the same length, so that places in the tree are those of the text. */
function hideMacros(expr: string): string {
  return expr.replace(/\$\{__[a-z_]+\}|\$__[a-z_]+/g, (macro) => {
    const isNumber = /_m?s\}?$/.test(macro)
    return isNumber ? '1'.padStart(macro.length, '0') : '1s'.padStart(macro.length, '0')
  })
}

function matchersInto(expr: string, { span, name = '' }: VectorSelector, matchers: readonly string[]): Edit {
  const at = span.from + name.length
  const added = matchers.join(',')
  if (expr.charAt(at) !== '{') return { at, text: `{${added}}` }
  return { at: at + 1, text: expr.charAt(at + 1) === '}' ? added : `${added},` }
}

/** Makes what stands in for missing series depend on those having the labels. */
function guardNode(node: Expr, context: Context): readonly Edit[] {
  if (node.kind === 'call' && (node.func === 'absent' || node.func === 'absent_over_time')) {
    return guard(node, unlessLacking(node, new Set(), context))
  }
  if (node.kind !== 'binary') return []
  if (node.op === 'or') return guardOr(node, context)
  // `vector(0) unless x`: of what the filter hides nothing is known to be missing.
  return node.op === 'unless' && isStandIn(node.lhs)
    ? guard(node.lhs, unlessLacking(node.rhs, metricsNeededBy(node.lhs), context))
    : []
}

function guardOr({ lhs, rhs }: BinaryExpr, context: Context): readonly Edit[] {
  const edits: Edit[] = []
  if (isStandIn(lhs)) edits.push(...guard(lhs, unlessLacking(rhs, metricsNeededBy(lhs), context)))
  if (selectorsIn(rhs).length === 0) edits.push(...guard(rhs, onlyWhereLabelled(lhs, context)))
  else if (isStandIn(rhs)) edits.push(...guard(rhs, unlessLacking(lhs, metricsNeededBy(rhs), context)))
  return edits
}

/**
 * `scalar()` of no series is NaN, and a comparison with that is 0: the part around it that has series depends on the labels.
 * A whole expression that is a scalar becomes one that can have no value.
 */
function conditionsAroundScalars(root: Expr, context: Context): ReadonlyMap<Expr, string> {
  const found = new Map<Expr, string>()
  if (context.present.length === 0) return found
  const open: { readonly node: Expr; readonly around: Expr }[] = [{ node: root, around: root }]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node } = at
    const around = isScalar(node) || node.kind === 'matrixSelector' ? at.around : node
    if (node.kind === 'call' && node.func === 'scalar') {
      found.set(around, (found.get(around) ?? '') + unlessLacking(node, new Set(), context))
    }
    open.push(...childrenOf(node).map((child) => ({ node: child, around })))
  }
  return found
}

function isScalar(node: Expr): boolean {
  switch (node.kind) {
    case 'number':
    case 'string':
      return true
    case 'paren':
    case 'unary':
    case 'stepInvariant':
      return isScalar(node.expr)
    case 'call':
      return FUNCTION_SIGNATURES.get(node.func)?.returnType === 'scalar'
    case 'binary':
      return isScalar(node.lhs) && isScalar(node.rhs)
    default:
      return false
  }
}

/** Puts conditions behind a part of the text; none where there is nothing to say. */
function guard(node: Expr, conditions: string): readonly Edit[] {
  if (conditions === '') return []
  const [before, after] = isScalar(node) ? ['vector(', ')'] : node.kind === 'binary' ? ['(', ')'] : ['', '']
  return [
    { at: node.span.from, text: `(${before}` },
    { at: node.span.to, text: `${after}${conditions})` },
  ]
}

/** That each metric has series with the labels. */
function onlyWhereLabelled(missing: Expr, { expr, present }: Context): string {
  const groups = selectorsIn(missing).map((selector) => ` and on() group(${selectorText(expr, selector, present)})`)
  return [...new Set(groups)].join('')
}

/** That none of the metrics has series and all of them lack the labels. Those that are `needed` are asked for already. */
function unlessLacking(missing: Expr, needed: ReadonlySet<string>, { expr, present }: Context): string {
  const conditions = readsIn(missing)
    .filter(({ selector }) => selector.name === undefined || !needed.has(selector.name))
    .map((read) => {
      const [some, labelled] = [[], present].map((matchers) => `group(${readText(expr, read, matchers)})`)
      return ` unless on() (${some} unless on() ${labelled})`
    })
  return [...new Set(conditions)].join('')
}

/** A selector, with the range that it is read over. */
interface Read {
  readonly selector: VectorSelector
  readonly over: MatrixSelector | undefined
}

function readsIn(expr: Expr): readonly Read[] {
  const nodes = [...nodesOf(expr)]
  const over = new Map(
    nodes.flatMap((node) => (node.kind === 'matrixSelector' ? [[node.selector, node] as const] : [])),
  )
  return selectorsIn(expr).map((selector) => ({ selector, over: over.get(selector) }))
}

/** What is read, with more matchers; over its own range and at its own time. */
function readText(expr: string, { selector, over }: Read, matchers: readonly string[]): string {
  const { span } = over ?? selector
  const { to } = selectorSpan(expr, selector)
  const text = selectorText(expr, selector, matchers) + expr.slice(to, span.to)
  return over === undefined ? text : `present_over_time(${text})`
}

function selectorText(expr: string, selector: VectorSelector, matchers: readonly string[]): string {
  const { from, to } = selectorSpan(expr, selector)
  if (matchers.length === 0) return expr.slice(from, to)
  const { at, text } = matchersInto(expr, selector, matchers)
  return expr.slice(from, at) + text + expr.slice(at, to)
}

/** A selector without its offset and `@`. */
function selectorSpan(expr: string, { span, name = '' }: VectorSelector): TextSpan {
  const open = span.from + name.length
  if (expr.charAt(open) !== '{') return { from: span.from, to: open }
  for (let i = open + 1, mark = ''; i < expr.length; i++) {
    const char = expr.charAt(i)
    if (mark === '') {
      if (char === '}') return { from: span.from, to: i + 1 }
      if (char === '"' || char === "'" || char === '`') mark = char
    } else if (char === '\\' && mark !== '`') i++
    else if (char === mark) mark = ''
  }
  return span
}
