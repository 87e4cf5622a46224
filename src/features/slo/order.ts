import type { SloNow } from '~/data/slo/slo-now'
import { SLO_STATES } from '~/domain/slo/reading'
import type { DurationMs } from '~/domain/units-of-measure'
import type { SloOrder } from '~/state/slo-view'

const rankOf = ({ reading }: SloNow) => (reading === undefined ? SLO_STATES.length : SLO_STATES.indexOf(reading.state))
const known = (value: number | null | undefined) =>
  value === null || value === undefined || Number.isNaN(value) ? null : value

/** Nulls last, whatever the direction. */
function byFigure(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a - b
}

/** Objectives in the order that a reader chose; of equals the one that is written first. */
export function orderSlos(rows: readonly SloNow[], order: SloOrder, rateMs: DurationMs): readonly SloNow[] {
  const burnOf = ({ reading }: SloNow) => known(reading?.burn.get(rateMs))
  if (order === 'title') return rows.toSorted((a, b) => a.slo.title.localeCompare(b.slo.title, 'en'))
  if (order === 'burn') {
    return rows.toSorted((a, b) => byFigure(minus(burnOf(a)), minus(burnOf(b))))
  }
  return rows.toSorted((a, b) => rankOf(a) - rankOf(b) || byFigure(known(a.reading?.left), known(b.reading?.left)))
}

const minus = (value: number | null) => (value === null ? null : -value)
