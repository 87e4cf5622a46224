import { compareText } from '~/domain/promql/labels'
import { printExpr } from '~/domain/promql/print-expr'
import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import { formatFloat } from '../template/go-float'
import { type Alert, AlertingRuleState } from './alerting-rule'
import type { RuleGroupState } from './rule-group'
import type { RuleState } from './rule-state'

/* Prometheus' JSON of /api/v1/rules and /api/v1/alerts, as 2.42 sends it: their `data`. */

type LabelsJson = Readonly<Record<string, string>>

export interface AlertJson {
  readonly labels: LabelsJson
  readonly annotations: LabelsJson
  readonly state: string
  readonly activeAt: string
  readonly keepFiringSince?: string
  readonly value: string
}

interface CommonRuleJson {
  readonly name: string
  readonly query: string
  readonly health: string
  readonly lastError?: string
  readonly evaluationTime: number
  readonly lastEvaluation: string
}

export interface AlertingRuleJson extends CommonRuleJson {
  readonly type: 'alerting'
  readonly state: string
  readonly duration: number
  readonly keepFiringFor: number
  readonly labels: LabelsJson
  readonly annotations: LabelsJson
  readonly alerts: readonly AlertJson[]
}

export interface RecordingRuleJson extends CommonRuleJson {
  readonly type: 'recording'
  readonly labels?: LabelsJson
}

export interface RuleGroupJson {
  readonly name: string
  readonly file: string
  readonly rules: readonly (AlertingRuleJson | RecordingRuleJson)[]
  readonly interval: number
  readonly limit: number
  readonly evaluationTime: number
  readonly lastEvaluation: string
}

export type RuleTypeFilter = 'alert' | 'record'

/** The data of `/api/v1/rules`, all rules or those of one type. */
export function toRulesJson(
  groups: readonly RuleGroupState[],
  type?: RuleTypeFilter,
): { readonly groups: readonly RuleGroupJson[] } {
  const sorted = groups.toSorted((a, b) => compareText(a.fileName, b.fileName) || compareText(a.name, b.name))
  return {
    groups: sorted.map((group) => ({
      name: group.name,
      file: group.fileName,
      rules: group.rules.filter(({ rule }) => type === undefined || rule.kind.startsWith(type)).map(ruleJson),
      interval: group.schedule.intervalMs / 1000,
      limit: group.limit,
      evaluationTime: group.evaluationMs / 1000,
      lastEvaluation: timeText(group.lastEvaluationMs),
    })),
  }
}

/** The data of `/api/v1/alerts`: what is pending or firing. */
export function toAlertsJson(groups: readonly RuleGroupState[]): { readonly alerts: readonly AlertJson[] } {
  const rules = groups.flatMap((group) => group.rules)
  return { alerts: rules.flatMap(({ state }) => (state instanceof AlertingRuleState ? alertsJson(state) : [])) }
}

function ruleJson(ruleState: RuleState): AlertingRuleJson | RecordingRuleJson {
  const { rule, state, health, lastError } = ruleState
  const common = {
    name: rule.name,
    query: printExpr(rule.expr),
    health,
    ...(lastError === undefined ? {} : { lastError }),
    evaluationTime: ruleState.evaluationMs / 1000,
    lastEvaluation: timeText(ruleState.lastEvaluationMs),
  }
  if (rule.kind === 'recording' || !(state instanceof AlertingRuleState)) {
    return { ...common, ...(rule.labels.size === 0 ? {} : { labels: labelsJson(rule.labels) }), type: 'recording' }
  }
  return {
    ...common,
    state: state.state(),
    duration: rule.forMs / 1000,
    keepFiringFor: rule.keepFiringForMs / 1000,
    labels: labelsJson(rule.labels),
    annotations: labelsJson(rule.annotations),
    alerts: alertsJson(state),
    type: 'alerting',
  }
}

function alertsJson(state: AlertingRuleState): AlertJson[] {
  return state.activeAlerts().map(alertJson)
}

function alertJson(alert: Alert): AlertJson {
  const { labels, annotations, state, activeAtMs, keepFiringSinceMs, value } = alert
  return {
    labels: labelsJson(labels),
    annotations: labelsJson(annotations),
    state,
    activeAt: timeText(activeAtMs),
    ...(keepFiringSinceMs === undefined ? {} : { keepFiringSince: timeText(keepFiringSinceMs) }),
    value: formatFloat(value, 'e', -1),
  }
}

/** Own keys whatever their names: `__proto__` is a legal label. */
function labelsJson(labels: Labels): LabelsJson {
  return Object.fromEntries(labels)
}

/** As Go prints times: no zeros at the end of a second's parts; its zero time for never. */
function timeText(timeMs: UnixMs | undefined): string {
  if (timeMs === undefined) return '0001-01-01T00:00:00Z'
  return new Date(timeMs).toISOString().replace(/\.?0*Z$/, 'Z')
}
