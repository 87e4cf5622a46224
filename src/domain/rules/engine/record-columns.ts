import type { ResultSeries } from '~/domain/promql/result'
import type { Labels } from '~/domain/series/frame'
import type { Steps } from './history'
import { type RecordingRuleState, SAME_LABELS, tooManySeries } from './recording-rule'
import type { RuleStore, StoredRef } from './rule-store'

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
  store: RuleStore,
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
  const before = new Map(state.outputs.previous())
  const after: [string, Labels, StoredRef][] = []
  const write = (key: string, labels: Labels, known: StoredRef | undefined, sources: readonly ResultSeries[]) => {
    try {
      const ref = known ?? store.series(labels)
      if (writeColumn(ref, sources, { good, count: steps.count, wasPresent: before.has(key) }, store))
        after.push([key, labels, ref])
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error)
    }
  }
  for (const [key, { labels, sources }] of recorded) write(key, labels, before.get(key)?.ref, sources)
  for (const [key, { labels, ref }] of before) if (!recorded.has(key)) write(key, labels, ref, [])
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

/** Writes one series with the marks of its ends; returns whether it is there at the end. */
function writeColumn(
  ref: StoredRef,
  sources: readonly ResultSeries[],
  window: { readonly good: Float64Array; readonly count: number; readonly wasPresent: boolean },
  store: RuleStore,
): boolean {
  const { good, count, wasPresent } = window
  const [only] = sources
  if (only !== undefined && sources.length === 1 && only.timesMs.length === count && good.length === count) {
    store.appendColumns({ timesMs: good, columns: [{ ref, values: only.values }] })
    return true
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
  store.appendColumns({ timesMs: good, columns: [{ ref, values, present }] })
  return isPresent
}
