import type { PanelSeries } from '../panel-kind'

/** More lines than these nobody can tell apart, and they block the page. */
export const MAX_DRAWN = 200

/** The series that are drawn: all, or the greatest by newest value where there are too many, in their own order. */
export function drawnSeries(all: readonly PanelSeries[], max = MAX_DRAWN): readonly PanelSeries[] {
  if (all.length <= max) return all
  const rank = (series: PanelSeries) => {
    const value = series.last?.value
    return value === undefined || Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value
  }
  const kept = new Set([...all].sort((a, b) => (rank(b) > rank(a) ? 1 : rank(b) < rank(a) ? -1 : 0)).slice(0, max))
  return all.filter((series) => kept.has(series))
}
