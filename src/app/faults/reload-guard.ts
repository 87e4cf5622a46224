import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

const WINDOW_MS: DurationMs = 15 * 60_000
const MOST_IN_WINDOW = 3
const SPACING_MS: DurationMs = 30_000
/** Reloads that are remembered, also those that no longer count. */
const MOST_KEPT = 20

/** A time that the page loaded itself anew. */
export interface Reload {
  readonly atMs: UnixMs
  /** In words, to be read after "because of". */
  readonly reason: string
}

export interface ReloadDecision {
  readonly allowed: boolean
  /** When it may be tried again, where it is not allowed now. */
  readonly waitMs: DurationMs
}

/** Whether the page may reload itself: not twice within 30 s, not more than three times in 15 minutes, all reasons together. */
export function planReload(past: readonly Pick<Reload, 'atMs'>[], nowMs: UnixMs): ReloadDecision {
  const recent = past.map(({ atMs }) => atMs).filter((atMs) => atMs <= nowMs && nowMs - atMs < WINDOW_MS)
  const spacedMs = Math.max(0, ...recent.map((atMs) => atMs + SPACING_MS - nowMs))
  const oldest = recent.at(-MOST_IN_WINDOW)
  const waitMs = Math.max(spacedMs, oldest === undefined ? 0 : oldest + WINDOW_MS - nowMs)
  return { allowed: waitMs <= 0, waitMs }
}

const KEY = 'lookout.reloads'

/** Reloads the page if the guard allows it; otherwise says how long to wait. Works without storage, but then never reloads. */
export function reloadWithGuard(reason: string): ReloadDecision {
  const past = readReloads()
  const decision = planReload(past, Date.now())
  if (!decision.allowed) return decision
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...past, { atMs: Date.now(), reason }].slice(-MOST_KEPT)))
  } catch {
    // Without memory a broken page would reload for ever.
    return { allowed: false, waitMs: WINDOW_MS }
  }
  location.reload()
  return decision
}

/** The automatic reloads of this tab, the last 20. */
export function readReloads(): readonly Reload[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isReload) : []
  } catch {
    return []
  }
}

function isReload(value: unknown): value is Reload {
  const { atMs, reason } = (value ?? {}) as { readonly atMs?: unknown; readonly reason?: unknown }
  return typeof atMs === 'number' && typeof reason === 'string'
}
