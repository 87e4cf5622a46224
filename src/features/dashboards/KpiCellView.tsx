import type { ReactNode } from 'react'
import type { Kpi } from '~/domain/dashboards/model'
import type { Truth } from '~/domain/truth/truth'
import styles from '~/features/dashboards/kpi-row.module.css'
import { KpiTile } from '~/panels/kpi/KpiTile'
import type { PanelData, PanelOverlay } from '~/panels/panel-kind'

interface KpiCellViewProps {
  readonly kpi: Kpi
  readonly data: PanelData
  readonly truth: Truth
  readonly overlay?: PanelOverlay | undefined
  /** Instead of the alert's bound; null for none. */
  readonly aside?: ReactNode
  /** What the cell is: a link to the panel that shows it over time, or plain. */
  readonly cell: (props: KpiCellProps) => ReactNode
}

export interface KpiCellProps {
  readonly className: string | undefined
  readonly children: ReactNode
}

/** One key figure in its cell; the marks say what it shows and when that was evaluated. */
export function KpiCellView({ kpi, data, truth, overlay, aside, cell }: KpiCellViewProps) {
  const [series] = data.series
  const value = series?.last?.value ?? null
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
      atLeast={overlay?.topBounds.get(series?.id ?? '') === value}
      target={kpi.target}
      alert={kpi.alert}
      truth={truth}
      aside={aside}
    />
  )
  return cell({ ...marks, children: tile })
}
