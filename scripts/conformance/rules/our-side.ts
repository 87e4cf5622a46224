import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { decodeRuleFile } from '~/domain/rules/decode-rule-file'
import { AlertingRuleState } from '~/domain/rules/engine/alerting-rule'
import { createRuleEngine, type RuleEngine } from '~/domain/rules/engine/rule-engine'
import type { RuleQueries } from '~/domain/rules/engine/rule-store'
import type { Labels } from '~/domain/series/frame'
import { createTsdb, type Tsdb } from '~/domain/tsdb/tsdb'
import type { Scenario } from './scenario'

export interface ExpectedAlert {
  readonly labels: Labels
  readonly annotations: Labels
}

export interface ExpectedSample {
  readonly labels: Labels
  readonly value: number
}

export interface RuleFailure {
  readonly rule: string
  readonly timeMs: number
  readonly message: string
}

/** What our engine makes of a scenario. */
export interface Outcome {
  /** Of the first time at which a rule failed; nothing is looked at from there on. */
  readonly failures: readonly RuleFailure[]
  /** By time and then by alert name: what fires. */
  readonly alerts: ReadonlyMap<number, ReadonlyMap<string, readonly ExpectedAlert[]>>
  /** By time and then by query. */
  readonly samples: ReadonlyMap<number, ReadonlyMap<string, readonly ExpectedSample[]>>
}

/** Runs a scenario step by step, as promtool does: samples up to a time, then all groups at that time. */
export function runOurs(scenario: Scenario, rulesText: string): Outcome {
  const { store, engine } = prepare(scenario, rulesText)
  const alerts = new Map<number, Map<string, ExpectedAlert[]>>()
  const lastMs = scenario.lookAtMs.at(-1) ?? 0
  for (let timeMs = 0; timeMs <= lastMs; timeMs += scenario.intervalMs) {
    appendInput(scenario, store, timeMs)
    for (const group of engine.groups) engine.evaluateGroup(group.id, timeMs)
    const failures = failuresOf(engine, timeMs)
    if (failures.length > 0) return { failures, alerts: new Map(), samples: new Map() }
    if (scenario.lookAtMs.includes(timeMs)) alerts.set(timeMs, firingAlerts(engine))
  }
  return { failures: [], alerts, samples: lookAt(scenario, store) }
}

/** The same scenario in one go over the past; undefined where a rule fails at some time, which ends promtool's run. */
export function runHistory(scenario: Scenario, rulesText: string): Pick<Outcome, 'alerts' | 'samples'> {
  const { store, engine } = prepare(scenario, rulesText)
  const lastMs = scenario.lookAtMs.at(-1) ?? 0
  for (let timeMs = 0; timeMs <= lastMs; timeMs += scenario.intervalMs) appendInput(scenario, store, timeMs)
  engine.evaluateHistory(0, lastMs)
  return { alerts: new Map([[lastMs, firingAlerts(engine)]]), samples: lookAt(scenario, store) }
}

function prepare(scenario: Scenario, rulesText: string): { store: Tsdb; engine: RuleEngine } {
  const store = createTsdb()
  const queries: RuleQueries = {
    instant: (expr, timeMs) => ({ result: evaluateInstant(expr, store, { timeMs }) }),
    range: (expr, startMs, endMs, stepMs) => {
      const result = evaluateRange(expr, store, { startMs, endMs, stepMs })
      if (result.type !== 'matrix') throw new PromqlEvalError('execution', 'not a matrix')
      return { series: result.series }
    },
  }
  const engine = createRuleEngine({
    files: [decodeRuleFile(rulesText, 'rules.yml')],
    queries,
    store,
    intervalMs: scenario.intervalMs,
    externalLabels: new Map(Object.entries(scenario.externalLabels)),
    externalUrl: scenario.externalUrl,
    offsetOf: () => 0,
  })
  return { store, engine }
}

function appendInput({ series, intervalMs }: Scenario, store: Tsdb, timeMs: number): void {
  for (const { name, labels, values } of series) {
    const value = values[timeMs / intervalMs]
    if (value === undefined) continue
    const ref = store.series([['__name__', name], ...labels])
    if (value === 'stale') store.appendStale(ref, timeMs)
    else store.append(ref, timeMs, value)
  }
}

function failuresOf(engine: RuleEngine, timeMs: number): RuleFailure[] {
  const rules = engine.groups.flatMap((group) => group.rules)
  return rules.flatMap(({ rule, lastError }) =>
    lastError === undefined ? [] : [{ rule: rule.name, timeMs, message: lastError }],
  )
}

function firingAlerts(engine: RuleEngine): Map<string, ExpectedAlert[]> {
  const firing = new Map<string, ExpectedAlert[]>()
  for (const { rule, state } of engine.groups.flatMap((group) => group.rules)) {
    if (!(state instanceof AlertingRuleState)) continue
    const alerts = state.activeAlerts().filter((alert) => alert.state === 'firing')
    // Alerts change at the next evaluation.
    const copies = alerts.map(({ labels, annotations }) => ({ labels, annotations }))
    firing.set(rule.name, [...(firing.get(rule.name) ?? []), ...copies])
  }
  return firing
}

function lookAt(scenario: Scenario, store: Tsdb): Map<number, Map<string, ExpectedSample[]>> {
  const records = scenario.groups.flatMap(({ rules }) => rules.flatMap(({ record }) => record ?? []))
  const queries = [...new Set(['ALERTS', 'ALERTS_FOR_STATE', ...records])]
  return new Map(
    scenario.lookAtMs.map((timeMs) => [
      timeMs,
      new Map(
        queries.map((query) => {
          const result = evaluateInstant(parsePromql(query), store, { timeMs })
          return [query, result.type === 'vector' ? [...result.samples] : []]
        }),
      ),
    ]),
  )
}
