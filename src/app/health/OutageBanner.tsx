import type { SourceHealth } from '~/data/health/source-health'
import { useServices } from '~/data/services-context'
import { formatClock } from '~/domain/time/format-instant'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { HealBanner } from '../heal/HealBanner'
import styles from './health.module.css'
import { sentences, useHealth, wordOf } from './use-health'

/**
 * Says across the page that the source of its numbers is away, since when and what helps. The region is always there, so
 * that screen readers hear the banner when it appears.
 */
export function OutageBanner({ timeZone }: { readonly timeZone: string }) {
  const { config } = useServices()
  const ids = config.sources.metrics.map(({ id }) => id)
  const away = useHealth().filter(({ id, status }) => ids.includes(id) && (status === 'down' || status === 'starting'))
  return (
    <>
      <div role="alert" className={styles['region']} data-testid="outage">
        {away.map((source) => (
          <Outage key={source.id} source={source} timeZone={timeZone} />
        ))}
      </div>
      <HealBanner />
    </>
  )
}

function Outage({ source, timeZone }: { readonly source: SourceHealth; readonly timeZone: string }) {
  const { title, status, sinceMs, error } = source
  const progress = error?.progress === undefined ? '' : ` (${Math.round(error.progress * 100)} %)`
  return (
    <p className={status === 'down' ? styles['down'] : styles['starting']}>
      <StatusIcon mark={status === 'down' ? 'broken' : 'info'} />
      <span>
        <strong>
          {status === 'starting'
            ? `${title} is starting${progress}.`
            : `${title} ${wordOf(source)} since ${formatClock(sinceMs, timeZone)}.`}
        </strong>{' '}
        {sentences(
          status === 'down' ? error?.message : undefined,
          error?.nextStep,
          'Numbers on this page are the last known ones; it asks again by itself',
        )}
      </span>
    </p>
  )
}
