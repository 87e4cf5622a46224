import { useMemo } from 'react'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { useServices } from '~/data/services-context'
import { alertsExpr, alertTargets, isOfTarget } from '~/domain/annotations/alert-rules'
import { severityTone } from '~/domain/annotations/alert-spans'
import type { Panel } from '~/domain/dashboards/model'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { useAlertRules } from '~/features/dashboards/overlays/use-alert-rules'
import { joinAnswers } from '~/features/dashboards/panel-answers'
import styles from '~/features/dashboards/panel-frame.module.css'
import { displayText } from '~/lib/display-text'
import { AppLink } from '~/ui/primitives/AppLink'
import { StatusChip } from '~/ui/status/StatusChip'
import type { Tone } from '~/ui/status/tone'

const WORST: readonly Tone[] = ['crit', 'warn', 'info', 'unknown']

/** The alerts that fire now and whose rules name this panel; it leads to them. Nothing where none does, or nobody can tell. */
export function PanelAlerts({ panel }: { readonly panel: Panel }) {
  const { plane } = useServices()
  const { dashboard, questionOf } = useDashboardScope()
  const rules = useAlertRules(true)
  const targets = useMemo(() => alertTargets(rules ?? [], dashboard.id), [rules, dashboard.id])
  const mine = targets.filter((target) => target.panel === panel.id)
  // The rules of the whole dashboard in one question, so that its panels share the answer.
  const expr = mine.length === 0 ? null : alertsExpr(targets)
  // Over time, as annotations ask it: one question serves both.
  const [alerts] = usePlaneQueries(plane, expr === null ? [] : [questionOf(expr, false)])
  const { data, error } = alerts ?? {}
  // What fired at the end of a range that is past, or before a fault, may fire no longer.
  const isCurrent = data?.window.live === true && !error
  const series = useMemo(
    () => (isCurrent ? joinAnswers([{ legend: '', data, error: null }]).data.series : []),
    [isCurrent, data],
  )
  const firing = series.filter(({ labels, last }) => {
    const fires = last !== null && labels.get('alertstate') === 'firing'
    return fires && mine.some((target) => isOfTarget(target, labels))
  })
  if (firing.length === 0) return null
  const names = [...new Set(firing.map(({ labels }) => labels.get('alertname') ?? ''))].sort()
  const tones = firing.map(({ labels }) => severityTone(labels.get('severity') ?? ''))
  const tone = WORST.find((each) => tones.some((found) => found === each)) ?? 'unknown'
  const word = names.length === 1 ? displayText(names[0] ?? '') : `${names.length} alerts`
  const condition = names.length === 1 ? `alertname=${names[0]}` : `alertname=~${names.join('|')}`
  return (
    <AppLink
      to={`/alerts?${new URLSearchParams({ q: condition })}`}
      className={styles['alerts']}
      aria-label={`${names.map((name) => displayText(name)).join(', ')}: firing`}
      data-firing={names.join(' ')}
    >
      <StatusChip mark={tone === 'unknown' ? 'info' : tone} word={word} />
    </AppLink>
  )
}
