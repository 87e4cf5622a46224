import type { LabelMatcher } from '~/domain/promql/matchers'
import type { DurationMs } from '~/domain/units-of-measure'

/** Where the samples of an embedded Prometheus come from. */
export interface Feed {
  start(): void
  stop(): void
  /** Resolves when the past that these selectors read is there; without selectors, when all of it is. Never rejects. */
  whenReady(selectors?: readonly (readonly LabelMatcher[])[]): Promise<void>
  /** Past that no rule has seen, once it is there. */
  readonly pastMs: DurationMs
  /** The `data` of /api/v1/targets. */
  targets(): object
}
