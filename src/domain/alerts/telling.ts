import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { mutedBy, needOf } from './firing'
import type { AlertRow } from './merge-alerts'
import { isDeadMansSwitch } from './pipeline-faults'

/** An alert that flaps is told of once: it must have been away for so long to be a new one. */
const FORGOTTEN_MS: DurationMs = 300_000

/** What is looked at of an alert. */
type Heard = Pick<AlertRow, 'id' | 'name' | 'labels' | 'state' | 'delivery'>

export interface Teller {
  /** The alerts that somebody must be told of now: critical ones that did not fire when it was asked before. */
  hear<Alert extends Heard>(alerts: readonly Alert[], nowMs: UnixMs): readonly Alert[]
}

/**
 * Finds what is new. Silenced and inhibited alerts are known to somebody, and not told. Of what fires already when it is first
 * asked nothing is told, and nothing of what ends.
 */
export function createTeller(): Teller {
  /** When each was last seen to fire; null until anything was heard. */
  let seenMs: Map<string, UnixMs> | null = null
  let heardMs: UnixMs | null = null
  const quiet = new Set<string>()
  const isQuiet = ({ id, delivery }: Heard): boolean => {
    const { kind } = delivery
    if (mutedBy(delivery) !== null) quiet.add(id)
    // While no Alertmanager answers, what was silenced is so still.
    else if (kind !== 'unasked' && kind !== 'underway') quiet.delete(id)
    return quiet.has(id)
  }
  const isTold = (alert: Heard) =>
    alert.state === 'firing' && needOf(alert.labels.get('severity') ?? '') === 'critical' && !isDeadMansSwitch(alert)
  return {
    hear(alerts, nowMs) {
      const critical = alerts.filter((alert) => isTold(alert) && !isQuiet(alert))
      const [known, before] = [seenMs, heardMs]
      heardMs = nowMs
      // While nothing was heard, because the page slept or Prometheus was away, nothing was away either.
      const isRemembered = (ms: UnixMs) => ms === before || nowMs - ms < FORGOTTEN_MS
      seenMs = new Map([...(known ?? [])].filter(([, ms]) => isRemembered(ms)))
      const fresh = known === null ? [] : critical.filter(({ id }) => seenMs?.has(id) !== true)
      for (const { id } of critical) seenMs.set(id, nowMs)
      return fresh
    },
  }
}
