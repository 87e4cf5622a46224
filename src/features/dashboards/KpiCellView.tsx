import type { ReactNode } from 'react'
import type { Kpi } from '~/domain/dashboards/model'
import type { Truth } from '~/domain/truth/truth'
import styles from '~/features/dashboards/kpi-row.module.css'
import { KpiTile } from '~/panels/kpi/KpiTile'
import type { PanelData } from '~/panels/panel-kind'

interface KpiCellViewProps {
  readonly kpi: Kpi
  readonly data: PanelData
  readonly truth: Truth
  /** What the cell is: a link to the panel that shows it over time, or plain. */
  readonly cell: (props: KpiCellProps) => ReactNode
}

export interface KpiCellProps {
  readonly className: string | undefined
  readonly children: ReactNode
}

/** One key figure in its cell; the marks say what it shows and when that was evaluated. */
export function KpiCellView({ kpi, data, truth, cell }: KpiCellViewProps) {
  const value = data.series[0]?.last?.value ?? null
  const marks = {
    'data-kpi': kpi.id,
    'data-truth': truth.kind,
    'data-evaluated-ms': data.evaluatedMs ?? undefined,
    'data-value': value === null ? undefined : String(value),
    className: styles['cell'],
  }
  const tile = (
    <KpiTile
      title={kpi.title}
      description={kpi.description}
      format={kpi}
      value={value}
      target={kpi.target}
      alert={kpi.alert}
      truth={truth}
    />
  )
  return cell({ ...marks, children: tile })
}
