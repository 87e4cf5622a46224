import type { Labels } from '~/domain/series/frame'

/** One series of an answer; a scalar has no labels, and a vector's series have one point each. */
export interface AnswerSeries {
  readonly labels: Labels
  readonly key: string
  readonly timesMs: ArrayLike<number>
  readonly values: ArrayLike<number>
}

/** What either side says to a query, in a form that can be compared. */
export type Answer =
  /** `type` is the API's errorType, such as bad_data. */
  | { readonly kind: 'error'; readonly type: string; readonly message: string }
  /** Failed in a way that no query should: never equal to anything. */
  | { readonly kind: 'crash'; readonly message: string }
  | {
      readonly kind: 'series'
      readonly type: 'matrix' | 'vector' | 'scalar'
      /** In the order in which they were sent. */
      readonly series: readonly AnswerSeries[]
    }
  | { readonly kind: 'string'; readonly timeMs: number; readonly text: string }

/** Whoever answers queries: the real Prometheus, or our engine. */
export interface Answerer {
  ask(question: Question): Answer | Promise<Answer>
}

/** A query and the time or range at which it is asked; all times are whole milliseconds. */
export type Question =
  | { readonly kind: 'instant'; readonly expr: string; readonly timeMs: number }
  | {
      readonly kind: 'range'
      readonly expr: string
      readonly startMs: number
      readonly endMs: number
      readonly stepMs: number
    }
