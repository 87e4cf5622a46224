import type { VectorSelector } from '~/domain/promql/ast'
import type { DurationMs } from '~/domain/units-of-measure'

/**
 * What is counted for an objective. Of `good`, `errors` and `total` two are enough. A histogram counts what took at most `bound`, in
 * the unit of its own buckets. A probe is a gauge of 0 and 1, such as `up`: each scrape of it counts.
 */
export type Sli =
  | { readonly kind: 'good'; readonly good: VectorSelector; readonly total: VectorSelector }
  | { readonly kind: 'errors'; readonly errors: VectorSelector; readonly total: VectorSelector }
  | { readonly kind: 'parts'; readonly good: VectorSelector; readonly errors: VectorSelector }
  | { readonly kind: 'latency'; readonly histogram: VectorSelector; readonly bound: number; readonly below: string }
  | { readonly kind: 'probe'; readonly probe: VectorSelector }

/** One service level objective: a share of good events that is promised over a window that moves with the clock. */
export interface Slo {
  readonly id: string
  readonly title: string
  readonly platform: string | undefined
  readonly description: string
  /** Share of good events that is promised, above 0 and below 1. */
  readonly objective: number
  readonly windowMs: DurationMs
  readonly sli: Sli
  /** What one event is called in the plural, such as "jobs". */
  readonly events: string
  /** Labels of its alerts beside those that all have. */
  readonly labels: ReadonlyMap<string, string>
  /** Name of a runbook, where the alerts' own will not do. */
  readonly runbook: string | undefined
  readonly dashboard: string | undefined
  readonly panel: string | undefined
}

/** Share of bad events that the objective allows. */
export function allowedShare({ objective }: Pick<Slo, 'objective'>): number {
  // 1 - 0.995 has a tail of nines in binary: an objective has at most six decimals in percent.
  return Math.round((1 - objective) * 1e8) / 1e8
}
