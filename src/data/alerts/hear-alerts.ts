import { askReceived } from '~/data/alerts/early-alerts'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { StoreWord, Told } from '~/domain/alerts/join-received'
import { NOT_HEARD } from '~/domain/alerts/merge-alerts'
import type { ReceivedAlert } from '~/domain/alerts/model'
import type { ServerClock, SourceError } from '~/domain/sources'
import type { DurationMs } from '~/domain/units-of-measure'

/** All alerts, or the silenced and inhibited ones alone. */
export type Hearing = 'alerts' | 'suppressed'

/** An answer, and whether it can be all: an Alertmanager that has just started is sent what fires once more. */
export interface Heard extends Told {
  readonly isWarm: boolean
}

/** Prometheus sends again each minute. */
const WARM_UP_MS: DurationMs = 300_000

/** The last answers that could be all. They outlive a page of the app: what was silenced is not news on the next. */
const remembered = new WeakMap<AlertStore, Map<Hearing, Told>>()

/**
 * Asks an Alertmanager for its alerts. Only where some are missing that it told of before, or nothing was told before, it is
 * asked also since when it runs. Throws SourceError.
 */
export async function hearAlerts(
  store: AlertStore,
  which: Hearing,
  clock: ServerClock,
  signal: AbortSignal,
): Promise<Heard> {
  // At once, where it will be asked in any case.
  const asked = remembered.get(store)?.has(which) === true ? undefined : isWarmed(store, clock, signal)
  const { answer: alerts, atMs: heardMs } =
    which === 'alerts'
      ? await askReceived(store, clock, signal)
      : { answer: await store.suppressed(signal), atMs: clock.nowMs() }
  const before = remembered.get(store)?.get(which)
  const isWarm = !misses(before, alerts) || (await (asked ?? isWarmed(store, clock, signal)))
  const told = { alerts, heardMs }
  if (isWarm) {
    const known = remembered.get(store) ?? new Map<Hearing, Told>()
    remembered.set(store, known.set(which, told))
  }
  return { ...told, isWarm }
}

/** What is to be made of the newest answer, or of the want of one. */
export function wordOf(store: AlertStore, heard: Heard | undefined, error: SourceError | null): StoreWord {
  const { title } = store
  const last = newest([...(remembered.get(store)?.values() ?? [])])
  if (error !== null) return { title, now: null, why: error.message, last }
  const now = heard ?? null
  if (now === null) return { title, now, why: NOT_HEARD.why, last }
  const why = !now.isWarm ? `${title} has just started and is sent the alerts again.` : null
  return { title, now, why, last }
}

function misses(before: Told | undefined, now: readonly ReceivedAlert[]): boolean {
  if (before === undefined) return true
  const there = new Set(now.map(({ fingerprint }) => fingerprint))
  return before.alerts.some(({ fingerprint }) => !there.has(fingerprint))
}

async function isWarmed(store: AlertStore, clock: ServerClock, signal: AbortSignal): Promise<boolean> {
  try {
    const { startedMs } = await store.status(signal)
    return startedMs === null || clock.nowMs() - startedMs >= WARM_UP_MS
  } catch {
    // It has answered for its alerts; since when it runs only some proxies keep from us.
    return true
  }
}

function newest(all: readonly Told[]): Told | null {
  return all.reduce<Told | null>((best, one) => (best === null || one.heardMs > best.heardMs ? one : best), null)
}
