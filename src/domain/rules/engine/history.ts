import { PromqlEvalError } from '~/domain/promql/eval-error'
import type { ResultSeries } from '~/domain/promql/result'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { messageOf } from '~/lib/message-of'
import type { AlertInput } from './alert-labels'
import { AlertingRuleState, type FoundSample } from './alerting-rule'
import { type ColumnSink, createDirectSink, createMergingSink, type MergingSink } from './column-sink'
import { planUnits } from './evaluation-units'
import { DUPLICATE_SAMPLE } from './output-series'
import { recordColumns } from './record-columns'
import { PARTIAL_ANSWER, type RuleState, type RuleWorld } from './rule-state'

/** Evaluation times `startMs + i * stepMs`. */
export interface Steps {
  readonly startMs: UnixMs
  readonly stepMs: DurationMs
  readonly count: number
}

/**
 * Evaluates rules at every step of a past window, as if they had been evaluated all along, and yields after each piece of work.
 * A rule is asked once for its whole window where that gives the same: not where rules read each other in a ring, or their own
 * results, which go step by step, nor where `@ end()` means each evaluation's own time.
 */
export function* replayRules(
  rules: readonly RuleState[],
  stepsOf: (rule: RuleState) => Steps,
  world: RuleWorld,
): Generator<void> {
  for (const unit of planUnits(rules, stepsOf)) {
    if (unit.isRing) yield* replayTogether(unit.rules, stepsOf)
    else yield* replayColumns(unit.rules, stepsOf, world)
  }
}

/** Rules that do not read each other, each asked once for its window; several, where they may write the same series. */
function* replayColumns(
  rules: readonly RuleState[],
  stepsOf: (rule: RuleState) => Steps,
  world: RuleWorld,
): Generator<void> {
  const answers: { rule: RuleState; steps: Steps; answer: readonly ResultSeries[] | string; tookMs: DurationMs }[] = []
  for (const rule of rules) {
    const steps = stepsOf(rule)
    if (steps.count === 0) continue
    const startMs = world.measureMs()
    const answer = rule.reads.isPinned ? null : askRange(rule, steps, world)
    if (answer === null) {
      yield* replayTogether(rules, stepsOf)
      return
    }
    answers.push({ rule, steps, answer, tookMs: world.measureMs() - startMs })
    yield
  }
  const merging = rules.length > 1 ? createMergingSink(world.store) : undefined
  const rejectedMs = new Map<RuleState, UnixMs>()
  for (const { rule, steps, answer, tookMs } of answers) {
    const startMs = world.measureMs()
    const { state } = rule
    const sink = merging?.forRule((timeMs) => rejectedMs.set(rule, timeMs)) ?? createDirectSink(world.store)
    if (typeof answer === 'string') rule.judge(() => answer)
    else if (state instanceof AlertingRuleState) replayAlerts(rule, state, answer, steps, sink)
    else rule.judge(() => recordColumns(state, answer, steps, sink))
    rule.lastEvaluationMs = endOf(steps)
    rule.evaluationMs = (tookMs + world.measureMs() - startMs) / steps.count
    yield
  }
  if (merging !== undefined) flush(merging, answers, rejectedMs)
}

/** Writes what several rules have; the health of a rule is that of its last evaluation. */
function flush(
  merging: MergingSink,
  rules: readonly { readonly rule: RuleState; readonly steps: Steps }[],
  rejectedMs: ReadonlyMap<RuleState, UnixMs>,
): void {
  let fault: string | undefined
  try {
    merging.flush()
  } catch (error) {
    fault = messageOf(error)
  }
  for (const { rule, steps } of rules) {
    const isRejected = rejectedMs.get(rule) === endOf(steps)
    const found = fault ?? (isRejected ? DUPLICATE_SAMPLE : undefined)
    if (found !== undefined && rule.health === 'ok') rule.judge(() => found)
  }
}

function endOf({ startMs, stepMs, count }: Steps): UnixMs {
  return startMs + (count - 1) * stepMs
}

/** Step by step, all rules of a time before any of the next one, in the order of groups and rules. */
function* replayTogether(rules: readonly RuleState[], stepsOf: (rule: RuleState) => Steps): Generator<void> {
  const cursors = rules.map((rule) => ({ rule, steps: stepsOf(rule), next: 0 }))
  const timeOf = ({ steps, next }: (typeof cursors)[number]) =>
    next < steps.count ? steps.startMs + next * steps.stepMs : Number.POSITIVE_INFINITY
  for (const { rule } of cursors) if (rule.state instanceof AlertingRuleState) rule.state.startSteps()
  for (let count = 1; ; count++) {
    const timeMs = Math.min(...cursors.map(timeOf))
    if (timeMs === Number.POSITIVE_INFINITY) break
    for (const cursor of cursors) {
      if (timeOf(cursor) !== timeMs) continue
      cursor.rule.evaluate(timeMs)
      cursor.next++
    }
    if (count % 100 === 0) yield
  }
  yield
}

/** The whole answer, or what is wrong with it; null where a fault may be one of some steps alone. */
function askRange(rule: RuleState, steps: Steps, world: RuleWorld): readonly ResultSeries[] | string | null {
  try {
    const { series, isPartial } = world.queries.range(rule.rule.expr, steps.startMs, endOf(steps), steps.stepMs)
    return isPartial === true ? PARTIAL_ANSWER : series
  } catch (error) {
    if (error instanceof PromqlEvalError && (error.reason === 'execution' || error.reason === 'limit')) return null
    return messageOf(error)
  }
}

/** Runs the alerts' states over the columns of an answer; steps without any series cost next to nothing. */
function replayAlerts(
  rule: RuleState,
  state: AlertingRuleState,
  series: readonly ResultSeries[],
  { startMs, stepMs, count }: Steps,
  sink: ColumnSink,
): void {
  const cursors = series.map(({ labels, timesMs, values }) => ({
    input: { labels } satisfies AlertInput as AlertInput,
    timesMs,
    values,
    next: 0,
  }))
  state.startHistory()
  const found: FoundSample[] = []
  for (let i = 0; i < count; i++) {
    const timeMs = startMs + i * stepMs
    found.length = 0
    for (const cursor of cursors) {
      if (cursor.timesMs[cursor.next] !== timeMs) continue
      found.push({ input: cursor.input, value: cursor.values[cursor.next] ?? 0 })
      cursor.next++
    }
    if (found.length === 0 && state.isIdle) {
      // Nothing comes of this step, but that it succeeded.
      if (rule.health !== 'ok') rule.judge(() => undefined)
      continue
    }
    rule.judge(() => state.evaluate(found, timeMs))
  }
  const fault = state.endHistory(sink)
  if (fault !== undefined) rule.judge(() => fault)
}
