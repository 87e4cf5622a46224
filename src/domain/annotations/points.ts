import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'

/** Series on common times, ascending: the grid of a range and, last, the newest evaluation where there is one. */
export interface Points {
  readonly timesMs: ArrayLike<UnixMs>
  readonly series: readonly PointSeries[]
}

export interface PointSeries {
  readonly labels: Labels
  readonly values: ArrayLike<number>
  /** 1 where the server sent a point. */
  readonly present: ArrayLike<number>
}
