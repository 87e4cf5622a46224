import { type CSSProperties, useContext, useMemo } from 'react'
import type { Dashboard } from '~/domain/dashboards/model'
import { fitBoard } from '~/domain/wall/fit-board'
import { BrokenPanelFrame } from '~/features/dashboards/BrokenPanelFrame'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { KpiCell } from '~/features/dashboards/KpiCell'
import { PanelFrame } from '~/features/dashboards/PanelFrame'
import { StageContext } from '~/state/stage'
import styles from './fit-board.module.css'
import { type BoardItem, fitItems } from './fit-items'
import { useBox } from './use-box'
import { useRootRem } from './use-root-rem'

/** Between two panels, in rem. */
const GAP = 0.75

/** All of a dashboard on one screen, between head and foot of the wall: nothing scrolls, and text is as large as that allows. */
export function FitBoard({ dashboard }: { readonly dashboard: Dashboard }) {
  const isShown = useContext(StageContext)
  const [ref, box] = useBox()
  const isCompared = useDashboardScope().compare !== null
  const items = useMemo(() => fitItems(dashboard, isCompared), [dashboard, isCompared])
  const plan = useMemo(() => (box === null ? null : fitBoard(items, { ...box, gap: GAP })), [items, box])
  useRootRem(isShown && plan !== null ? plan.remPx : null)
  return (
    <div ref={ref} className={styles['board']} data-board data-fit={plan?.remPx}>
      {plan?.places.map(({ id, x, y, width, height }, i) => {
        const place: CSSProperties = { left: x, top: y, width, height }
        const item = items[i]
        return (
          <div key={id} className={styles['place']} style={place}>
            {item && <Content item={item} />}
          </div>
        )
      })}
    </div>
  )
}

function Content({ item: { content } }: { readonly item: BoardItem }) {
  if ('kpi' in content) return <KpiCell kpi={content.kpi} />
  const { entry } = content
  return entry.ok ? <PanelFrame panel={entry.panel} bare /> : <BrokenPanelFrame broken={entry.broken} />
}
