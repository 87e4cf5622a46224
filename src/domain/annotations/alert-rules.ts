import { escapePattern } from '~/domain/promql/escape-pattern'
import { quoteText } from '~/domain/promql/parse/go-quote'
import type { Labels } from '~/domain/series/frame'
import type { LoadedAlertRule } from '~/domain/sources'

/** The panel that alerts of a rule belong to, and the labels by which their series are known. */
export interface AlertTarget {
  readonly panel: string
  readonly alertname: string
  /** What the rule says of severity and platform. */
  readonly labels: Labels
}

/** What is asked of an alert beside name and state: two platforms, or two severities, may have alerts of one name. */
const TOLD_LABELS = ['severity', 'platform'] as const
/** More names than these make a question that no proxy lets through. */
const MAX_NAMES = 200

/** The rules that name a panel of the dashboard, by their annotations `dashboard` and `panel`. */
export function alertTargets(rules: readonly LoadedAlertRule[], dashboard: string): readonly AlertTarget[] {
  return rules.flatMap(({ name, labels, annotations }) => {
    const panel = annotations.get('panel')
    if (panel === undefined || annotations.get('dashboard') !== dashboard) return []
    // What a rule does not say may come from its expression, and what a template makes of a label only the server knows.
    const told = TOLD_LABELS.map((label) => [label, labels.get(label) ?? ''] as const)
    const known = told.filter(([, value]) => value !== '' && !value.includes('{{'))
    return [{ panel, alertname: name, labels: new Map(known) }]
  })
}

/** The question for the alerts of these rules; null where there are none. */
export function alertsExpr(targets: readonly AlertTarget[]): string | null {
  const names = [...new Set(targets.map(({ alertname }) => alertname))].sort().slice(0, MAX_NAMES)
  if (names.length === 0) return null
  const pattern = names.map(escapePattern).join('|')
  return `count by (alertname, alertstate, ${TOLD_LABELS.join(', ')}) (ALERTS{alertname=~${quoteText(pattern)}})`
}

/** Whether a series of the answer is of this rule. */
export function isOfTarget({ alertname, labels }: AlertTarget, series: Labels): boolean {
  if (series.get('alertname') !== alertname) return false
  return [...labels].every(([label, value]) => series.get(label) === value)
}
