import type { SourceHealth } from '~/data/health/source-health'
import { PopoverButton } from '~/ui/primitives/PopoverButton'
import { preloadable } from '~/ui/primitives/preloadable'
import { StatusIcon } from '~/ui/status/StatusIcon'
import styles from './health.module.css'
import { markOf, useHealth, wordOf } from './use-health'

const details = preloadable(() => import('./HealthDetails').then((module) => module.HealthDetails))

/** The first source, whether it answers and how fast; the others only while they are not well: a calm page has a short line. */
export function HealthBar() {
  const sources = useHealth()
  return (
    <PopoverButton
      className={styles['bar'] ?? ''}
      popupLabel="Data sources"
      aria-label={`Data sources: ${sources.map((source) => `${source.title} ${wordOf(source)}`).join(', ')}`}
      onPreload={details.preload}
      data-testid="health"
      content={() => <details.Component />}
    >
      {sources
        .filter((source, index) => index === 0 || source.status === 'down' || source.status === 'starting')
        .map((source) => (
          <Source key={source.id} source={source} />
        ))}
    </PopoverButton>
  )
}

/** What there is to say of one source. */
function Source({ source }: { readonly source: SourceHealth }) {
  const { id, title, status, latencyMs } = source
  return (
    <span className={styles['source']} data-source={id} data-status={status}>
      <StatusIcon mark={markOf(source)} />
      <span>{title}</span>
      <span className={styles['strong']}>
        {status === 'up' && latencyMs !== undefined ? `${Math.max(1, Math.round(latencyMs))} ms` : wordOf(source)}
      </span>
    </span>
  )
}
