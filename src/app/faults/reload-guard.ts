import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

const WINDOW_MS: DurationMs = 15 * 60_000
const MOST_IN_WINDOW = 3
const SPACING_MS: DurationMs = 30_000

export interface ReloadDecision {
  readonly allowed: boolean
  /** When it may be tried again, where it is not allowed now. */
  readonly waitMs: DurationMs
  /** The reloads to remember. */
  readonly remembered: readonly UnixMs[]
}

/** Whether the page may reload itself: not twice within 30 s, not more than three times in 15 minutes. */
export function planReload(past: readonly UnixMs[], nowMs: UnixMs): ReloadDecision {
  const recent = past.filter((atMs) => atMs <= nowMs && nowMs - atMs < WINDOW_MS)
  const spacedMs = Math.max(0, ...recent.map((atMs) => atMs + SPACING_MS - nowMs))
  const oldest = recent.at(-MOST_IN_WINDOW)
  const waitMs = Math.max(spacedMs, oldest === undefined ? 0 : oldest + WINDOW_MS - nowMs)
  const allowed = waitMs <= 0
  return { allowed, waitMs, remembered: allowed ? [...recent, nowMs] : recent }
}

const KEY = 'lookout.reloads'

/** Reloads the page if the guard allows it; otherwise says how long to wait. Works without storage, but then never reloads. */
export function reloadWithGuard(): ReloadDecision {
  const decision = planReload(readPast(), Date.now())
  if (!decision.allowed) return decision
  try {
    sessionStorage.setItem(KEY, JSON.stringify(decision.remembered))
  } catch {
    // Without memory a broken page would reload for ever.
    return { ...decision, allowed: false, waitMs: WINDOW_MS }
  }
  location.reload()
  return decision
}

function readPast(): UnixMs[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((atMs) => typeof atMs === 'number') : []
  } catch {
    return []
  }
}
