import type { SourceHealth } from '~/data/health/source-health'
import { PopoverButton } from '~/ui/primitives/PopoverButton'
import { preloadable } from '~/ui/primitives/preloadable'
import { StatusIcon } from '~/ui/status/StatusIcon'
import styles from './health.module.css'
import { markOf, useHealth, wordOf } from './use-health'

const details = preloadable(() => import('./HealthDetails').then((module) => module.HealthDetails))

/** One line about each source: what it is, whether it answers, how fast. */
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
      {sources.map((source, index) => (
        <Source key={source.id} source={source} isFirst={index === 0} />
      ))}
    </PopoverButton>
  )
}

/** The first source in full; the others only while they are not well, so that a calm page has a short line. */
function Source({ source, isFirst }: { readonly source: SourceHealth; readonly isFirst: boolean }) {
  const { title, status, latencyMs } = source
  const isWell = status === 'up'
  return (
    <span className={styles['source']} data-source={source.id} data-status={status}>
      <StatusIcon mark={markOf(source)} />
      {(isFirst || !isWell) && <span>{title}</span>}
      {isFirst && isWell && latencyMs !== undefined && (
        <span className={styles['strong']}>{Math.max(1, Math.round(latencyMs))} ms</span>
      )}
      {!isWell && <span className={styles['strong']}>{wordOf(source)}</span>}
    </span>
  )
}
