import type { Expr, VectorSelector } from '~/domain/promql/ast'
import { compilePattern } from '~/domain/promql/compile-pattern'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { Rule } from '../rule-file'

/** What an expression reads, as far as its text tells. */
export interface ExprReads {
  readonly selectors: readonly VectorSelector[]
  /** `@ start()` or `@ end()`, which in a rule is the time of the evaluation: such a rule cannot be asked over a range. */
  readonly isPinned: boolean
}

/** Finds the selectors of an expression. */
export function readsOf(expr: Expr): ExprReads {
  const selectors: VectorSelector[] = []
  let isPinned = false
  const pin = (at: VectorSelector['at']) => {
    if (at?.kind === 'start' || at?.kind === 'end') isPinned = true
  }
  const walk = (node: Expr): void => {
    switch (node.kind) {
      case 'number':
      case 'string':
        return
      case 'vectorSelector':
        pin(node.at)
        selectors.push(node)
        return
      case 'matrixSelector':
        walk(node.selector)
        return
      case 'subquery':
        pin(node.at)
        walk(node.expr)
        return
      case 'aggregate':
        if (node.param !== undefined) walk(node.param)
        walk(node.expr)
        return
      case 'binary':
        walk(node.lhs)
        walk(node.rhs)
        return
      case 'call':
        node.args.forEach(walk)
        return
      default:
        walk(node.expr)
    }
  }
  walk(expr)
  return { selectors, isPinned }
}

/** Whether a selector may pick a series that a rule writes, judged by the labels that are the same in all of them. */
export function mayRead(selector: VectorSelector, rule: Rule): boolean {
  return knownLabels(rule).some((known) =>
    selector.matchers.every((matcher) => {
      const value = known.get(matcher.name)
      return value === undefined || matches(matcher, value)
    }),
  )
}

function knownLabels(rule: Rule): Map<string, string>[] {
  const constant = [...rule.labels].filter(
    ([, value]) => value !== '' && !(rule.kind === 'alerting' && value.includes('{{')),
  )
  if (rule.kind === 'recording') return [new Map([...constant, ['__name__', rule.name]])]
  return ['ALERTS', 'ALERTS_FOR_STATE'].map(
    (name) => new Map([...constant, ['alertname', rule.name], ['__name__', name]]),
  )
}

function matches({ op, value }: LabelMatcher, text: string): boolean {
  if (op === '=') return text === value
  if (op === '!=') return text !== value
  try {
    return compilePattern(value)(text) === (op === '=~')
  } catch {
    // A pattern that cannot be compiled fails when the rule is evaluated.
    return true
  }
}
