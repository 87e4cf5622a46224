import { useSyncExternalStore } from 'react'
import { useServices } from '~/data/services-context'
import { formatClock } from '~/domain/time/format-instant'
import { displayText } from '~/lib/display-text'
import { useSecondTick } from '~/ui/primitives/ticker'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { healNote } from '../heal/site-watch'
import { markOf, useHealth, wordOf } from '../health/use-health'
import type { Page } from '../shell/use-page'
import type { PagePulse } from './use-pulse'
import styles from './wall.module.css'

export interface WallHeadProps {
  readonly page: Page
  readonly pulse: PagePulse
}

/** What is shown, whether it lives, how its sources are, and the time there: to be read from the other end of a room. */
export function WallHead({ page, pulse }: WallHeadProps) {
  const { config } = useServices()
  const { panelTitle, dashboard, dashboardId, ownTitle } = page
  const title = panelTitle ?? dashboard?.title ?? dashboardId ?? ownTitle ?? 'Not found'
  const platform = config.platforms.find(({ id }) => id === dashboard?.platform)?.title
  const above = panelTitle === undefined ? undefined : dashboard?.title
  const hasSession = useSyncExternalStore(healNote.subscribe, healNote.read).kind !== 'signIn'
  // Sources behind the same sign-in are told of by it.
  const unwell = useHealth().filter(
    ({ status, error }) => status === 'starting' || (status === 'down' && (hasSession || error?.kind !== 'auth')),
  )
  return (
    <header className={styles['head']} data-testid="wall-head" data-drifts>
      <title>{[title, above, platform, 'Lookout'].filter((part) => part !== undefined).join(' · ')}</title>
      {/* The page's own heading says it to who cannot see it. */}
      <p className={styles['title']} aria-hidden="true">
        {title} <span>{[above, platform].filter((part) => part !== undefined).join(', ')}</span>
      </p>
      <span className={styles['spring']} />
      <span role="status" className={styles['session']} data-testid="wall-session">
        {!hasSession && (
          <span className={styles['chip']} data-status="down">
            <StatusIcon mark="broken" />
            The session at the proxy has ended: sign in again
          </span>
        )}
      </span>
      {unwell.map((source) => (
        <span key={source.id} className={styles['chip']} data-source={source.id} data-status={source.status}>
          <StatusIcon mark={markOf(source)} />
          {displayText(source.title)} {wordOf(source)}
        </span>
      ))}
      <span
        className={styles['chip']}
        data-testid="pulse"
        data-pulse={pulse.kind}
        data-beat={pulse.beatMs ?? undefined}
      >
        {pulse.kind === 'live' ? (
          // A new answer is a new element, whose animation runs once.
          <span key={pulse.beatMs} className={styles['beat']} />
        ) : (
          <StatusIcon mark={pulse.kind === 'old' ? 'unknown' : 'loading'} />
        )}
        {pulse.word}
      </span>
      <Clock timeZone={page.timeZone} />
    </header>
  )
}

/** The servers' time of day in the zone of the page. */
function Clock({ timeZone }: { readonly timeZone: string }) {
  useSecondTick()
  const { clock } = useServices()
  const nowMs = clock.nowMs()
  return (
    <time className={styles['clock']} dateTime={new Date(nowMs).toISOString()} data-testid="wall-clock">
      {formatClock(nowMs, timeZone)}
    </time>
  )
}
