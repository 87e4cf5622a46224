import { useNavigate } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import type { AlertRow } from '~/domain/alerts/merge-alerts'
import { addressOf } from '~/domain/config/source-addresses'
import { prometheusLink } from '~/domain/links/prometheus-link'
import { copyAndSay } from '~/ui/primitives/copy-and-say'
import type { MenuGroup, MenuItem } from '~/ui/primitives/menu-entry'
import { alertLogsPath, panelPathOf, rulePath, searchAround } from './alert-links'

/** Shown on each side of the moment that an alert began. */
const MARGIN_MS = 3_600_000

/** Where an alert leads: its panel at that time, its runbook, its rule, its query; for the menu of its row. */
export function useAlertActions(row: AlertRow): () => readonly MenuGroup[] {
  const navigate = useNavigate()
  const { config, clock } = useServices()
  const go = (path: string) => () => void navigate(path)
  return () => {
    const began = { fromMs: row.sinceMs, toMs: row.sinceMs }
    const panel = panelPathOf(row.annotations, config.dashboards)
    const [source] = config.sources.metrics
    const prometheus = source && addressOf(source)
    const { name, rule } = row
    const logs = alertLogsPath(row, config)
    const look: MenuItem[] = [
      ...(panel === null
        ? []
        : [item('panel', 'Its panel at that time', go(panel + searchAround(began, MARGIN_MS, clock.nowMs(), '')))]),
      ...(logs === null ? [] : [item('logs', 'Logs of when it began', go(logs))]),
      item('runbook', 'Runbook', go(`/runbooks/${encodeURIComponent(name)}`)),
      ...(rule === null ? [] : [item('rule', 'Its rule', go(rulePath(name)))]),
    ]
    const act: MenuItem[] = [
      item(
        'link',
        'Copy link to this alert',
        () =>
          void copyAndSay('Link', `${window.location.origin}/alerts?${new URLSearchParams({ q: `@id=${row.id}` })}`),
      ),
      ...(rule === null ? [] : [item('query', 'Copy query', () => void copyAndSay('Query', rule.query))]),
      ...(rule === null || prometheus === undefined
        ? []
        : [
            item('prometheus', 'Open in Prometheus', () => {
              const toMs = clock.nowMs()
              const range = {
                fromMs: Math.min(row.sinceMs - MARGIN_MS, toMs - MARGIN_MS),
                toMs,
                kind: 'sliding' as const,
              }
              const url = prometheusLink(prometheus, rule.query, range, undefined)
              if (url !== null) window.open(url, '_blank', 'noopener,noreferrer')
            }),
          ]),
    ]
    return [
      { id: 'look', label: 'Look', items: look },
      { id: 'act', label: 'Act', items: act },
    ]
  }
}

function item(id: string, label: string, onSelect: () => void): MenuItem {
  return { id, label, onSelect }
}
