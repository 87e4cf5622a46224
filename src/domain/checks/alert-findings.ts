import type { UnixMs } from '../units-of-measure'
import { type Finding, finding } from './finding'
import type { AlertFacts, DeadMan } from './observation'

/** So long after its start an Alertmanager may not yet have been sent what fires: Prometheus sends again after a minute. */
const WARMING_UP_MS = 5 * 60_000

export interface AlertContext {
  readonly title: string
  /** On the server's clock. */
  readonly nowMs: UnixMs
  /** Of the dead man's switches of all servers of metrics, the one that says most; null where none could be asked. */
  readonly deadMan: DeadMan | null
}

/** What is wrong with what an Alertmanager says of itself. */
export function findInAlerts(facts: AlertFacts, { title, nowMs, deadMan }: AlertContext): readonly Finding[] {
  const { startedMs, clusterStatus, peers, hearsDeadMan } = facts
  const upMs = startedMs === null ? null : nowMs - startedMs
  const isNew = upMs !== null && upMs >= 0 && upMs < WARMING_UP_MS
  const found: Finding[] = []
  if (isNew) {
    found.push(
      finding(
        'info',
        'warming-up',
        `${title} started ${Math.max(0, Math.floor(upMs / 1000))} s ago and may not know yet what fires.`,
        'Wait: Prometheus sends what fires again within minutes. Until then no list of alerts is an all-clear.',
      ),
    )
  }
  if (deadMan === 'firing' && hearsDeadMan === false && !isNew) {
    found.push(
      finding(
        'crit',
        'alerts-do-not-arrive',
        `The dead man's switch fires in Prometheus and ${title} does not know it: no alert is delivered by it.`,
        'Look at alerting.alertmanagers in prometheus.yml: does it lead to this Alertmanager?',
      ),
    )
  }
  if (clusterStatus === 'settling') {
    found.push(finding('info', 'settling', `The cluster of ${title} is settling.`, 'Wait a minute.'))
  }
  if (clusterStatus === 'ready' && peers === 1) {
    found.push(
      finding(
        'info',
        'alone',
        `${title} is in a cluster of one.`,
        'Fine for one; for two, set --cluster.peer, or each of them notifies.',
      ),
    )
  }
  return found
}
