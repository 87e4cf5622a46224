import type { LabelMatcher } from '~/domain/promql/matchers'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** Where the samples of an embedded Prometheus come from. */
export interface Feed {
  start(): void
  stop(): void
  /**
   * Resolves when the past that these selectors read from `sinceMs` on is there; without selectors, when all of it is but what is made
   * late. Never rejects.
   */
  whenReady(selectors?: readonly (readonly LabelMatcher[])[], sinceMs?: UnixMs): Promise<void>
  /** Lets past be made that few ask for, now that nobody waits for other things. */
  startLongPast?(): void
  /** Past that no rule has seen, once it is there. */
  readonly pastMs: DurationMs
  /** The `data` of /api/v1/targets. */
  targets(): object
}
