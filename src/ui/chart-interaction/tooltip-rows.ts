import type { ChartSeries } from '../chart/time-chart-props'

const MAX_ROWS = 12

export interface PointRow {
  readonly series: ChartSeries
  readonly index: number
  readonly value: number
}

/**
 * Points of all series at one time, greatest first, "no traffic" (a NaN that was sent) last, at most 12, and how many
 * were left out. A series without a point there is not listed: it has no value to tell.
 */
export function rowsAt(all: readonly ChartSeries[], pointIndex: number): { rows: PointRow[]; more: number } {
  const rows: PointRow[] = []
  all.forEach((series, index) => {
    if (series.present[pointIndex] === 1) rows.push({ series, index, value: series.values[pointIndex] ?? Number.NaN })
  })
  rows.sort((a, b) => {
    if (Number.isNaN(a.value) || Number.isNaN(b.value))
      return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value))
    return b.value > a.value ? 1 : b.value < a.value ? -1 : 0
  })
  return { rows: rows.slice(0, MAX_ROWS), more: Math.max(0, rows.length - MAX_ROWS) }
}
