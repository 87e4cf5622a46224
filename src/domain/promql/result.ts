import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'

/** One series of a range query's result, or of an instant query that ends in a range: points ascending in time. */
export interface ResultSeries {
  readonly labels: Labels
  readonly timesMs: Float64Array
  readonly values: Float64Array
}

export interface ResultSample {
  readonly labels: Labels
  readonly timeMs: UnixMs
  readonly value: number
}

/** What a query evaluates to. Series and samples stand in the order in which Prometheus sends them. */
export type QueryResult =
  | { readonly type: 'matrix'; readonly series: readonly ResultSeries[] }
  | { readonly type: 'vector'; readonly samples: readonly ResultSample[] }
  | { readonly type: 'scalar'; readonly timeMs: UnixMs; readonly value: number }
  | { readonly type: 'string'; readonly timeMs: UnixMs; readonly value: string }
