import type { VectorSelector } from '~/domain/promql/ast'
import { compilePattern } from '~/domain/promql/compile-pattern'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { nodesOf } from '~/domain/promql/nodes-of'
import type { Rule } from '../rule-file'

/** What a rule reads, as far as its text tells. */
export interface RuleReads {
  readonly selectors: readonly VectorSelector[]
  /** Templates that ask queries, whose texts may be put together when they are expanded. */
  readonly templates: readonly string[]
  /** `@ start()` or `@ end()`, which in a rule is the time of the evaluation: such a rule cannot be asked over a range. */
  readonly isPinned: boolean
}

/** Finds what a rule's expression and templates read. */
export function readsOf(rule: Rule): RuleReads {
  const selectors: VectorSelector[] = []
  let isPinned = false
  for (const node of nodesOf(rule.expr)) {
    if (node.kind === 'vectorSelector') selectors.push(node)
    else if (node.kind !== 'subquery') continue
    if (node.at?.kind === 'start' || node.at?.kind === 'end') isPinned = true
  }
  const texts = rule.kind === 'alerting' ? [...rule.labels.values(), ...rule.annotations.values()] : []
  return { selectors, isPinned, templates: texts.filter((text) => /\{\{[\s\S]*\bquery\b/.test(text)) }
}

/** Names of the series that a rule writes. */
export function writtenNames(rule: Rule): readonly string[] {
  return rule.kind === 'recording' ? [rule.name] : ['ALERTS', 'ALERTS_FOR_STATE']
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

/** Whether two rules may write the same series: they may where no label is known to differ. */
export function mayWriteSame(left: Rule, right: Rule): boolean {
  const [known] = knownLabels(left)
  const [others] = knownLabels(right)
  if (known === undefined || others === undefined) return false
  return [...known].every(([name, value]) => (others.get(name) ?? value) === value)
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
