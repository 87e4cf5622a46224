import { type CSSProperties, useDeferredValue, useMemo, useState } from 'react'
import { csvFileName } from '~/domain/csv/panel-csv'
import { downloadText } from '~/lib/download-text'
import { PanelNote } from '../PanelNote'
import type { PanelProps } from '../panel-kind'
import { filterRows, sortRows, type TableSort } from './arrange-rows'
import { columnWidths, wallWidth } from './column-widths'
import { countQueries, type TableColumn, tableColumns, withEarlierColumns } from './columns'
import { joinRows, joinWithEarlier } from './join-rows'
import { MoreRows } from './MoreRows'
import type { TableOptions } from './options'
import { TableHead } from './TableHead'
import { TableRows } from './TableRows'
import { TableTools } from './TableTools'
import styles from './table.module.css'
import { printTableCsv } from './table-csv'

/** A small table needs no help to be read. */
const TOOLS_FROM = 9

/** The newest values of the panel's queries as rows to sort, filter and take along. */
export function TablePanel(props: PanelProps<TableOptions>) {
  const { title, format, options, data, truth, timeZone, large, overlay } = props
  const earlier = overlay?.earlier ?? null
  // State and not a ref: the rows are told when it is there, which is after they are.
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const [chosen, setChosen] = useState<TableSort | null>(null)
  const [filter, setFilter] = useState('')
  // Typing goes first: ten thousand rows follow when they can.
  const wanted = useDeferredValue(filter)
  const queryCount = countQueries(data.series, options.columns)
  const topBounds = overlay?.topBounds
  const rows = useMemo(
    () =>
      earlier === null
        ? joinRows(data.series, queryCount, topBounds)
        : joinWithEarlier(data.series, earlier.data.series, queryCount, topBounds),
    [data.series, earlier, queryCount, topBounds],
  )
  const columns = useMemo(() => {
    const own = tableColumns(options.columns, rows, queryCount, format)
    return earlier === null ? own : withEarlierColumns(own, queryCount, earlier.label)
  }, [options.columns, rows, queryCount, format, earlier])
  const sort = useMemo(() => chosen ?? defaultSort(columns, options.sort), [chosen, columns, options.sort])
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort])
  const shown = useMemo(() => filterRows(sorted, columns, wanted, timeZone), [sorted, columns, wanted, timeZone])
  const widths = useMemo(() => columnWidths(rows, columns, timeZone), [rows, columns, timeZone])

  // Another order or another choice is read from its beginning.
  const toTop = () => {
    if (scroller !== null) scroller.scrollTop = 0
  }
  if (rows.length === 0) return <PanelNote truth={truth} />
  return (
    <div className={styles['panel']}>
      {(options.toolbar ?? (large || rows.length >= TOOLS_FROM)) ? (
        <TableTools
          title={title}
          filter={filter}
          onFilter={(text) => {
            setFilter(text)
            toTop()
          }}
          count={rows.length}
          shown={shown.length}
          onExport={() => downloadText(csvFileName(title), printTableCsv(shown, columns), 'text/csv')}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={setScroller} className={styles['scroll']} aria-label={`${title}, rows`} tabIndex={0}>
        <table className={styles['table']} aria-label={title} aria-rowcount={shown.length + 1}>
          <colgroup>
            {columns.map((column, i) => (
              <col
                key={column.id}
                style={
                  { '--column': widths[i], '--wall-column': i === 0 ? wallWidth(widths) : widths[i] } as CSSProperties
                }
              />
            ))}
          </colgroup>
          <TableHead
            columns={columns}
            sort={sort}
            onSort={(next) => {
              setChosen(next)
              toTop()
            }}
          />
          <TableRows rows={shown} columns={columns} timeZone={timeZone} old={truth.old} scroller={scroller} />
        </table>
        {shown.length === 0 ? <p className={styles['nothing']}>No row has all of these words.</p> : null}
      </section>
      <MoreRows count={shown.length} scroller={scroller} />
    </div>
  )
}

/** The sort that the author wants, by the title of a column; else by the first column. */
function defaultSort(columns: readonly TableColumn[], wanted: TableOptions['sort']): TableSort {
  const column = columns.find(({ title }) => title === wanted?.column) ?? columns[0]
  return { column: column?.id ?? '', desc: column?.title === wanted?.column && wanted?.desc === true }
}
