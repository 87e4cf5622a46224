import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** Bounds of one evaluation; what goes beyond is refused with a PromqlEvalError of reason `limit` or `timeout`. */
export interface EvalLimits {
  /** Grid points held at once, over all series of all intermediate results: 9 bytes each. Prometheus' default is 50 million samples. */
  readonly maxSamples: number
  /** Steps of a range query; Prometheus' API allows 11,000. */
  readonly maxPoints: number
  /** Nesting of the expression, so that no text can exhaust the stack. */
  readonly maxDepth: number
  readonly timeoutMs: DurationMs
}

export interface EvalOptions {
  /** How old the newest sample of an instant selector may be. */
  readonly lookbackMs?: DurationMs
  /** Step of `[1h:]`: Prometheus' global evaluation interval. */
  readonly defaultSubqueryStepMs?: DurationMs
  readonly limits?: Partial<EvalLimits>
  /** The clock of `timeoutMs`; without it no evaluation times out. */
  readonly nowMs?: () => UnixMs
  /** Asked often; true ends the evaluation with reason `canceled`. */
  readonly isCanceled?: () => boolean
  /** Ranges and lookback without their oldest instant, as from Prometheus 3.0 on; 2.x includes it. */
  readonly leftOpen?: boolean
}

/** As Prometheus has it without a flag. */
export const DEFAULT_LOOKBACK_MS: DurationMs = 300_000

export const DEFAULT_EVAL_LIMITS: EvalLimits = {
  maxSamples: 50_000_000,
  maxPoints: 11_000,
  maxDepth: 500,
  timeoutMs: 120_000,
}
