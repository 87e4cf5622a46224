import type { Labels } from '~/domain/series/frame'
import { type MetricsSource, type ServerClock, SourceError } from '~/domain/sources'
import { resolveTimeRange, type TimeRangeText } from '~/domain/time/time-range'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { OptionsAnswer, OptionsQuestion } from '~/domain/variables/options'

/** Options older than this are asked again while somebody looks: a new worker shall appear on a wall. */
const FRESH_MS: DurationMs = 300_000
/** After a failure. */
const RETRY_MS: DurationMs = 10_000
const TIMEOUT_MS: DurationMs = 15_000
const MAX_KEPT = 200

/** What is known of the options of variables, for one source and one page. */
export interface OptionStore {
  held(question: OptionsQuestion, range: TimeRangeText): OptionsAnswer | undefined
  /** Asks what is not held, or held for too long; never rejects. */
  load(question: OptionsQuestion, range: TimeRangeText): Promise<void>
  /** Calls back when an answer has come; returns the undo. */
  subscribe(listener: () => void): () => void
  /** Changes with every answer. */
  version(): number
}

interface Entry {
  answer: OptionsAnswer | undefined
  askedMs: UnixMs
  run: Promise<void> | null
}

export function createOptionStore(source: MetricsSource, clock: Pick<ServerClock, 'nowMs'>): OptionStore {
  const entries = new Map<string, Entry>()
  const listeners = new Set<() => void>()
  let version = 0

  async function ask(question: OptionsQuestion, range: TimeRangeText, entry: Entry): Promise<void> {
    entry.askedMs = clock.nowMs()
    const answer = await answerOf(question, range)
    // What was known stays when a later question fails: a wall keeps its panels.
    if (answer.ok || entry.answer?.ok !== true) entry.answer = answer
    if (!answer.ok) entry.askedMs = clock.nowMs() - FRESH_MS + RETRY_MS
    version += 1
    for (const listener of listeners) listener()
  }

  async function answerOf(question: OptionsQuestion, range: TimeRangeText): Promise<OptionsAnswer> {
    const nowMs = clock.nowMs()
    // Whose midnight "today" begins at matters little for what there is to choose.
    const window = resolveTimeRange(range, nowMs, 'UTC')
    const { fromMs, toMs } = window.ok ? window.value : { fromMs: nowMs - 3_600_000, toMs: nowMs }
    const { signal } = new AbortController()
    try {
      if (question.kind === 'labelValues') {
        const { of: name, match } = question
        const asked = { name, startMs: fromMs, endMs: Math.min(toMs, nowMs), timeoutMs: TIMEOUT_MS }
        const { names } = await source.labels(match === undefined ? asked : { ...asked, match }, signal)
        return { ok: true, texts: names }
      }
      const timeMs = Math.min(toMs, nowMs)
      const { vector } = await source.query({ expr: question.expr, timeMs, timeoutMs: TIMEOUT_MS }, signal)
      const texts = vector.samples.map(({ labels, value }) => `${printSeries(labels)} ${value} ${timeMs}`)
      return { ok: true, texts }
    } catch (error) {
      const message = error instanceof SourceError ? error.detail.message : 'a fault of this page'
      return { ok: false, message }
    }
  }

  return {
    held: (question, range) => entries.get(keyOf(question, range))?.answer,
    load(question, range) {
      const key = keyOf(question, range)
      const entry = entries.get(key) ?? { answer: undefined, askedMs: Number.NEGATIVE_INFINITY, run: null }
      if (!entries.has(key) && entries.size >= MAX_KEPT) entries.delete(entries.keys().next().value ?? '')
      entries.set(key, entry)
      if (entry.run !== null) return entry.run
      if (clock.nowMs() - entry.askedMs < FRESH_MS) return Promise.resolve()
      entry.run = ask(question, range, entry).finally(() => {
        entry.run = null
      })
      return entry.run
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    version: () => version,
  }
}

function keyOf(question: OptionsQuestion, { from, to }: TimeRangeText): string {
  return JSON.stringify([question, from, to])
}

/** As Grafana's `query_result` writes a series, which the regular expressions of dashboards are made for. */
function printSeries(labels: Labels): string {
  const others = [...labels].filter(([name]) => name !== '__name__').sort(([a], [b]) => (a < b ? -1 : 1))
  const printed = others.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')
  return `${labels.get('__name__') ?? ''}{${printed}}`
}
