import { type AlertGrouping, groupAlerts } from '~/domain/alerts/order-alerts'
import type { SteadyRow } from './use-steady-rows'

/** A heading of a group, or a row. */
export type Line =
  | { readonly key: string; readonly heading: string; readonly count: number }
  | { readonly key: string; readonly steady: SteadyRow }

/** Height of a line until it was measured. */
export const LINE_PX = 64

/** The lines of the list, from the first to the last. */
export function linesOf(rows: readonly SteadyRow[], group: AlertGrouping): readonly Line[] {
  const lineOf = (steady: SteadyRow): Line => ({ key: steady.row.id, steady })
  if (group === 'none') return rows.map(lineOf)
  const steadyOf = new Map(rows.map((steady) => [steady.row, steady]))
  return groupAlerts([...steadyOf.keys()], group).flatMap(({ name, rows: own }): readonly Line[] => [
    { key: `group ${name}`, heading: name, count: own.length },
    ...own.flatMap((row) => {
      const steady = steadyOf.get(row)
      return steady === undefined ? [] : [lineOf(steady)]
    }),
  ])
}
