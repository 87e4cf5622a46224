import { useServices } from '~/data/services-context'
import type { Route } from '~/domain/alerts/routing/route-tree'
import { sendsAt, type TimeInterval } from '~/domain/alerts/routing/time-intervals'
import { displayText } from '~/lib/display-text'
import { useSecondTick } from '~/ui/primitives/ticker'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { spellTimes } from './interval-words'
import styles from './routes.module.css'

export interface RouteTimesProps {
  /** One that has time intervals. */
  readonly route: Route
  readonly intervals: ReadonlyMap<string, TimeInterval>
}

/** When a route sends nothing, and whether that is so now, on the server's clock. */
export function RouteTimes({ route, intervals }: RouteTimesProps) {
  const { clock } = useServices()
  useSecondTick()
  const sends = sendsAt(route, intervals, clock.nowMs())
  return (
    <span className={styles['times']} data-sends={sends === null ? 'unknown' : sends}>
      <StatusIcon mark={sends === null ? 'unknown' : sends ? 'ok' : 'warn'} />
      <span>
        <strong>{sends === null ? 'Whether it sends now is not known' : sends ? 'Sends now' : 'Muted now'}</strong>
        {'; '}
        {displayText(spellTimes(route, intervals).join(' · '))}
      </span>
    </span>
  )
}
