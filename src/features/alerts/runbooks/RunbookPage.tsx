import { useLocation, useParams } from 'react-router-dom'
import { type Alerts, useAlerts } from '~/data/alerts/use-alerts'
import { useServices } from '~/data/services-context'
import type { AlertRow } from '~/domain/alerts/merge-alerts'
import { carriedSearch } from '~/domain/links/carried-search'
import { formatAge } from '~/domain/time/duration'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { AppLink } from '~/ui/primitives/AppLink'
import { classNames } from '~/ui/primitives/class-names'
import { useSecondTick } from '~/ui/primitives/ticker'
import { StatusChip } from '~/ui/status/StatusChip'
import { alertsPath, panelPathOf, rulePath } from '../alert-links'
import { labelsText, stateMark } from '../alert-words'
import parts from '../parts.module.css'
import { RunbookView } from './RunbookView'
import styles from './runbooks.module.css'

/** Most alerts of the name that are listed above its runbook. */
const MAX_ALERTS = 8

/** The runbook of an alert under an address of its own, with how the alert stands now above it. */
export function RunbookPage() {
  const { alert = '' } = useParams()
  return (
    <div className={classNames(parts['page'], styles['page'])}>
      <title>{`${displayText(alert)} · Runbook · Lookout`}</title>
      <h2 className={styles['name']}>{displayText(alert)}</h2>
      <AlertState alert={alert} />
      <RunbookView alert={alert} />
    </div>
  )
}

function AlertState({ alert }: { readonly alert: string }) {
  useSecondTick()
  const alerts = useAlerts()
  const { clock, config } = useServices()
  const carried = carriedSearch(useLocation().search).replace('?', '&')
  const rows = (alerts.rows ?? []).filter(({ name }) => name === alert).toSorted(byState)
  const rules = (alerts.rules ?? []).filter(({ name }) => name === alert)
  const panels = rules.flatMap((rule) => {
    const path = panelPathOf(rule.annotations, config.dashboards)
    return path === null ? [] : [{ path, platform: rule.labels.get('platform') ?? '' }]
  })
  return (
    <section aria-label="The alert now" className={styles['state']}>
      {rows.length === 0 && <p>{quietText(alerts, rules.length > 0)}</p>}
      <ul>
        {rows.slice(0, MAX_ALERTS).map((row) => (
          <li key={row.id} data-alert-state={row.state}>
            <StatusChip mark={stateMark(row.state, row.labels)} word={row.state} />{' '}
            {row.state === 'firing' ? 'since' : 'for'} {formatAge(clock.nowMs() - row.sinceMs)}
            {row.value !== null && (
              <>
                , value <strong title={String(row.value)}>{formatText(row.value, { unit: 'none' })}</strong>
              </>
            )}
            <small>{labelsText(row.labels, ['alertname'])}</small>
          </li>
        ))}
      </ul>
      {rows.length > MAX_ALERTS && <p>and {rows.length - MAX_ALERTS} more</p>}
      <p className={parts['links']}>
        {panels.map(({ path, platform }) => (
          <AppLink key={path + platform} to={carried === '' ? path : `${path}?${carried.slice(1)}`}>
            {panels.length > 1 ? `Panel of ${platform}` : 'Panel'}
          </AppLink>
        ))}
        {rules.length > 0 && <AppLink to={rulePath(alert) + carried}>Rule</AppLink>}
        <AppLink to={alertsPath(alert) + carried}>Alerts of this name</AppLink>
      </p>
    </section>
  )
}

function quietText({ rows, rules, rulesError }: Alerts, hasRule: boolean): string {
  if (rulesError !== null && rules === undefined) return `How it stands is not known: ${rulesError.message}`
  if (rows === undefined || rules === undefined) return 'Asking how it stands …'
  return hasRule ? 'It does not fire now.' : 'The server has no rule of this name.'
}

function byState(a: AlertRow, b: AlertRow): number {
  return a.state === b.state ? a.sinceMs - b.sinceMs : a.state === 'firing' ? -1 : 1
}
