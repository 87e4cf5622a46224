import { inReadingOrder } from '~/domain/dashboards/decode-dashboard'
import type { Dashboard, Kpi, PanelEntry } from '~/domain/dashboards/model'
import type { FitItem } from '~/domain/wall/fit-board'

/** Below this a kind of panel cuts its text, in rem: width, height. */
const LEAST: ReadonlyMap<string, readonly [width: number, height: number]> = new Map([
  ['timeseries', [17, 9.5]],
  ['stat', [11, 8.5]],
  ['gauge', [11, 10]],
  ['bargauge', [17, 10]],
  ['pie', [18, 11]],
  ['state', [20, 9.5]],
  ['table', [26, 12]],
])
const LEAST_OF_OTHERS = [15, 8] as const
const LEAST_OF_KPI = [12.25, 8.9] as const
/** What an earlier period takes below a figure, in rem: two lines in a small tile. */
const EARLIER_HEIGHT = 2
/** A table needs width for its columns, and its dashboard knows how many there are: rem for each of the 24 columns of the grid. */
const TABLE_REM_PER_COLUMN = 2.25
/** Rows that count when room is shared: figures need no more than they have, charts take the rest. */
const SMALL = 0.5

export interface BoardItem extends FitItem {
  readonly content: { readonly kpi: Kpi } | { readonly entry: PanelEntry }
}

/**
 * Key figures and panels of a dashboard in their order, beside those of an earlier period where they are compared; titles of rows are
 * left to the desk.
 */
export function fitItems({ kpis, panels }: Dashboard, isCompared: boolean): readonly BoardItem[] {
  const [kpiWidth, kpiHeight] = LEAST_OF_KPI
  const earlierHeight = isCompared ? EARLIER_HEIGHT : 0
  const figures = kpis.map((kpi) => ({
    id: `kpi ${kpi.id}`,
    ...{ w: 24 / kpis.length, h: SMALL, minWidth: kpiWidth, minHeight: kpiHeight + earlierHeight, band: 'kpi' },
    content: { kpi },
  }))
  const ordered = inReadingOrder(panels, (entry) => (entry.ok ? entry.panel : entry.broken).layout)
  const rest = ordered.map((entry) => {
    const { id, layout } = entry.ok ? entry.panel : entry.broken
    const [leastWidth, leastHeight] = (entry.ok ? LEAST.get(entry.panel.kind) : undefined) ?? LEAST_OF_OTHERS
    const isTable = entry.ok && entry.panel.kind === 'table'
    const minWidth = isTable ? Math.max(leastWidth, layout.w * TABLE_REM_PER_COLUMN) : leastWidth
    const isFigure = entry.ok && ['stat', 'gauge'].includes(entry.panel.kind)
    return {
      id,
      w: layout.w,
      h: isFigure ? SMALL : layout.h,
      minWidth,
      minHeight: leastHeight + (isFigure ? earlierHeight : 0),
      band: String(layout.y),
      content: { entry },
    }
  })
  return [...figures, ...rest]
}
