import { PromqlParseError } from '~/domain/promql/ast'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import { formatParseError } from '~/domain/promql/parse/format-parse-error'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { RuleFile } from '../rule-file'
import type { GoSample } from '../template/go-value'
import { FunctionError } from '../template/template-error'
import { replayRules, type Steps } from './history'
import { RuleGroupState } from './rule-group'
import { type RuleState, type RuleWorld, samplesOf } from './rule-state'
import { type ForStateReader, RuleError, type RuleQueries, type RuleStore } from './rule-store'
import { slotAtOrAfter, slotAtOrBefore } from './schedule'

export interface RuleEngineOptions {
  readonly files: readonly RuleFile[]
  readonly queries: RuleQueries
  readonly store: RuleStore
  /** Of groups that do not say. */
  readonly intervalMs: DurationMs
  readonly externalLabels?: Labels
  /** Address of the app, for links in alerts. */
  readonly externalUrl: string
  /** A clock for durations, in milliseconds; without it evaluations take no time. */
  readonly measureMs?: () => number
  /** Gives alerts back since when they are active, after a restart. Until their second evaluation rules write no `ALERTS`. */
  readonly restoreFrom?: ForStateReader
  /** Place of a group within its interval; unless told, one that its file and name make. */
  readonly offsetOf?: (groupId: string, intervalMs: DurationMs) => DurationMs
}

/** Evaluates the rule groups of some files. It has no clock and no timer: whoever owns it says when. */
export interface RuleEngine {
  readonly groups: readonly RuleGroupState[]
  /** Evaluates one group's rules, in their order, at a time. Throws RangeError for a group that is not there. */
  evaluateGroup(groupId: string, timeMs: UnixMs): void
  /** The first of a group's evaluation times after a time: each group has its own place within its interval. */
  nextEvaluationMs(groupId: string, afterMs: UnixMs): UnixMs
  /**
   * Evaluates all groups at all their times in a past window, both ends inclusive, and fills in `ALERTS` and recorded series.
   * `slices` does the same and yields in between, at most a rule's work later; with a spacing it leaves out evaluations that are
   * nearer to each other.
   */
  evaluateHistory(fromMs: UnixMs, toMs: UnixMs): void
  evaluateHistorySlices(fromMs: UnixMs, toMs: UnixMs, spacingMs?: DurationMs): Generator<void>
}

export function createRuleEngine(options: RuleEngineOptions): RuleEngine {
  const {
    files,
    queries,
    store,
    externalUrl,
    externalLabels = new Map(),
    measureMs = () => 0,
    restoreFrom,
    offsetOf,
  } = options
  const query = (text: string, timeMs: UnixMs) => answerTemplate(queries, text, timeMs)
  const world: RuleWorld = { queries, store, measureMs, templates: { query, externalUrl, externalLabels } }
  const groups = files.flatMap(({ fileName, groups: decoded }) =>
    decoded.map(
      (group) => new RuleGroupState(group, { fileName, intervalMs: options.intervalMs, world, restoreFrom, offsetOf }),
    ),
  )
  const byId = new Map(groups.map((group) => [group.id, group]))
  const groupOf = (groupId: string): RuleGroupState => {
    const group = byId.get(groupId)
    if (group === undefined) throw new RangeError(`there is no rule group ${groupId}`)
    return group
  }

  function* evaluateHistorySlices(fromMs: UnixMs, toMs: UnixMs, spacingMs: DurationMs = 0): Generator<void> {
    const stepsOf = ({ groupId }: RuleState): Steps => {
      const { schedule } = groupOf(groupId)
      const startMs = slotAtOrAfter(schedule, fromMs)
      const stepMs = schedule.intervalMs * Math.max(1, Math.floor(spacingMs / schedule.intervalMs))
      const count = Math.max(0, Math.floor((toMs - startMs) / stepMs) + 1)
      return { startMs, stepMs, count }
    }
    const rules = groups.flatMap((group) => group.rules)
    yield* replayRules(rules, stepsOf, world)
    for (const group of groups) {
      const lastMs = slotAtOrBefore(group.schedule, toMs)
      if (lastMs >= fromMs) group.finishHistory(lastMs)
    }
  }

  return {
    groups,
    evaluateGroup: (groupId, timeMs) => groupOf(groupId).evaluate(timeMs),
    nextEvaluationMs: (groupId, afterMs) => slotAtOrAfter(groupOf(groupId).schedule, afterMs + 1),
    evaluateHistory: (fromMs, toMs) => {
      for (const _ of evaluateHistorySlices(fromMs, toMs)) {
        // Everything in one go.
      }
    },
    evaluateHistorySlices,
  }
}

/** What `query` in a template answers. Throws FunctionError, which the template's text then shows. */
function answerTemplate(queries: RuleQueries, text: string, timeMs: UnixMs): readonly GoSample[] {
  try {
    return samplesOf(queries.instant(parsePromql(text), timeMs).result)
  } catch (error) {
    if (error instanceof PromqlParseError) throw new FunctionError(formatParseError(text, error.fault))
    if (error instanceof PromqlEvalError || error instanceof RuleError) throw new FunctionError(error.message)
    throw error
  }
}
