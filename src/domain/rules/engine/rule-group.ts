import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { RuleGroup } from '../rule-file'
import { AlertingRuleState } from './alerting-rule'
import { RuleState, type RuleWorld } from './rule-state'
import type { ForStateReader } from './rule-store'
import { type GroupSchedule, offsetOfGroup } from './schedule'

/** Evaluations before alerts get their state back, so that recorded series are there again too. */
const EVALUATIONS_BEFORE_RESTORE = 2

/** A group of rules that are evaluated at the same times, one after the other. */
export class RuleGroupState {
  /** Unlike any other group's: file and name. */
  readonly id: string
  readonly name: string
  readonly fileName: string
  readonly limit: number
  readonly schedule: GroupSchedule
  readonly rules: readonly RuleState[]
  lastEvaluationMs: UnixMs | undefined
  /** How long the last evaluation took. */
  evaluationMs: DurationMs = 0
  readonly #restoreFrom: ForStateReader | undefined
  readonly #measureMs: () => number
  #evaluations = 0

  constructor(
    group: RuleGroup,
    options: {
      readonly fileName: string
      readonly intervalMs: DurationMs
      readonly world: RuleWorld
      readonly restoreFrom: ForStateReader | undefined
      readonly offsetOf: ((groupId: string, intervalMs: DurationMs) => DurationMs) | undefined
    },
  ) {
    const { fileName, world, restoreFrom } = options
    this.id = `${fileName};${group.name}`
    this.name = group.name
    this.fileName = fileName
    this.limit = group.limit
    const intervalMs = group.intervalMs ?? options.intervalMs
    this.schedule = { intervalMs, offsetMs: (options.offsetOf ?? offsetOfGroup)(this.id, intervalMs) % intervalMs }
    this.#restoreFrom = restoreFrom
    this.#measureMs = world.measureMs
    const common = { groupId: this.id, limit: group.limit, world, isRestored: restoreFrom === undefined }
    this.rules = group.rules.map((rule) => new RuleState(rule, common))
  }

  evaluate(timeMs: UnixMs): void {
    const startMs = this.#measureMs()
    for (const rule of this.rules) rule.evaluate(timeMs)
    this.lastEvaluationMs = timeMs
    this.evaluationMs = this.#measureMs() - startMs
    if (++this.#evaluations === EVALUATIONS_BEFORE_RESTORE && this.#restoreFrom !== undefined) {
      for (const { state } of this.rules) {
        if (state instanceof AlertingRuleState) state.restore(this.#restoreFrom, timeMs)
      }
    }
  }

  /** After a history there is nothing to be restored. */
  finishHistory(lastMs: UnixMs): void {
    this.#evaluations = EVALUATIONS_BEFORE_RESTORE
    this.lastEvaluationMs = lastMs
    this.evaluationMs = this.rules.reduce((sum, rule) => sum + rule.evaluationMs, 0)
  }
}
