import type { Labels } from '~/domain/series/frame'

export type MetricType = 'counter' | 'gauge' | 'histogram'

/** One line of an exposition: for a histogram the name carries `_bucket`, `_sum` or `_count`. */
export interface FamilySample {
  readonly name: string
  readonly labels: Labels
  readonly value: number
}

/** All samples of one metric at one time. `name` of a counter ends in `_total`. */
export interface MetricFamily {
  readonly name: string
  readonly help: string
  readonly type: MetricType
  readonly samples: readonly FamilySample[]
}
