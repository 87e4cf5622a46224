import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import type { LabelMatcher } from './matchers'

/**
 * The samples of one series in a window, oldest first, times strictly ascending. The arrays may be views of the store's own
 * buffers: whoever gets them never writes to them and never keeps them beyond the evaluation.
 */
export interface SeriesSlice {
  /** With `__name__`, sorted by name; no label has an empty value. */
  readonly labels: Labels
  readonly timesMs: Float64Array
  readonly values: Float64Array
  /**
   * 1 where the sample is a staleness marker: the series ended there. null where the window has none, which is the common
   * case. (Prometheus uses a NaN with a payload, which JavaScript does not carry reliably.)
   */
  readonly stale: Uint8Array | null
}

/** What an evaluation reads from. */
export interface Queryable {
  /**
   * Every series that satisfies all matchers and has a sample in `[startMs, endMs]`, both inclusive, sorted by labels
   * (`compareLabels` of `labels.ts`). Throws PromqlEvalError for a pattern that RE2 refuses.
   */
  select(matchers: readonly LabelMatcher[], startMs: UnixMs, endMs: UnixMs): readonly SeriesSlice[]
}
