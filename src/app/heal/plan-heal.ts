import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { SiteState } from './probe-site'

/** Why the page looks at its server: the timer ran out, the page became visible, a source that was away answers again. */
export type HealCause = 'timer' | 'shown' | 'recovered'

export interface HealFacts {
  readonly nowMs: UnixMs
  /** When the server was looked at last; null for never. */
  readonly lookedMs: UnixMs | null
  readonly visible: boolean
  /** A wall asks although the browser thinks that nobody looks, and has nobody to press a button. */
  readonly kiosk: boolean
  /** Looks in a row at which the server was away. */
  readonly failures: number
  /** From 0 to 1, so that the screens of a building do not ask as one. */
  readonly random: number
}

/** From one look to the next while all is well. */
const EVERY_MS: DurationMs = 60_000
const FIRST_RETRY_MS: DurationMs = 2_000
const LAST_RETRY_MS: DurationMs = 30_000
/** Looked at sooner than this, the server has nothing new to say. */
const SHOWN_AGAIN_MS: DurationMs = 10_000

export interface LookPlan {
  readonly look: boolean
  /** When to look again; null for not by itself. */
  readonly waitMs: DurationMs | null
}

/** Whether to look at the server now, and when next. A hidden page asks nothing; shown again it catches up at once. */
export function planLook(facts: HealFacts, cause: HealCause): LookPlan {
  const { nowMs, lookedMs, failures, random } = facts
  if (!facts.visible && !facts.kiosk) return { look: false, waitMs: null }
  const dueMs = failures === 0 ? EVERY_MS : Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1))
  // From a half to the whole: a server that comes back is not met by all at once.
  const waitMs = Math.round(dueMs * (0.5 + random / 2))
  if (lookedMs === null || nowMs < lookedMs) return { look: true, waitMs }
  const sinceMs = nowMs - lookedMs
  if (cause === 'recovered') return { look: true, waitMs }
  if (cause === 'shown') return { look: sinceMs >= SHOWN_AGAIN_MS || failures > 0, waitMs }
  return sinceMs >= dueMs / 2 - 20 ? { look: true, waitMs } : { look: false, waitMs: dueMs - sinceMs }
}

export interface Running {
  /** Null where it could not be read: then no other build is ever seen. */
  readonly build: string | null
  /** The configuration that this page was made from; null where it could not be read. */
  readonly config: string | null
}

/** What the server has now. */
export interface Served {
  readonly site: SiteState
  /** Text of the configuration that can be used; null for a faulty one, which nobody is to be handed. */
  readonly config: string | null
}

/** What a reader is told. */
export type HealNote =
  | { readonly kind: 'none' }
  | { readonly kind: 'signIn' }
  /** Something newer is there, and a reader decides when to load it. */
  | { readonly kind: 'newer'; readonly what: 'build' | 'configuration' }

export interface HealPlan {
  readonly note: HealNote
  /** Why the page is to load itself anew, if the guard allows it; null for not. */
  readonly reload: string | null
  /** So long before it does, so that a wall of screens does not fetch as one. */
  readonly afterMs: DurationMs
}

const NOTHING: HealPlan = { note: { kind: 'none' }, reload: null, afterMs: 0 }
const SPREAD_MS: DurationMs = 5_000

/**
 * What to do about what the server has. Nothing is ever loaded from a server that is away. A wall takes what is newer by itself; a
 * reader is asked. Before a sign-in of another origin a wall loads itself anew, because that renews most sessions; it is said
 * meanwhile, and a password that somebody has to type here is never gone after.
 */
export function planHeal(running: Running, served: Served, kiosk: boolean, random: number): HealPlan {
  const { site, config } = served
  const afterMs = Math.round(random * SPREAD_MS)
  if (site.kind === 'away') return NOTHING
  if (site.kind === 'signIn') {
    return { note: { kind: 'signIn' }, reload: kiosk && site.renews ? 'a session that expired' : null, afterMs }
  }
  const what =
    running.build !== null && site.build !== running.build
      ? 'build'
      : running.config !== null && config !== null && config !== running.config
        ? 'configuration'
        : null
  if (what === null) return NOTHING
  return { note: { kind: 'newer', what }, reload: kiosk ? `a new ${what}` : null, afterMs }
}
