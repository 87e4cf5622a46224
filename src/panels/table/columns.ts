import type { PanelFormat, PanelSeries } from '../panel-kind'
import { queryOf } from '../query-of'
import type { ValueMapping, WordedStep } from '../value-state'
import type { TableRow } from './join-rows'
import type { TableColumnOptions } from './options'

interface Column {
  /** Unique in the table, stable over refreshes. */
  readonly id: string
  readonly title: string
  /** Template of the address of each cell. */
  readonly link: string | undefined
}

export interface LabelColumn extends Column {
  readonly kind: 'label'
  readonly label: string
}

export interface ValueColumn extends Column {
  readonly kind: 'value'
  readonly query: number
  readonly format: PanelFormat
  readonly steps: readonly WordedStep[]
  readonly mappings: readonly ValueMapping[]
  /** Values of the earlier period: they have no good or bad now. */
  readonly isEarlier?: boolean
}

export type TableColumn = LabelColumn | ValueColumn

/** How many queries a table has values of: those that answered, and those that have a column. */
export function countQueries(series: readonly PanelSeries[], columns: readonly TableColumnOptions[]): number {
  return 1 + Math.max(-1, ...series.map(queryOf), ...columns.map(({ query }) => query ?? -1))
}

/**
 * The columns of a table. Where the options have none of a sort they follow from the rows: a column for each label that
 * differs between rows, and one for each query.
 */
export function tableColumns(
  options: readonly TableColumnOptions[],
  rows: readonly TableRow[],
  queryCount: number,
  format: PanelFormat,
): TableColumn[] {
  const given = options.map((one, i) => columnOf(one, i, format))
  const labels = given.some((one) => one.kind === 'label') ? [] : labelsOf(rows)
  const queries = given.some((one) => one.kind === 'value') ? [] : Array.from({ length: queryCount }, (_, i) => i)
  return [
    ...labels.map((label) => columnOf({ label }, `label ${label}`, format)),
    ...given,
    ...queries.map((query) =>
      columnOf({ query, title: queryCount === 1 ? 'Value' : `Value ${query + 1}` }, `query ${query}`, format),
    ),
  ]
}

/**
 * Beside each column of values one with those of the earlier period, which rows have behind their own: see `joinWithEarlier`.
 */
export function withEarlierColumns(columns: readonly TableColumn[], queryCount: number, label: string): TableColumn[] {
  const isAlone = columns.filter(({ kind }) => kind === 'value').length === 1
  return columns.flatMap((column): TableColumn[] => {
    if (column.kind === 'label') return [column]
    const title = isAlone ? label : `${column.title} ${label}`
    const { id, query } = column
    return [
      column,
      { ...column, id: `${id} earlier`, title, link: undefined, query: query + queryCount, isEarlier: true },
    ]
  })
}

function columnOf(options: TableColumnOptions, id: number | string, panel: PanelFormat): TableColumn {
  const { label, query, title, unit, decimals = panel.decimals, steps = [], mappings = [], link } = options
  const common = { id: String(id), link }
  if (label !== undefined) return { ...common, kind: 'label', label, title: title ?? label }
  const format = { unit: unit ?? panel.unit, ...(decimals === undefined ? {} : { decimals }) }
  const number = query ?? 0
  return { ...common, kind: 'value', query: number, title: title ?? `Value ${number + 1}`, format, steps, mappings }
}

/** Labels whose values differ between rows, in the order of their first appearance; all where none does. */
function labelsOf(rows: readonly TableRow[]): string[] {
  const values = new Map<string, Set<string>>()
  for (const { labels } of rows) for (const [name] of labels) values.set(name, values.get(name) ?? new Set())
  for (const { labels } of rows) for (const [name, known] of values) known.add(labels.get(name) ?? '')
  const names = [...values.keys()]
  const differing = names.filter((name) => (values.get(name)?.size ?? 0) > 1)
  return differing.length > 0 ? differing : names
}
