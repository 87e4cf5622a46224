import { useMemo } from 'react'
import type { Kpi } from '~/domain/dashboards/model'
import { dashboardPath } from '~/domain/links/paths'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import styles from '~/features/dashboards/kpi-row.module.css'
import { useAnswers, useTruth } from '~/features/dashboards/use-answers'
import { KpiTile } from '~/panels/kpi/KpiTile'
import { AppLink } from '~/ui/primitives/AppLink'

/** The dashboard's KPIs against their targets; a tile leads to the panel that shows it over time. */
export function KpiRow() {
  const { dashboard } = useDashboardScope()
  if (dashboard.kpis.length === 0) return null
  return (
    <section className={styles['row']} aria-label="Key figures">
      {dashboard.kpis.map((kpi) => (
        <KpiCell key={kpi.id} kpi={kpi} />
      ))}
    </section>
  )
}

function KpiCell({ kpi }: { readonly kpi: Kpi }) {
  const { dashboard } = useDashboardScope()
  const queries = useMemo(() => [{ expr: kpi.expr, legend: kpi.title, instant: true }], [kpi])
  const { data, outcomes } = useAnswers(queries)
  const truth = useTruth(outcomes)
  const format = useMemo(
    () => ({ unit: kpi.unit, ...(kpi.decimals !== undefined && { decimals: kpi.decimals }) }),
    [kpi],
  )
  const value = data.series[0]?.last?.value ?? null
  const tile = (
    <KpiTile
      title={kpi.title}
      description={kpi.description}
      format={format}
      value={value}
      target={kpi.target}
      alert={kpi.alert}
      truth={truth}
    />
  )
  const marks = {
    'data-kpi': kpi.id,
    'data-truth': truth.kind,
    'data-evaluated-ms': data.evaluatedMs ?? undefined,
    'data-value': value === null ? undefined : String(value),
    className: styles['cell'],
  }
  if (kpi.panel === undefined) return <div {...marks}>{tile}</div>
  return (
    <AppLink {...marks} to={dashboardPath(dashboard.id, kpi.panel) + window.location.search}>
      {tile}
    </AppLink>
  )
}
