import { useStore } from 'zustand'
import { useServices } from '~/data/services-context'
import { formatAge } from '~/domain/time/duration'
import type { WallAlert } from '~/domain/wall/wall-alerts'
import { displayText } from '~/lib/display-text'
import { firing } from '~/state/firing'
import { StatusIcon } from '~/ui/status/StatusIcon'
import type { StatusMark } from '~/ui/status/tone'
import styles from './wall.module.css'

/** More of them nobody reads from afar; what has no room is left out whole. */
const MOST = 8

/** What fires, worst first, in one line. A count that is old, or not all of it known, has a "?". */
export function AlertLine({ alerts }: { readonly alerts: readonly WallAlert[] | undefined }) {
  const { count, doubt, isCurrent } = useStore(firing)
  const sum = count === null ? 0 : count.critical + count.warning
  const isSure = isCurrent && doubt === ''
  const mark: StatusMark = !isCurrent ? 'unknown' : sum === 0 ? 'ok' : (count?.critical ?? 0) > 0 ? 'crit' : 'warn'
  return (
    <p className={styles['line']} data-testid="wall-alerts" data-old={isCurrent ? undefined : ''} title={doubt}>
      <span className={styles['count']}>
        <StatusIcon mark={mark} />
        <strong>{wordOf(count, isSure)}</strong>
      </span>
      {sum > 0 && (
        <span className={styles['alerts']}>
          {alerts?.slice(0, MOST).map((alert, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may have the same name, need and platform, and of two equal keys React leaves elements behind; they keep no state
            <Alert key={i} alert={alert} />
          ))}
        </span>
      )}
    </p>
  )
}

function Alert({ alert }: { readonly alert: WallAlert }) {
  const { config, clock } = useServices()
  const { name, need, platform, count, summary, sinceMs } = alert
  const title = config.platforms.find(({ id }) => id === platform)?.title ?? platform
  const words = [
    title,
    summary,
    ...(count > 1 ? [`${count} times`] : []),
    ...(sinceMs === null ? [] : [formatAge(clock.nowMs() - sinceMs)]),
  ]
  return (
    <span className={styles['alert']} data-need={need}>
      <StatusIcon mark={need === 'critical' ? 'crit' : 'warn'} />
      <strong>{displayText(name)}</strong>
      <span className={styles['words']}>{displayText(words.filter((word) => word !== '').join(', '))}</span>
    </span>
  )
}

function wordOf(count: { readonly critical: number; readonly warning: number } | null, isSure: boolean): string {
  const doubt = isSure ? '' : ' ?'
  if (count === null) return `alerts${doubt}`
  const { critical, warning } = count
  if (critical + warning === 0) return `no alert fires${doubt}`
  const parts = [
    ...(critical > 0 ? [`${critical} critical`] : []),
    ...(warning > 0 ? [`${warning} ${warning === 1 ? 'warning' : 'warnings'}`] : []),
  ]
  return parts.join(', ') + doubt
}
