import type { QueryResult } from '~/domain/promql/result'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { messageOf } from '~/lib/message-of'
import type { Rule } from '../rule-file'
import type { TemplateWorld } from './alert-labels'
import { AlertingRuleState } from './alerting-rule'
import { type RuleReads, readsOf } from './reads'
import { RecordingRuleState } from './recording-rule'
import { RuleError, type RuleQueries, type RuleStore } from './rule-store'

export type RuleHealth = 'unknown' | 'ok' | 'err'

export const PARTIAL_ANSWER = 'the answer misses a part of the data'
const ZERO_LABELS: ReadonlyMap<string, string> = new Map()

export interface RuleWorld {
  readonly queries: RuleQueries
  readonly store: RuleStore
  readonly templates: TemplateWorld
  /** A clock for durations, in milliseconds. */
  readonly measureMs: () => number
}

/** One rule of a group with what its evaluations left. */
export class RuleState {
  readonly rule: Rule
  readonly groupId: string
  readonly reads: RuleReads
  readonly state: AlertingRuleState | RecordingRuleState
  readonly #world: RuleWorld
  health: RuleHealth = 'unknown'
  lastError: string | undefined
  /** Undefined before the first one. */
  lastEvaluationMs: UnixMs | undefined
  evaluationMs: DurationMs = 0

  constructor(rule: Rule, options: { groupId: string; limit: number; world: RuleWorld; isRestored: boolean }) {
    const { groupId, limit, world, isRestored } = options
    this.rule = rule
    this.groupId = groupId
    this.reads = readsOf(rule)
    this.#world = world
    const { store, templates } = world
    this.state =
      rule.kind === 'alerting'
        ? new AlertingRuleState(rule, { store, world: templates, limit, isRestored })
        : new RecordingRuleState(rule, { store, limit })
  }

  /** Evaluates the rule at a time and writes what comes of it. Never throws: a failure is the rule's health. */
  evaluate(timeMs: UnixMs): void {
    const startMs = this.#world.measureMs()
    this.judge(() => {
      const { result, isPartial } = this.#world.queries.instant(this.rule.expr, timeMs)
      if (isPartial === true) throw new RuleError(PARTIAL_ANSWER)
      const samples = samplesOf(result)
      if (this.state instanceof RecordingRuleState) return this.state.evaluate(samples, timeMs)
      return this.state.evaluate(
        samples.map(({ labels, value }) => ({ input: { labels }, value })),
        timeMs,
      )
    })
    this.lastEvaluationMs = timeMs
    this.evaluationMs = this.#world.measureMs() - startMs
  }

  /** Runs a part of an evaluation that throws, or returns what was wrong, and keeps that as the rule's health. */
  judge(run: () => string | undefined): void {
    let fault: string | undefined
    try {
      fault = run()
    } catch (error) {
      // Whatever it is, the other rules go on.
      fault = messageOf(error)
    }
    this.health = fault === undefined ? 'ok' : 'err'
    this.lastError = fault
  }
}

/** What a rule makes of an answer. Throws RuleError for text and for ranges. */
export function samplesOf(
  result: QueryResult,
): readonly { readonly labels: ReadonlyMap<string, string>; readonly value: number }[] {
  if (result.type === 'vector') return result.samples
  if (result.type === 'scalar') return [{ labels: ZERO_LABELS, value: result.value }]
  throw new RuleError('rule result is not a vector or scalar')
}
