import type { PanelSeries } from './panel-kind'

/** Which of the panel's queries, counted from 0, a series answers: its id begins with it. */
export function queryOf({ id }: PanelSeries): number {
  const index = Number.parseInt(id, 10)
  return Number.isNaN(index) ? 0 : index
}
