import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import { messageOf } from '~/lib/message-of'
import type { ColumnSink } from './column-sink'
import type { RuleStore, StoredRef } from './rule-store'

/** A series that a rule writes. */
export interface OutputSeries {
  readonly labels: Labels
  ref: StoredRef | undefined
  /** The evaluation that wrote it last. */
  round: number
  /** Samples not in the store yet; `present` as in the store's columns. */
  readonly timesMs: number[]
  readonly values: number[]
  readonly present: number[]
}

export const DUPLICATE_SAMPLE = 'duplicate sample for timestamp'

/** In Prometheus' words; a sample that is there already is none of these. */
const FAULTS = new Map([
  ['outOfOrder', 'out of order sample'],
  ['duplicateTime', DUPLICATE_SAMPLE],
  ['tooOld', 'out of bounds'],
  ['future', 'out of bounds'],
])

/**
 * The series of one rule: knows which of them its last evaluation wrote, and marks as ended those that the next one does not.
 * While it is buffering, samples wait until `flush`.
 */
export class OutputSet {
  readonly #store: RuleStore
  readonly #byKey = new Map<string, OutputSeries>()
  #current: Set<string> = new Set()
  #previous: Set<string> = new Set()
  #round = 0
  #isBuffering = false
  #fault: string | undefined

  constructor(store: RuleStore) {
    this.#store = store
  }

  /** Whether the last evaluation wrote nothing. */
  get isEmpty(): boolean {
    return this.#previous.size === 0
  }

  /** Writes a sample of the evaluation that `end` ends. */
  write({ key, labels }: { readonly key: string; readonly labels: Labels }, timeMs: UnixMs, value: number): void {
    let series = this.#byKey.get(key)
    if (series === undefined) {
      series = { labels, ref: undefined, round: 0, timesMs: [], values: [], present: [] }
      this.#byKey.set(key, series)
    }
    const fault = this.#isBuffering ? buffer(series, timeMs, value) : this.#append(series, timeMs, value)
    if (fault !== undefined) {
      this.#fault = fault
      return
    }
    series.round = this.#round
    this.#current.add(key)
  }

  /** What the store has against a sample; a full store refuses a series and not the others. */
  #append(series: OutputSeries, timeMs: UnixMs, value: number): string | undefined {
    try {
      series.ref ??= this.#store.series(series.labels)
      return FAULTS.get(this.#store.append(series.ref, timeMs, value))
    } catch (error) {
      return messageOf(error)
    }
  }

  /** Ends an evaluation: what the one before wrote and this one did not has ended. Returns what the store refused, if it did. */
  end(timeMs: UnixMs): string | undefined {
    for (const key of this.#previous) {
      const series = this.#byKey.get(key)
      if (series === undefined || series.round === this.#round) continue
      if (this.#isBuffering) push(series, timeMs, 0, 2)
      else {
        this.#appendStale(series, timeMs)
        this.#byKey.delete(key)
      }
    }
    const ended = this.#previous
    this.#previous = this.#current
    ended.clear()
    this.#current = ended
    this.#round++
    const fault = this.#fault
    this.#fault = undefined
    return fault
  }

  startBuffering(): void {
    this.#isBuffering = true
  }

  #appendStale(series: OutputSeries, timeMs: UnixMs): void {
    try {
      series.ref ??= this.#store.series(series.labels)
      this.#store.appendStale(series.ref, timeMs)
    } catch {
      // The store dropped the series and has no room for its end either.
    }
  }

  /** Writes what was buffered, and writes at once from here on. Returns what the store refused, if it did. */
  flush(sink: ColumnSink): string | undefined {
    this.#isBuffering = false
    let fault: string | undefined
    for (const [key, series] of this.#byKey) {
      try {
        writeBuffer(series, sink)
      } catch (error) {
        fault = messageOf(error)
      }
      if (!this.#previous.has(key)) this.#byKey.delete(key)
    }
    return fault
  }

  /**
   * Takes note of series that were written by columns: those of `keys` are what the last evaluation wrote, and nothing else.
   */
  replacePrevious(series: Iterable<readonly [key: string, labels: Labels]>): void {
    this.#byKey.clear()
    this.#previous.clear()
    for (const [key, labels] of series) {
      this.#byKey.set(key, { labels, ref: undefined, round: this.#round, timesMs: [], values: [], present: [] })
      this.#previous.add(key)
    }
    this.#round++
  }

  /** What the last evaluation wrote. */
  previous(): Map<string, Labels> {
    return new Map([...this.#previous].map((key) => [key, this.#byKey.get(key)?.labels ?? new Map()]))
  }
}

function writeBuffer(series: OutputSeries, sink: ColumnSink): void {
  if (series.timesMs.length === 0) return
  sink.write(series.labels, {
    timesMs: Float64Array.from(series.timesMs),
    values: Float64Array.from(series.values),
    present: Uint8Array.from(series.present),
  })
  series.timesMs.length = 0
  series.values.length = 0
  series.present.length = 0
}

/** Two alerts can be one series of `ALERTS`; as in the store, only the first sample of a time counts. */
function buffer(series: OutputSeries, timeMs: UnixMs, value: number): string | undefined {
  if (series.timesMs.at(-1) !== timeMs) push(series, timeMs, value, 1)
  else if (!Object.is(series.values.at(-1), value)) return DUPLICATE_SAMPLE
  return undefined
}

function push(series: OutputSeries, timeMs: UnixMs, value: number, kind: 1 | 2): void {
  series.timesMs.push(timeMs)
  series.values.push(value)
  series.present.push(kind)
}
