import type { FetchPlan, Window } from '~/data/query-plane/plan'
import type { Matrix, Vector } from '~/domain/series/frame'
import type { RequestCost } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** What a panel asks: one normalised expression over a window whose clock is the plane's. */
export interface PlaneQuery {
  /** Identity of the question without the clock: equal keys are asked once. */
  readonly key: string
  readonly sourceId: string
  readonly expr: string
  readonly stepMs: DurationMs
  /** Points over time, or the newest value alone. */
  readonly mode: 'range' | 'instant'
  readonly resolveWindow: (nowMs: UnixMs) => Window
  /** An answer holds for so long and is not asked again before: for what changes with a deploy alone. */
  readonly holdsMs?: DurationMs
}

/** One answered request, for the inspector. */
export interface RequestRecord {
  readonly kind: Exclude<FetchPlan['kind'], 'none'>
  readonly startMs: UnixMs
  readonly endMs: UnixMs
  readonly cost: RequestCost
}

/** All that is held of a question after a refresh. */
export interface QueryData {
  /** Null for an instant question. */
  readonly matrix: Matrix | null
  /** The newest value, where it is newer than the grid's last point. */
  readonly tip: Vector | null
  readonly window: Window
  /** The tick that the window was resolved at. */
  readonly nowMs: UnixMs
  /** Server time the newest values were evaluated at. */
  readonly evaluatedMs: UnixMs
  readonly warnings: readonly string[]
  readonly infos: readonly string[]
  readonly partial: boolean
  readonly droppedPoints: number
  readonly requests: readonly RequestRecord[]
}
