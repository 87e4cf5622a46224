import type { UnixMs } from '~/domain/units-of-measure'
import type { OldReceived, Received } from './merge-alerts'
import type { ReceivedAlert } from './model'

/** The alerts that an Alertmanager told of at a time. */
export interface Told {
  readonly alerts: readonly ReceivedAlert[]
  readonly heardMs: UnixMs
}

/** What one Alertmanager tells. */
export interface StoreWord {
  readonly title: string
  /** Null where it does not answer. */
  readonly now: Told | null
  /** Why what it tells now is not all; null where it is. */
  readonly why: string | null
  /** The last answer that was all; null for none. */
  readonly last: Told | null
}

/**
 * All that the Alertmanagers tell, each alert once. What several know is silenced where all of those say so: one that sends it is
 * enough for somebody to hear of it. What one of them had told, and cannot be asked for now, is old.
 */
export function joinReceived(words: readonly StoreWord[]): Received {
  const alerts = new Map<string, ReceivedAlert>()
  for (const { now } of words) {
    for (const alert of now?.alerts ?? []) {
      const known = alerts.get(alert.fingerprint)
      alerts.set(alert.fingerprint, known === undefined ? alert : joined(known, alert))
    }
  }
  const told = [...alerts.values()]
  if (words.length === 0) return { ok: false, alerts: told, why: 'No Alertmanager is configured.' }
  const doubted = words.filter(({ why }) => why !== null)
  const [first] = doubted
  if (first === undefined) return { ok: true, alerts: told }
  const old = new Map<string, OldReceived>()
  for (const { last } of doubted) {
    if (last === null) continue
    for (const alert of last.alerts) {
      const before = old.get(alert.fingerprint)
      const isNewer = before === undefined || before.heardMs < last.heardMs
      if (!alerts.has(alert.fingerprint) && isNewer) old.set(alert.fingerprint, { alert, heardMs: last.heardMs })
    }
  }
  return { ok: false, alerts: told, why: first.why ?? '', old: [...old.values()] }
}

function joined(one: ReceivedAlert, other: ReceivedAlert): ReceivedAlert {
  const [loud, quiet] = one.state === 'suppressed' ? [other, one] : [one, other]
  return { ...loud, receivers: [...new Set([...loud.receivers, ...quiet.receivers])] }
}
