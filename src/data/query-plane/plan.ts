import type { ExprReach } from '~/domain/promql/normalise'
import { type Grid, gridEndMs } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** What the plane holds of an expression, as far as the next request depends on it. */
export interface HeldState {
  readonly grid: Grid
  /** When the whole range was last asked. */
  readonly wholeMs: UnixMs
  /** Last point of the grid when the overlap was last asked in full. */
  readonly auditedMs: UnixMs
  /** Tails since then. */
  readonly sinceAudit: number
  /** The server was seen to change points that should have been settled: check at every refresh. */
  readonly writesLate: boolean
}

export interface Window {
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
  /** The end moves with the clock. */
  readonly live: boolean
  /**
   * Of an earlier period: how far it lies behind the window whose evaluation times it has, each moved back by this. All
   * that is in it is past and does not change, so only what the clock adds to it is asked, and once.
   */
  readonly shiftMs?: DurationMs
}

export type FetchPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'tip'; readonly timeMs: UnixMs }
  | { readonly kind: 'whole'; readonly grid: Grid }
  | { readonly kind: 'tail'; readonly grid: Grid; readonly window: Grid; readonly audit: boolean }

/** Points that may still change because a scrape under way carries the time at which it began. */
const SETTLE_STEPS = 2
/** How late a sample may arrive and still be seen: the overlap of an audit. */
const LATE_MS: DurationMs = 600_000
/** Every so many refreshes the overlap is asked in full, where it is not cheap enough to ask it always. */
const AUDIT_EVERY = 10
/** An overlap of at most this share of the window is asked at every refresh. */
const CHEAP_SHARE = 0.015
/** After this the whole range is asked again, against changes of history too old for the overlap to see. */
const WHOLE_EVERY_MS: DurationMs = 3_600_000

/**
 * A value over a window is asked no more often than this share of the window: nobody sees it move in that time, and a server
 * reads the whole window for it. At most half a minute, so that it is never old.
 */
const NEWEST_SHARE = 1 / 2880
const NEWEST_AT_MOST_MS: DurationMs = 30_000

/** How long the newest value of an expression whose samples are averaged over this window is new enough. */
export function newestRestMs(windowMs: DurationMs): DurationMs {
  return Math.min(windowMs * NEWEST_SHARE, NEWEST_AT_MOST_MS)
}

/** The evaluation times of a window: multiples of the step, as many as lie in it; moved back for an earlier period. */
export function gridOf({ fromMs, toMs, shiftMs = 0 }: Window, stepMs: DurationMs): Grid {
  const startMs = Math.floor((fromMs + shiftMs) / stepMs) * stepMs - shiftMs
  const endMs = Math.floor((toMs + shiftMs) / stepMs) * stepMs - shiftMs
  return { startMs, stepMs, count: Math.max(1, Math.round((endMs - startMs) / stepMs) + 1) }
}

/**
 * Decides what to ask so that the held points become those of one whole query over the window: nothing, the newest value
 * alone, the tail, or the whole range. A sample at time t changes points at t or later (less the negative offsets), so an
 * overlap as long as samples may be late is enough, however far back the expression looks.
 */
export function planFetch(held: HeldState | null, window: Window, stepMs: DurationMs, reach: ExprReach): FetchPlan {
  const grid = gridOf(window, stepMs)
  const whole: FetchPlan = { kind: 'whole', grid }
  if (held === null || held.grid.stepMs !== stepMs) return whole
  const heldEndMs = gridEndMs(held.grid)
  const endMs = gridEndMs(grid)
  if (!window.live) return held.grid.startMs === grid.startMs && heldEndMs === endMs ? { kind: 'none' } : whole
  if (reach.pinned || held.grid.startMs > grid.startMs || heldEndMs > endMs || heldEndMs < grid.startMs) return whole
  if (window.toMs - held.wholeMs >= WHOLE_EVERY_MS) return whole
  // With a negative offset the points held may still change as their future becomes the past.
  const isPast = window.shiftMs !== undefined && reach.forwardMs === 0
  if (endMs === heldEndMs && reach.forwardMs === 0)
    return isPast ? { kind: 'none' } : { kind: 'tip', timeMs: window.toMs }

  const auditSteps = Math.ceil((LATE_MS + reach.forwardMs) / stepMs)
  const cheap = auditSteps <= Math.max(SETTLE_STEPS, grid.count * CHEAP_SHARE)
  const audit = cheap || held.writesLate || reach.forwardMs > 0 || held.sinceAudit + 1 >= AUDIT_EVERY
  // A sample that came since the last audit is at most LATE_MS older than that audit.
  const settleStartMs = heldEndMs - SETTLE_STEPS * stepMs
  const overlapStartMs = isPast
    ? heldEndMs + stepMs
    : audit
      ? Math.min(settleStartMs, held.auditedMs - auditSteps * stepMs)
      : settleStartMs
  const tailStartMs = Math.max(grid.startMs, overlapStartMs)
  const tailCount = Math.round((endMs - tailStartMs) / stepMs) + 1
  // Past half of the window a tail saves too little to be worth the care.
  if (tailCount * 2 > grid.count) return whole
  return { kind: 'tail', grid: { startMs: tailStartMs, stepMs, count: tailCount }, window: grid, audit }
}

/**
 * The part of a tail's overlap that has to agree with what is held: all but the newest points, which a scrape under way
 * may still change. Null where the overlap is too short to tell.
 */
export function settledOverlap(held: Grid, tail: Grid): { fromMs: UnixMs; toMs: UnixMs } | null {
  const toMs = gridEndMs(held) - SETTLE_STEPS * held.stepMs
  return toMs >= tail.startMs ? { fromMs: tail.startMs, toMs } : null
}
