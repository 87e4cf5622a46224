import type { Schedule } from '~/data/transport/schedule'
import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import type { EvalOptions } from '~/domain/promql/eval/options'
import { decodeRuleFile } from '~/domain/rules/decode-rule-file'
import { createForStateReader } from '~/domain/rules/engine/restore'
import { createRuleEngine, type RuleEngine } from '~/domain/rules/engine/rule-engine'
import type { RuleQueries, RuleStore } from '~/domain/rules/engine/rule-store'
import { toAlertsJson, toRulesJson } from '~/domain/rules/engine/rules-json'
import { printIssue, type RuleFile, RuleFileError } from '~/domain/rules/rule-file'
import type { Tsdb } from '~/domain/tsdb/tsdb-api'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { messageOf } from '~/lib/message-of'

/** Evaluates rule files at their times. */
export interface RulesLoop {
  /** `pastMs` of history is evaluated first, where the samples have one that no rule has seen. */
  start(pastMs: DurationMs): void
  stop(): void
  /** Resolves when the past was evaluated: until then alerts are those of a time that is over. Never rejects. */
  whenReady(): Promise<void>
  /** The `data` of /api/v1/rules and /api/v1/alerts; of the first with what is wrong with files, which Prometheus never has. */
  rules(): object
  alerts(): object
}

export interface RulesLoopOptions {
  /** Addresses of the files. */
  readonly files: readonly string[]
  readonly fetchText: (url: string) => Promise<string>
  readonly tsdb: Tsdb
  readonly nowMs: () => UnixMs
  readonly evaluation: EvalOptions
  readonly intervalMs: DurationMs
  readonly externalUrl: string
  readonly schedule: Schedule
  /** Runs a slice of work later, so that questions are answered in between. */
  readonly later: (run: () => void) => void
}

/** Of the past, this much is evaluated as if rules had been there, and what is older this far apart: less than a value is looked back for. */
const RECENT_MS: DurationMs = 2 * 3_600_000
const OLD_SPACING_MS: DurationMs = 120_000
const LOOK_MS: DurationMs = 1_000
/** After sleep, or in a hidden tab whose timers are late, so many evaluations of a group are made up for. */
const MAX_MISSED = 20

/** Reads the rule files, and evaluates their groups until it is stopped. A file that is faulty is left out and told. */
export function createRulesLoop(options: RulesLoopOptions): RulesLoop {
  const { tsdb, nowMs, evaluation, intervalMs, externalUrl, schedule, later } = options
  let engine: RuleEngine | undefined
  let faults: readonly { readonly file: string; readonly message: string }[] = []
  let cancel = () => {}
  let isStopped = false
  let becomeReady = () => {}
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve
  })
  const lastMs = new Map<string, UnixMs>()

  const queries: RuleQueries = {
    instant: (expr, timeMs) =>
      withReader((source) => ({ result: evaluateInstant(expr, source, { timeMs }, evaluation) })),
    range: (expr, startMs, endMs, stepMs) =>
      withReader((source) => {
        const result = evaluateRange(expr, source, { startMs, endMs, stepMs }, evaluation)
        return { series: result.type === 'matrix' ? result.series : [] }
      }),
  }

  function withReader<Result>(use: (source: ReturnType<Tsdb['openReader']>) => Result): Result {
    const reader = tsdb.openReader()
    try {
      return use(reader)
    } finally {
      reader.close()
    }
  }

  async function readFiles(): Promise<readonly RuleFile[]> {
    const read = await Promise.all(options.files.map((url) => readRuleFile(url, options.fetchText)))
    faults = read.flatMap((one) => ('message' in one ? [one] : []))
    return read.flatMap((one) => ('message' in one ? [] : [one]))
  }

  function goLive(started: RuleEngine): void {
    becomeReady()
    const look = () => {
      const due = started.groups.flatMap(({ id }) => dueTimes(started, id).map((timeMs) => ({ id, timeMs })))
      due.sort((left, right) => left.timeMs - right.timeMs)
      evaluateAll(started, due, () => {
        cancel = schedule(look, LOOK_MS)
      })
    }
    if (!isStopped) look()
  }

  function dueTimes(started: RuleEngine, groupId: string): readonly UnixMs[] {
    const times: UnixMs[] = []
    let dueMs = started.nextEvaluationMs(groupId, lastMs.get(groupId) ?? nowMs() - intervalMs)
    for (; dueMs <= nowMs(); dueMs = started.nextEvaluationMs(groupId, dueMs)) times.push(dueMs)
    return times.slice(-MAX_MISSED)
  }

  /** One group at a time: after sleep there are many, and questions are answered in between. */
  function evaluateAll(
    started: RuleEngine,
    due: readonly { readonly id: string; readonly timeMs: UnixMs }[],
    done: () => void,
  ): void {
    const [next, ...rest] = due
    if (isStopped) return
    if (next === undefined) {
      done()
      return
    }
    started.evaluateGroup(next.id, next.timeMs)
    lastMs.set(next.id, next.timeMs)
    later(() => evaluateAll(started, rest, done))
  }

  function evaluatePast(started: RuleEngine, pastMs: DurationMs): void {
    const endMs = nowMs()
    const slices = evaluateSlices(started, endMs - pastMs, endMs)
    const step = () => {
      if (isStopped) return
      if (slices.next().done === true) {
        for (const { id } of started.groups) lastMs.set(id, endMs)
        goLive(started)
      } else later(step)
    }
    step()
  }

  /** Two days at each evaluation would take half a minute, and nobody waits so long to hear what fires. */
  function* evaluateSlices(started: RuleEngine, fromMs: UnixMs, toMs: UnixMs): Generator<void> {
    const recentMs = Math.max(fromMs, toMs - RECENT_MS)
    if (recentMs > fromMs) yield* started.evaluateHistorySlices(fromMs, recentMs - 1, OLD_SPACING_MS)
    yield* started.evaluateHistorySlices(recentMs, toMs)
  }

  async function begin(pastMs: DurationMs): Promise<void> {
    const files = await readFiles()
    if (isStopped || files.length === 0) return becomeReady()
    const store: RuleStore = tsdb as RuleStore
    engine = createRuleEngine({
      files,
      queries,
      store,
      intervalMs,
      externalUrl,
      measureMs: () => performance.now(),
      ...(pastMs === 0 && { restoreFrom: createForStateReader(tsdb) }),
    })
    if (pastMs > 0) evaluatePast(engine, pastMs)
    else goLive(engine)
  }

  return {
    start: (pastMs) => void begin(pastMs),
    stop() {
      isStopped = true
      cancel()
      becomeReady()
    },
    whenReady: () => ready,
    rules: () => ({ ...toRulesJson(engine?.groups ?? []), faults }),
    alerts: () => toAlertsJson(engine?.groups ?? []),
  }
}

/** A rule file, or what is wrong with it. */
async function readRuleFile(
  url: string,
  fetchText: (url: string) => Promise<string>,
): Promise<RuleFile | { readonly file: string; readonly message: string }> {
  const file = new URL(url).pathname
  try {
    return decodeRuleFile(await fetchText(url), file)
  } catch (error) {
    const issue = error instanceof RuleFileError ? error.issues[0] : undefined
    const message = issue === undefined ? messageOf(error) : printIssue(file, issue)
    return { file, message }
  }
}
