import type { Expr } from '~/domain/promql/ast'
import { formatDuration } from '~/domain/time/duration'
import type { UnixMs } from '~/domain/units-of-measure'
import type { Finding } from './bounds/bounds'
import { boundsOf } from './bounds/bounds-of-expr'
import type { AlertRule } from './model'
import { parseRule, type RuleFacts } from './rule-facts'

/** A rule that was not evaluated for so many of its intervals is not watched over by anybody. */
const STALE_INTERVALS = 3

/** What was found out about a rule: `blind` where it is sure that it cannot fire. */
export interface RuleVerdict {
  readonly sight: 'blind' | 'may' | 'odd' | 'clear'
  /** The gravest first. */
  readonly findings: readonly Finding[]
}

const GRAVITY = { blind: 0, may: 1, odd: 2 } as const

/**
 * Whether a rule can fire, from its own last evaluations and what `judgeExpr` found in its expression. Only what is sure is
 * called blind: numbers are never looked at, so a quiet platform makes no rule blind.
 */
export function judgeRule(rule: AlertRule, inExpr: readonly Finding[], nowMs: UnixMs): RuleVerdict {
  const found = [...judgeEvaluation(rule, nowMs), ...inExpr]
  // What has an alert can have one, whatever was found: it did, a moment ago.
  const isProven = rule.alerts.length > 0
  const findings = found.map((one): Finding => (isProven && one.level === 'blind' ? { ...one, level: 'may' } : one))
  findings.sort((a, b) => GRAVITY[a.level] - GRAVITY[b.level])
  return { sight: findings[0]?.level ?? 'clear', findings }
}

/** What the text of an expression and the facts say; it is the same until one of them changes. */
export function judgeExpr(query: string, facts: RuleFacts): readonly Finding[] {
  const expr = parseRule(query)
  if (expr === null) return []
  const notes: Finding[] = []
  const value = boundsOf(expr, { facts, notes })
  const found = value.empty === null ? notes : [value.empty, ...notes]
  const odd = alwaysFires(expr)
  if (odd !== null) found.push(odd)
  const seen = new Set<string>()
  return found.filter(({ text }) => !seen.has(text) && seen.add(text))
}

function judgeEvaluation(rule: AlertRule, nowMs: UnixMs): readonly Finding[] {
  const { health, lastError, evaluatedMs, intervalMs } = rule
  const kind = 'evaluation'
  if (health === 'err') {
    const why = lastError === '' ? 'the server does not say why' : lastError
    return [{ level: 'blind', kind, text: `Its evaluation fails: ${why}` }]
  }
  if (evaluatedMs === null) return [{ level: 'may', kind, text: 'It was never evaluated yet.' }]
  const agoMs = nowMs - evaluatedMs
  if (intervalMs <= 0 || agoMs <= STALE_INTERVALS * intervalMs) return []
  const [ago, interval] = [Math.round(agoMs / 1000) * 1000, intervalMs].map(formatDuration)
  return [{ level: 'blind', kind, text: `It was last evaluated ${ago} ago, and should be each ${interval}.` }]
}

/** `bool` at the top gives each series 0 or 1, and a rule fires for both. */
function alwaysFires(expr: Expr): Finding | null {
  if (expr.kind === 'paren') return alwaysFires(expr.expr)
  if (expr.kind !== 'binary' || !expr.returnBool) return null
  const text = 'With "bool" the comparison answers 0 where it is false, and a rule fires for 0 too: it fires always.'
  return { level: 'odd', kind: 'bool', text }
}
