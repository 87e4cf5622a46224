import type { EvalOptions } from '~/domain/promql/eval/options'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { Tsdb } from '~/domain/tsdb/tsdb-api'
import type { UnixMs } from '~/domain/units-of-measure'

/**
 * Resolves when what these selectors read is there, from `sinceMs` on, or without it of the time that is mostly asked for; without
 * selectors, when that is there of everything.
 */
export type WhenReady = (selectors?: readonly (readonly LabelMatcher[])[], sinceMs?: UnixMs) => Promise<void>

/** What the API answers from. */
export interface ApiSources {
  readonly tsdb: Pick<Tsdb, 'openReader' | 'seriesOf' | 'labelNames' | 'labelValues' | 'metadata' | 'stats'>
  readonly nowMs: () => UnixMs
  /** A clock that only runs forward, in milliseconds: for time-outs. */
  readonly measureMs?: () => number
  /** Its `timeoutMs` is the longest that a question may take, whatever it asks for. */
  readonly evaluation: EvalOptions
  readonly whenReady: WhenReady
  /** Whether all of it is there, and what rules have to say of it. */
  readonly isReady: () => boolean
  /** The `data` of these endpoints, as objects in Prometheus' shape. */
  readonly targets: () => object
  readonly rules: () => object
  readonly alerts: () => object
  readonly version: string
}
