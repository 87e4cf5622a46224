import { type Labels, labelsKey } from '~/domain/series/frame'
import type { PanelSeries } from '../panel-kind'
import { queryOf } from '../query-of'

export interface TableRow {
  /** Stable over refreshes. */
  readonly id: string
  readonly labels: Labels
  /** The newest value of each query: null where it has none for these labels. */
  readonly values: readonly (number | null)[]
  /** Queries whose value is only known to be at least that. */
  readonly atLeast: ReadonlySet<number>
}

/** A row while values are put into it. */
interface OpenRow {
  readonly labels: Labels
  readonly values: (number | null)[]
  readonly atLeast: Set<number>
}

/** The series of one query, and the labels that tell them apart. */
interface Answer {
  readonly query: number
  readonly series: readonly PanelSeries[]
  readonly names: ReadonlySet<string>
}

/**
 * Rows from the series of several queries: one for each label set of the queries with most labels. A query with fewer of
 * these labels gives its value to every row that agrees with it, such as a p95 by endpoint to all statuses of that
 * endpoint. `__name__` joins nothing where a query has only one.
 */
export function joinRows(
  series: readonly PanelSeries[],
  queryCount: number,
  topBounds?: ReadonlyMap<string, number>,
): TableRow[] {
  const answers = answersOf(series)
  const fine = answers.filter((one) => !answers.some((other) => isCoarser(one, other)))
  const rows = new Map<string, OpenRow>()
  const fill = (row: OpenRow, query: number, { id, last }: PanelSeries) => {
    row.values[query] = last?.value ?? null
    if (last !== null && topBounds?.get(id) === last.value) row.atLeast.add(query)
  }
  const rowOf = (labels: Labels) => {
    const key = labelsKey(labels)
    const known = rows.get(key)
    if (known !== undefined) return known
    const row = { labels, values: new Array<number | null>(queryCount).fill(null), atLeast: new Set<number>() }
    rows.set(key, row)
    return row
  }
  for (const { query, names, series: own } of fine) {
    for (const one of own) fill(rowOf(pick(one.labels, names)), query, one)
  }
  for (const answer of answers) {
    if (!fine.includes(answer)) spread(answer, [...rows.values()], rowOf, fill)
  }
  return [...rows].map(([id, row]) => ({ id, ...row }))
}

/**
 * Rows whose values have those of the earlier period behind them, in the same order of queries. Each series brings its own
 * earlier value along, so that both fall into the same row; what was there only then has none.
 */
export function joinWithEarlier(
  series: readonly PanelSeries[],
  earlier: readonly PanelSeries[],
  queryCount: number,
  topBounds: ReadonlyMap<string, number> = new Map(),
): TableRow[] {
  const lastOf = new Map(earlier.map(({ id, last }) => [id, last]))
  const bounds = new Map(topBounds)
  const then = series.map((one) => {
    const id = `${queryOf(one) + queryCount}/${one.id}`
    const bound = topBounds.get(one.id)
    if (bound !== undefined) bounds.set(id, bound)
    return { ...one, id, last: lastOf.get(one.id) ?? null }
  })
  return joinRows([...series, ...then], queryCount * 2, bounds)
}

/** Gives the values of a query with few labels to the rows that agree with it; what agrees with none gets its own row. */
function spread(
  { query, names, series }: Answer,
  rows: readonly OpenRow[],
  rowOf: (labels: Labels) => OpenRow,
  fill: (row: OpenRow, query: number, series: PanelSeries) => void,
): void {
  const byKey = new Map(series.map((one) => [labelsKey(pick(one.labels, names)), one]))
  const used = new Set<PanelSeries>()
  for (const row of rows) {
    const match = byKey.get(labelsKey(pick(row.labels, names)))
    if (match === undefined) continue
    used.add(match)
    fill(row, query, match)
  }
  for (const one of series) {
    if (!used.has(one)) fill(rowOf(pick(one.labels, names)), query, one)
  }
}

function answersOf(series: readonly PanelSeries[]): Answer[] {
  const byQuery = new Map<number, PanelSeries[]>()
  for (const one of series) {
    const query = queryOf(one)
    const known = byQuery.get(query)
    if (known === undefined) byQuery.set(query, [one])
    else known.push(one)
  }
  return [...byQuery].map(([query, own]) => {
    const names = new Set(own.flatMap((one) => [...one.labels.keys()]))
    if (new Set(own.map((one) => one.labels.get('__name__'))).size === 1) names.delete('__name__')
    return { query, series: own, names }
  })
}

function isCoarser(one: Answer, other: Answer): boolean {
  return other.names.size > one.names.size && [...one.names].every((name) => other.names.has(name))
}

/** The labels of these names; one that is missing is empty, as Prometheus has it, and left out. */
function pick(labels: Labels, names: ReadonlySet<string>): Labels {
  return new Map([...labels].filter(([name, value]) => names.has(name) && value !== ''))
}
