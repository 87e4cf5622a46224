import type { VectorSelector } from '~/domain/promql/ast'
import { type RuleFacts, selectorText } from '../rule-facts'
import { type Bounds, type Finding, FREE, type JudgeContext } from './bounds'

/** Endings of counters and of the parts of histograms: by convention of all client libraries they never fall below zero. */
export const COUNTER = /_(?:total|count|sum|bucket|created)$/

/** By its name, and by what the source knows of its metric and labels. */
export function selectorBounds(selector: VectorSelector, { facts }: JudgeContext): Bounds {
  const { name = '' } = selector
  const base: Bounds = { ...FREE, what: name, empty: emptySelector(selector, facts) }
  if (name === 'up') return { ...base, lo: 0, hi: 1, what: 'up, which is 0 or 1,' }
  if (name === 'ALERTS') return { ...base, lo: 1, hi: 1, what: 'ALERTS, which is always 1,' }
  if (/_(?:percent|percentage)$/.test(name)) return { ...base, lo: 0, hi: 100, soft: true, scale: 'percent' }
  if (/_ratio$/.test(name)) return { ...base, lo: 0, hi: 1, soft: true, scale: 'ratio' }
  if (COUNTER.test(name) && !name.endsWith('_sum')) return { ...base, lo: 0, what: `the counter ${name}` }
  return base
}

function emptySelector(selector: VectorSelector, facts: RuleFacts): Finding | null {
  const text = selectorText(selector)
  if (facts.matches(text) !== 0) return null
  const { name, matchers } = selector
  if (name === undefined) return { level: 'may', kind: 'value', text: `No series matches ${text} now.` }
  const presence = facts.presence(name)
  if (presence === 'never') {
    return {
      level: 'blind',
      kind: 'metric',
      text: `The metric ${name} does not exist: no series had that name within a day.`,
    }
  }
  if (presence === 'lately') {
    return {
      level: 'may',
      kind: 'metric',
      text: `The metric ${name} has no series now; it had some within the last day.`,
    }
  }
  const missing = matchers.find(
    ({ name: label, op, value }) =>
      label !== '__name__' &&
      facts.hasLabel(name, label) === false &&
      (op === '=' || op === '=~') &&
      mustBeThere(op, value),
  )
  if (missing !== undefined) {
    return {
      level: 'blind',
      kind: 'label',
      text: `No series of ${name} has the label ${missing.name}, which the rule asks for.`,
    }
  }
  return {
    level: 'may',
    kind: 'value',
    text: `No series matches ${text} now. That is well where one comes with the first such event; else a value in it is wrong.`,
  }
}

/** Whether a matcher refuses a series without the label; of a pattern only where that is plain to see. */
function mustBeThere(op: '=' | '=~', value: string): boolean {
  return op === '=' ? value !== '' : !/[*?|]/.test(value) && value !== ''
}
