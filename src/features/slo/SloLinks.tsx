import { useLocation } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import { carriedSearch } from '~/domain/links/carried-search'
import { logsPath } from '~/domain/links/log-links'
import { dashboardPath } from '~/domain/links/paths'
import { platformLogs } from '~/domain/links/platform-logs'
import { runbookPath } from '~/domain/runbooks/runbook-name'
import { BURN_ALERT_NAMES } from '~/domain/slo/burn'
import type { Slo } from '~/domain/slo/model'
import { formatDuration } from '~/domain/time/duration'
import { LinkButton } from '~/ui/primitives/LinkButton'
import styles from './slo.module.css'

/** Where to look next, each over the objective's window. */
export function SloLinks({ slo }: { readonly slo: Slo }) {
  const { config } = useServices()
  const { search } = useLocation()
  const range = { from: `now-${formatDuration(slo.windowMs)}`, to: 'now' }
  const over = (path: string, more: Readonly<Record<string, string>> = {}) => {
    const params = new URLSearchParams(carriedSearch(search))
    for (const [name, value] of Object.entries({ ...range, ...more })) params.set(name, value)
    return `${path}?${params}`
  }
  const { query, source } = platformLogs(config.sources.logs, slo.platform)
  const isShown = slo.dashboard !== undefined && config.dashboards.includes(slo.dashboard)
  const runbook = runbookPath(slo.runbook ?? BURN_ALERT_NAMES.critical)
  return (
    <nav aria-label="Where to look next" className={styles['links']}>
      {isShown && slo.dashboard !== undefined && (
        <LinkButton to={over(dashboardPath(slo.dashboard, slo.panel))}>
          {slo.panel === undefined ? 'Dashboard' : 'Panel'}
        </LinkButton>
      )}
      <LinkButton to={`/alerts?${new URLSearchParams({ q: `slo=${slo.id}` })}`}>Alerts</LinkButton>
      <LinkButton to={over('/alerts/history', { q: slo.id })}>When they fired</LinkButton>
      <LinkButton to={logsPath({ query: `${query} level>=ERROR`.trim(), range, source })}>
        Errors in the logs
      </LinkButton>
      {runbook !== null && <LinkButton to={runbook}>Runbook</LinkButton>}
    </nav>
  )
}
