import { PromqlEvalError } from '~/domain/promql/eval-error'
import type { Queryable } from '~/domain/promql/queryable'
import type { Labels } from '~/domain/series/frame'
import { DEFAULT_EVAL_LIMITS, DEFAULT_LOOKBACK_MS, type EvalLimits, type EvalOptions } from './options'
import type { SeriesSink, StepSeries } from './values'

/** What every node of one evaluation shares: the store, the options, and the account of what is held. */
export class EvalContext {
  readonly source: Queryable
  readonly lookbackMs: number
  readonly defaultSubqueryStepMs: number
  readonly leftOpen: boolean
  readonly limits: EvalLimits
  readonly #isCanceled: () => boolean
  readonly #nowMs: () => number
  readonly #deadlineMs: number
  #held = 0

  constructor(source: Queryable, options: EvalOptions) {
    this.source = source
    this.lookbackMs = options.lookbackMs ?? DEFAULT_LOOKBACK_MS
    this.defaultSubqueryStepMs = options.defaultSubqueryStepMs ?? 60_000
    this.leftOpen = options.leftOpen ?? false
    this.limits = { ...DEFAULT_EVAL_LIMITS, ...options.limits }
    this.#isCanceled = options.isCanceled ?? (() => false)
    this.#nowMs = options.nowMs ?? (() => 0)
    this.#deadlineMs = this.#nowMs() + this.limits.timeoutMs
  }

  /** Throws where nobody waits any more, or the time is up. Called once for each series of each node. */
  checkCanceled(): void {
    if (this.#isCanceled()) throw new PromqlEvalError('canceled', 'query was canceled in expression evaluation')
    if (this.#nowMs() > this.#deadlineMs) {
      throw new PromqlEvalError('timeout', 'query timed out in expression evaluation')
    }
  }

  get held(): number {
    return this.#held
  }

  /** Books samples before they are allocated, so that a query too large fails before the memory does. */
  hold(samples: number): void {
    this.#held += samples
    if (this.#held > this.limits.maxSamples) {
      throw new PromqlEvalError('limit', 'query processing would load too many samples into memory in query execution')
    }
  }

  /** Forgets what was booked since `held` was read: the intermediate results of a node are garbage once it is done. */
  releaseTo(held: number): void {
    this.#held = held
  }

  /** A series without points yet. */
  createSeries(labels: Labels, count: number): StepSeries {
    this.checkCanceled()
    this.hold(count)
    return { labels, values: new Float64Array(count), present: new Uint8Array(count) }
  }

  /** Keeps all series that have points. */
  collectInto(series: StepSeries[], count: number): SeriesSink {
    return {
      create: (labels) => this.createSeries(labels, count),
      take: (one) => {
        series.push(one)
      },
      drop: () => {
        this.#held -= count
      },
    }
  }

  /** Shows each series to `visit`, which must not keep it: all are written into the same memory. */
  passTo(visit: (series: StepSeries) => void, count: number): SeriesSink {
    const { values, present } = this.createSeries(new Map(), count)
    return {
      create: (labels) => {
        this.checkCanceled()
        present.fill(0)
        return { labels, values, present }
      },
      take: visit,
      drop: () => {},
    }
  }
}

/** Fails the evaluation in Prometheus' words. */
export function failExecution(message: string): never {
  throw new PromqlEvalError('execution', message)
}
