import { type CsvCell, printCsv } from '~/domain/csv/csv'
import { slugOf } from '~/lib/slug'

/** The part of a panel's data that is exported; `PanelData` fits. */
export interface CsvData {
  readonly timesMs: Float64Array
  readonly series: readonly {
    readonly name: string
    readonly values: Float64Array
    readonly present: Uint8Array
  }[]
}

/**
 * A panel's data as CSV: time in ISO 8601 (UTC) and in epoch milliseconds, then a column for each series. A point that is
 * not there is an empty cell; NaN (no traffic) is `NaN`.
 */
export function printPanelCsv(data: CsvData): string {
  const rows: CsvCell[][] = [['time', 'time_ms', ...data.series.map(({ name }) => name)]]
  data.timesMs.forEach((ms, i) => {
    const cells = data.series.map(({ values, present }) => (present[i] === 1 ? (values[i] ?? null) : null))
    rows.push([new Date(ms).toISOString(), ms, ...cells])
  })
  return printCsv(rows)
}

/** Names that Windows keeps for devices, whatever the ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/** File name of an export: the titles as one slug of at most 80 letters, such as `main-job-duration.csv`. */
export function csvFileName(...titles: readonly string[]): string {
  const slug = slugOf(titles.join(' '))
  return `${RESERVED.test(slug) ? `${slug}-data` : slug}.csv`
}
