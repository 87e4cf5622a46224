import { printMatcher } from '~/domain/alerts/routing/parse-matchers'
import type { Route } from '~/domain/alerts/routing/route-tree'
import type { TimeInterval } from '~/domain/alerts/routing/time-intervals'
import { displayText } from '~/lib/display-text'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { RouteTimes } from './RouteTimes'
import styles from './routes.module.css'
import { spellMatchers, spellSettings } from './words'

/** What becomes of the asked labels at a route: it sends them, or hands them to a route inside. */
export type Hit = 'sends' | 'passes'

export interface RouteTreeProps {
  readonly route: Route
  readonly outer?: Route
  /** By the id of the route. */
  readonly hits: ReadonlyMap<string, Hit>
  readonly intervals: ReadonlyMap<string, TimeInterval>
  /** Reasons by the id of the route. */
  readonly unreachable: ReadonlyMap<string, string>
}

/** A route and those inside, as a list in lists. */
export function RouteTree({ route, outer, hits, intervals, unreachable }: RouteTreeProps) {
  const { id, matchers, receiver, routes, goesOn } = route
  const hit = hits.get(id)
  const reason = unreachable.get(id)
  const settings = spellSettings(route, outer)
  return (
    <li className={styles['node']}>
      <div
        className={styles['route']}
        data-route={id}
        data-hit={hit}
        data-unreachable={reason === undefined ? undefined : ''}
      >
        <span className={styles['matchers']} title={matchers.map(printMatcher).join(', ') || undefined}>
          {displayText(matchers.length === 0 ? 'Every alert' : spellMatchers(matchers))}
        </span>
        <span className={styles['receiver']}>
          <span className={styles['to']}>{routes.length > 0 ? 'the rest to ' : 'to '}</span>
          {displayText(receiver)}
        </span>
        {hit !== undefined && (
          <span className={styles['hit']}>
            <StatusIcon mark={hit === 'sends' ? 'ok' : 'info'} />
            {hit === 'sends' ? 'sends it' : 'hands it on'}
          </span>
        )}
        {(settings.length > 0 || goesOn) && (
          <span className={styles['settings']}>
            {displayText([...settings, ...(goesOn ? ['then goes on to the next route'] : [])].join(' · '))}
          </span>
        )}
        {(route.muteTimes.length > 0 || route.activeTimes.length > 0) && (
          <RouteTimes route={route} intervals={intervals} />
        )}
        {reason !== undefined && (
          <span className={styles['reason']}>
            <StatusIcon mark="warn" />
            <span>
              <strong>Unreachable.</strong> {displayText(reason)}
            </span>
          </span>
        )}
      </div>
      {routes.length > 0 && (
        <ul className={styles['inner']}>
          {routes.map((inner) => (
            <RouteTree
              key={inner.id}
              route={inner}
              outer={route}
              hits={hits}
              intervals={intervals}
              unreachable={unreachable}
            />
          ))}
        </ul>
      )}
    </li>
  )
}
