import { type ReactNode, useId, useMemo } from 'react'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { AlertmanagerStatus } from '~/domain/alerts/model'
import { decodeRouting } from '~/domain/alerts/routing/decode-routing'
import { findUnreachable, type Unreachable } from '~/domain/alerts/routing/find-unreachable'
import { routeOf } from '~/domain/alerts/routing/route-of'
import { type Routing, RoutingError } from '~/domain/alerts/routing/route-tree'
import type { Labels } from '~/domain/series/frame'
import type { SourceError } from '~/domain/sources'
import { displayText } from '~/lib/display-text'
import { StatusIcon } from '~/ui/status/StatusIcon'
import parts from '../parts.module.css'
import { Notice } from './Notice'
import { type Hit, RouteTree } from './RouteTree'
import styles from './routes.module.css'
import { listOf, spellArrivals, spellInhibitRule } from './words'

/** An Alertmanager, and what it tells of its configuration. */
export interface RoutesState {
  readonly store: Pick<AlertStore, 'id' | 'title'>
  readonly status: Pick<AlertmanagerStatus, 'config'> | undefined
  readonly statusError: SourceError | null
}

export interface StoreRoutesProps {
  readonly state: RoutesState
  /** Whether it must be told apart from others. */
  readonly isTitled: boolean
  /** What is asked for; null for nothing yet. */
  readonly labels: Labels | null
}

/** The routes of one Alertmanager, and where the asked labels lead. */
export function StoreRoutes({ state, isTitled, labels }: StoreRoutesProps) {
  const { store, status, statusError } = state
  const config = status?.config
  const read = useMemo(() => (config === undefined ? undefined : readConfig(config)), [config])
  const title = displayText(store.title)
  let content: ReactNode
  if (read?.ok) content = <RoutingView {...read} labels={labels} heading={isTitled ? 'h3' : 'h2'} />
  else if (read !== undefined) {
    content = (
      <Notice mark="broken" title={`The configuration of ${title} cannot be read here`} reason={read.why}>
        Compare it with what <code>amtool config show</code> prints.
      </Notice>
    )
  } else if (statusError !== null) {
    content = (
      <Notice mark="broken" title={`${title} does not tell its configuration`} reason={statusError.message}>
        It is asked again every minute. See that it runs, and that its <code>/api/v2/status</code> can be reached from
        this page.
      </Notice>
    )
  } else content = <p className={parts['faint']}>Asking {title} for its configuration…</p>
  return (
    <section className={styles['store']} aria-label={title}>
      {isTitled && <h2 className={styles['title']}>{title}</h2>}
      {statusError !== null && read !== undefined && (
        <Notice mark="warn" title={`${title} does not answer now`} reason={statusError.message}>
          Below is the configuration that it told before.
        </Notice>
      )}
      {content}
    </section>
  )
}

type Read =
  | { readonly ok: true; readonly routing: Routing; readonly unreachable: Unreachable }
  | { readonly ok: false; readonly why: string }

function readConfig(config: string): Read {
  try {
    const routing = decodeRouting(config)
    return { ok: true, routing, unreachable: findUnreachable(routing) }
  } catch (error) {
    if (!(error instanceof RoutingError)) throw error
    const more = error.issues.length - 1
    return { ok: false, why: `${error.message}${more > 0 ? ` (and ${more} more)` : ''}` }
  }
}

interface RoutingViewProps {
  readonly routing: Routing
  readonly unreachable: Unreachable
  readonly labels: Labels | null
  /** One below that of the Alertmanager, where there is one. */
  readonly heading: 'h2' | 'h3'
}

function RoutingView({ routing, unreachable, labels, heading: Heading }: RoutingViewProps) {
  const { root, receivers, inhibitRules, intervals } = routing
  const id = useId()
  const arrivals = labels === null ? [] : routeOf(root, labels)
  const hits = new Map<string, Hit>()
  for (const { path } of arrivals) for (const route of path) hits.set(route.id, 'passes')
  for (const { route } of arrivals) hits.set(route.id, 'sends')
  const dead = unreachable.routes.size + unreachable.receivers.size
  return (
    <>
      <p
        className={styles['answer']}
        role="status"
        data-reached={arrivals.map(({ route }) => route.receiver).join(',')}
      >
        {labels === null
          ? 'Type the labels of an alert, or take one that is known, to see who is told of it.'
          : displayText(spellArrivals(arrivals, receivers))}
      </p>
      {dead > 0 && (
        <p className={styles['dead']}>
          <StatusIcon mark="warn" />
          {deadWords(unreachable)}
        </p>
      )}
      <section aria-labelledby={`${id}-routes`}>
        <Heading className={styles['heading']} id={`${id}-routes`}>
          Routes
        </Heading>
        <ul className={styles['tree']}>
          <RouteTree route={root} hits={hits} intervals={intervals} unreachable={unreachable.routes} />
        </ul>
      </section>
      <section aria-labelledby={`${id}-receivers`}>
        <Heading className={styles['heading']} id={`${id}-receivers`}>
          Receivers
        </Heading>
        <ul className={styles['lines']}>
          {receivers.map(({ name, kinds }) => {
            const reason = unreachable.receivers.get(name)
            return (
              <li key={name} data-receiver={name} data-unreachable={reason === undefined ? undefined : ''}>
                <span className={styles['name']}>{displayText(name)}</span>{' '}
                <span className={parts['faint']}>
                  {kinds.length === 0 ? 'sends nothing: it has no integration' : listOf(kinds, 'and')}
                </span>
                {reason !== undefined && (
                  <span className={styles['reason']}>
                    <StatusIcon mark="warn" />
                    <span>
                      <strong>Unreachable.</strong> {reason}
                    </span>
                  </span>
                )}
              </li>
            )
          })}
        </ul>
      </section>
      <section aria-labelledby={`${id}-inhibit`}>
        <Heading className={styles['heading']} id={`${id}-inhibit`}>
          What holds others back
        </Heading>
        {inhibitRules.length === 0 ? (
          <p className={parts['faint']}>No alert holds another one back: there are no inhibit rules.</p>
        ) : (
          <ul className={styles['lines']}>
            {inhibitRules.map((rule, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name, and their order is theirs
              <li key={i}>{displayText(spellInhibitRule(rule))}</li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

function deadWords({ routes, receivers }: Unreachable): string {
  const count = (size: number, word: string) => (size === 0 ? [] : [`${size} ${word}${size === 1 ? '' : 's'}`])
  const words = [...count(routes.size, 'route'), ...count(receivers.size, 'receiver')]
  return `No alert can reach ${listOf(words, 'and')}, marked below with the reason.`
}
