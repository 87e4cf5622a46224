import type { ResultSeries } from '~/domain/promql/result'
import type { Labels } from '~/domain/series/frame'
import { messageOf } from '~/lib/message-of'
import type { ColumnSink, SampleRun } from './column-sink'
import type { Steps } from './history'
import { type RecordingRuleState, SAME_LABELS, tooManySeries } from './recording-rule'

/** Series of an answer that are recorded as one series; more than one only where they are never there together. */
interface Recorded {
  readonly labels: Labels
  readonly sources: ResultSeries[]
}

/**
 * Records a whole window of an answer as evaluations step by step would have: where two series are the same at one step, or
 * more than the limit, that step writes nothing. Returns the fault of the last step, if it had one.
 */
export function recordColumns(
  state: RecordingRuleState,
  series: readonly ResultSeries[],
  steps: Steps,
  sink: ColumnSink,
): string | undefined {
  const recorded = new Map<string, Recorded>()
  for (const source of series) {
    if (source.timesMs.length === 0) continue
    const { key, labels } = state.recordedAs(source.labels)
    const known = recorded.get(key)
    if (known === undefined) recorded.set(key, { labels, sources: [source] })
    else known.sources.push(source)
  }
  const faults = faultsOf(state, [...recorded.values()], steps)
  let fault = faults?.at(-1)
  const good = goodTimes(steps, faults)
  const before = state.outputs.previous()
  const after: [string, Labels][] = []
  const write = (key: string, labels: Labels, sources: readonly ResultSeries[]) => {
    try {
      const { run, isPresent } = runOf(sources, { good, count: steps.count, wasPresent: before.has(key) })
      sink.write(labels, run)
      if (isPresent) after.push([key, labels])
    } catch (error) {
      fault = messageOf(error)
    }
  }
  for (const [key, { labels, sources }] of recorded) write(key, labels, sources)
  for (const [key, labels] of before) if (!recorded.has(key)) write(key, labels, [])
  if (good.length > 0) state.outputs.replacePrevious(after)
  return fault
}

/** What was wrong at each step; undefined where nothing ever was. */
function faultsOf(
  { limit }: RecordingRuleState,
  recorded: readonly Recorded[],
  { startMs, stepMs, count }: Steps,
): (string | undefined)[] | undefined {
  const mayClash = recorded.some(({ sources }) => sources.length > 1)
  const mayExceed = limit > 0 && recorded.length > limit
  if (!mayClash && !mayExceed) return undefined
  const faults = Array.from<string | undefined>({ length: count })
  const counts = new Uint32Array(count)
  for (const { sources } of recorded) {
    const isTaken = new Uint8Array(count)
    for (const { timesMs } of sources) {
      for (const timeMs of timesMs) {
        const step = Math.round((timeMs - startMs) / stepMs)
        if (isTaken[step] === 1) faults[step] = SAME_LABELS
        else counts[step] = (counts[step] ?? 0) + 1
        isTaken[step] = 1
      }
    }
  }
  for (let step = 0; mayExceed && step < count; step++) {
    const present = counts[step] ?? 0
    if (present > limit) faults[step] ??= tooManySeries(limit, present)
  }
  return faults
}

function goodTimes(
  { startMs, stepMs, count }: Steps,
  faults: readonly (string | undefined)[] | undefined,
): Float64Array {
  const times = new Float64Array(count)
  let length = 0
  for (let i = 0; i < count; i++) if (faults?.[i] === undefined) times[length++] = startMs + i * stepMs
  return times.subarray(0, length)
}

/** One series with the marks of its ends, and whether it is there at the end. */
function runOf(
  sources: readonly ResultSeries[],
  { good, count, wasPresent }: { readonly good: Float64Array; readonly count: number; readonly wasPresent: boolean },
): { readonly run: SampleRun; readonly isPresent: boolean } {
  const [only] = sources
  if (only !== undefined && sources.length === 1 && only.timesMs.length === count && good.length === count) {
    return { run: { timesMs: good, values: only.values }, isPresent: true }
  }
  const values = new Float64Array(good.length)
  const present = new Uint8Array(good.length)
  for (const { timesMs, values: from } of sources) {
    let at = 0
    for (let i = 0; i < timesMs.length; i++) {
      const timeMs = timesMs[i] ?? 0
      while (at < good.length && (good[at] ?? 0) < timeMs) at++
      if (good[at] !== timeMs) continue
      values[at] = from[i] ?? 0
      present[at] = 1
    }
  }
  let isPresent = wasPresent
  for (let i = 0; i < good.length; i++) {
    if (present[i] === 0 && isPresent) present[i] = 2
    isPresent = present[i] === 1
  }
  return { run: { timesMs: good, values, present }, isPresent }
}
