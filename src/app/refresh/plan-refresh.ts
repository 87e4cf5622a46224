import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/**
 * Why the page looks at its clock: the timer ran out, the pause after a wake is over, the page became visible, a source
 * answers again, a person asked.
 */
export type RefreshCause = 'timer' | 'rested' | 'shown' | 'recovered' | 'asked'

export interface RefreshFacts {
  /** On the viewer's clock, which goes on while the machine sleeps and may be set back. */
  readonly nowMs: UnixMs
  /** When the last tick began. */
  readonly lastMs: UnixMs
  /** Null for never. */
  readonly intervalMs: DurationMs | null
  readonly visible: boolean
  /** A wall keeps asking although the browser thinks that nobody looks. */
  readonly kiosk: boolean
  /** From 0 to 1, so that the screens of a building do not wake as one. */
  readonly random: number
}

export interface RefreshPlan {
  readonly tick: boolean
  /** How late a tick is that keeps the rhythm, so that the next one is not late by as much again. */
  readonly lateMs: DurationMs
  /** The tick does not wait for resting or staggered queries. */
  readonly urgent: boolean
  /** When to look again; null for not by itself. */
  readonly waitMs: DurationMs | null
  /** The next look comes after a wake. */
  readonly resting: boolean
}

/** Shown again sooner than this, the page has nothing new to ask for. */
const SHOWN_AGAIN_MS: DurationMs = 5_000
const WAKE_SPREAD_MS: DurationMs = 2_000
/** Timers may fire a little early. */
const EARLY_MS: DurationMs = 20
/** As late as this a timer of a busy page is; later, there was a pause, and the rhythm begins anew. */
const LATE_MS: DurationMs = 1_000

/** Whether to ask now and when to look again. One tick at most, however many intervals were missed. */
export function planRefresh(facts: RefreshFacts, cause: RefreshCause): RefreshPlan {
  const { nowMs, lastMs, intervalMs, random } = facts
  const isWatched = facts.visible || facts.kiosk
  const waitAfterTick = isWatched ? intervalMs : null
  const idle: RefreshPlan = { tick: false, lateMs: 0, urgent: false, waitMs: null, resting: false }
  const tick = (urgent: boolean): RefreshPlan => ({ ...idle, tick: true, urgent, waitMs: waitAfterTick })
  if (cause === 'asked') return tick(true)
  if (!isWatched) return idle
  if (cause === 'recovered') return tick(true)
  if (intervalMs === null) return idle
  const elapsedMs = nowMs - lastMs
  const wasSetBack = elapsedMs < 0
  if (cause === 'rested' || wasSetBack) return tick(false)
  if (cause === 'shown' && elapsedMs >= Math.min(intervalMs, SHOWN_AGAIN_MS)) return tick(false)
  if (cause === 'timer' && elapsedMs > 3 * intervalMs) {
    return { ...idle, waitMs: Math.round(random * WAKE_SPREAD_MS), resting: true }
  }
  if (elapsedMs < intervalMs - EARLY_MS) return { ...idle, waitMs: intervalMs - elapsedMs }
  const overMs = elapsedMs - intervalMs
  const lateMs = cause === 'timer' && overMs < LATE_MS ? overMs : 0
  return { ...tick(false), lateMs, waitMs: intervalMs - lateMs }
}
