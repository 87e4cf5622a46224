import { useMemo } from 'react'
import type { Kpi } from '~/domain/dashboards/model'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import styles from '~/features/dashboards/earlier/earlier.module.css'
import { buildEarlierPart } from '~/features/dashboards/earlier/earlier-part'
import { useEarlierAnswers } from '~/features/dashboards/earlier/use-earlier-answers'
import { queryOfKpi } from '~/features/dashboards/first-page'
import type { PanelData, PanelOverlay } from '~/panels/panel-kind'
import { useSettled } from '~/ui/primitives/settled'

export interface EarlierKpiProps {
  readonly kpi: Kpi
  readonly data: PanelData
  /** See `PanelOverlay`. */
  readonly topBounds: PanelOverlay['topBounds'] | undefined
}

/** Beside a key figure: what it was in the earlier period. It is asked after what is now. */
export function EarlierKpi(props: EarlierKpiProps) {
  return useSettled() && <Figure {...props} />
}

function Figure({ kpi, data, topBounds }: EarlierKpiProps) {
  const { timeZone } = useDashboardScope()
  const queries = useMemo(() => [queryOfKpi(kpi)], [kpi])
  const earlier = useEarlierAnswers(queries, 'instant')
  const part = useMemo(() => earlier && buildEarlierPart(kpi, data, earlier, timeZone), [kpi, data, earlier, timeZone])
  // The blank keeps the line's height before there is anything to say.
  const [series] = data.series
  const top = topBounds?.get(series?.id ?? '')
  return <span className={styles['line']}>{part?.earlier.asideOf(series, kpi, undefined, top) ?? '\u00a0'}</span>
}
