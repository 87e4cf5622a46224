import { useMemo } from 'react'
import type { QueryData } from '~/data/query-plane/query-data'
import { steady, usePlaneFindings } from '~/data/query-plane/use-plane-findings'
import { useServices } from '~/data/services-context'
import { type AlertTarget, alertsExpr, alertTargets, isOfTarget } from '~/domain/annotations/alert-rules'
import { severityTone } from '~/domain/annotations/alert-spans'
import type { Panel } from '~/domain/dashboards/model'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { useAlertRules } from '~/features/dashboards/overlays/use-alert-rules'
import styles from '~/features/dashboards/panel-frame.module.css'
import { pointsOf } from '~/features/dashboards/points-of'
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
  const findings = useMemo(() => {
    const targets = alertTargets(rules ?? [], dashboard.id)
    const mine = targets.filter((target) => target.panel === panel.id)
    // The rules of the whole dashboard in one question, so that its panels share the answer.
    const expr = mine.length === 0 ? null : alertsExpr(targets)
    // Over time, as annotations ask it: one question serves both.
    return expr === null ? [] : [{ query: questionOf(expr, false), find: steady((data) => firingOf(data, mine)) }]
  }, [rules, dashboard.id, panel.id, questionOf])
  const [alerts] = usePlaneFindings(plane, findings)
  // What fired before a fault may fire no longer.
  const firing = alerts?.error ? [] : (alerts?.data ?? [])
  if (firing.length === 0) return null
  const names = [...new Set(firing.map(({ name }) => name))].sort()
  const tones = firing.map(({ severity }) => severityTone(severity))
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

/** What fires of these rules at the end of a range that ends now: at the end of one that is past it may fire no longer. */
function firingOf(data: QueryData, targets: readonly AlertTarget[]) {
  if (!data.window.live) return []
  return pointsOf(data).series.flatMap(({ labels, last }) => {
    const fires = last !== null && labels.get('alertstate') === 'firing'
    if (!fires || !targets.some((target) => isOfTarget(target, labels))) return []
    return [{ name: labels.get('alertname') ?? '', severity: labels.get('severity') ?? '' }]
  })
}
