import type { Expr } from '~/domain/promql/ast'
import type { QueryResult, ResultSeries } from '~/domain/promql/result'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** A series of the store that rules write to, given back to it alone. */
export type StoredRef = object

/** Samples of one series; where `present` is 2, the marker that it ended. */
interface WrittenColumn {
  readonly ref: StoredRef
  readonly values: Float64Array
  readonly present?: Uint8Array
}

/** What rules need of a store to write their results to; `Tsdb` fits. `append` answers `ok` or what was wrong. */
export interface RuleStore {
  series(labels: Iterable<readonly [string, string]>): StoredRef
  append(ref: StoredRef, timeMs: UnixMs, value: number): string
  appendStale(ref: StoredRef, timeMs: UnixMs): unknown
  appendColumns(samples: { readonly timesMs: Float64Array; readonly columns: readonly WrittenColumn[] }): void
}

/** How rules ask. Both throw PromqlEvalError. An answer that misses a part of the data fires no alert and records nothing. */
export interface RuleQueries {
  instant(expr: Expr, timeMs: UnixMs): { readonly result: QueryResult; readonly isPartial?: boolean }
  /** At each step from start to end, both inclusive. */
  range(
    expr: Expr,
    startMs: UnixMs,
    endMs: UnixMs,
    stepMs: DurationMs,
  ): { readonly series: readonly ResultSeries[]; readonly isPartial?: boolean }
}

/** The newest sample of `ALERTS_FOR_STATE` with exactly these labels in a window; undefined where there is none. */
export type ForStateReader = (
  labels: Labels,
  fromMs: UnixMs,
  toMs: UnixMs,
) => { readonly timeMs: UnixMs; readonly value: number; readonly isStale: boolean } | undefined

/** An evaluation of a rule that failed, in Prometheus' words. */
export class RuleError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'RuleError'
  }
}
