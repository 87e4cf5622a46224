import { type Labels, labelsKey } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import type { RuleStore } from './rule-store'

/** Samples of one series from one rule; `present` as in the store's columns: 0 nothing, 1 a sample, 2 its end. */
export interface SampleRun {
  readonly timesMs: Float64Array
  readonly values: Float64Array
  readonly present?: Uint8Array
}

/** Takes what a rule writes over a whole window. */
export interface ColumnSink {
  write(labels: Labels, run: SampleRun): void
}

/** Writes to the store at once. */
export function createDirectSink(store: RuleStore): ColumnSink {
  return { write: (labels, run) => writeRun(store, labels, run) }
}

export interface MergingSink {
  /** A sink for one rule, which is told of each time at which the series has a sample of another rule already. */
  forRule(rejected: (timeMs: UnixMs) => void): ColumnSink
  /** Writes what came. */
  flush(): void
}

interface RuleRun {
  readonly run: SampleRun
  readonly rejected: (timeMs: UnixMs) => void
}

/**
 * Keeps what several rules write, and merges those runs that are of one series as if the rules had written in turn, time by
 * time: the first of a time counts, and a rule ends only a series that it has written.
 */
export function createMergingSink(store: RuleStore): MergingSink {
  const series = new Map<string, { readonly labels: Labels; readonly runs: RuleRun[] }>()
  return {
    forRule: (rejected) => ({
      write: (labels, run) => {
        const key = labelsKey(labels)
        const known = series.get(key)
        if (known === undefined) series.set(key, { labels, runs: [{ run, rejected }] })
        else known.runs.push({ run, rejected })
      },
    }),
    flush: () => {
      for (const { labels, runs } of series.values()) {
        const [only] = runs
        if (only !== undefined) writeRun(store, labels, runs.length === 1 ? only.run : mergeRuns(runs))
      }
      series.clear()
    },
  }
}

function writeRun(store: RuleStore, labels: Labels, run: SampleRun): void {
  store.appendColumns({ timesMs: run.timesMs, columns: [{ ref: store.series(labels), ...withoutTimes(run) }] })
}

function withoutTimes({ values, present }: SampleRun): Omit<SampleRun, 'timesMs'> {
  return present === undefined ? { values } : { values, present }
}

function mergeRuns(runs: readonly RuleRun[]): SampleRun {
  const cursors = runs.map(({ run, rejected }) => ({ run, rejected, next: 0, hasSeries: false }))
  const timeOf = ({ run, next }: (typeof cursors)[number]): UnixMs => run.timesMs[next] ?? Number.POSITIVE_INFINITY
  const times: number[] = []
  const values: number[] = []
  const present: number[] = []
  for (;;) {
    const timeMs = Math.min(...cursors.map(timeOf))
    if (timeMs === Number.POSITIVE_INFINITY) break
    let taken: { readonly value: number; readonly kind: number } | undefined
    for (const cursor of cursors) {
      if (timeOf(cursor) !== timeMs) continue
      const kind = cursor.run.present?.[cursor.next] ?? 1
      const value = cursor.run.values[cursor.next] ?? 0
      cursor.next++
      if (kind === 1) {
        taken ??= { value, kind }
        cursor.hasSeries = taken.kind === 1 && Object.is(taken.value, value)
        if (!cursor.hasSeries) cursor.rejected(timeMs)
      } else if (kind === 2 && cursor.hasSeries) {
        taken ??= { value, kind }
        cursor.hasSeries = false
      }
    }
    if (taken === undefined) continue
    times.push(timeMs)
    values.push(taken.value)
    present.push(taken.kind)
  }
  return { timesMs: Float64Array.from(times), values: Float64Array.from(values), present: Uint8Array.from(present) }
}
