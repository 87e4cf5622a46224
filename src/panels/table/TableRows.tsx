import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect } from 'react'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { Figure } from '../Figure'
import { SafeLink } from '../SafeLink'
import { cellOf, type TableCell } from './cells'
import type { TableColumn } from './columns'
import { fillLink } from './fill-link'
import type { TableRow } from './join-rows'
import { rowPx } from './row-height'
import styles from './table.module.css'

/** With more rows than these only those near the window are in the page. */
const WINDOW_FROM = 100

interface TableRowsProps {
  readonly rows: readonly TableRow[]
  readonly columns: readonly TableColumn[]
  readonly timeZone: string
  readonly old: boolean
  /** What scrolls them; null until it is in the page. */
  readonly scroller: HTMLElement | null
}

/** The body of a table: all rows, or of many rows those that are seen. */
export const TableRows = memo(function TableRows(props: TableRowsProps) {
  if (props.rows.length > WINDOW_FROM) return <WindowedRows {...props} />
  const { rows, scroller: _, ...rest } = props
  return (
    <tbody>
      {rows.map((row, i) => (
        <Row key={row.id} row={row} index={i} {...rest} />
      ))}
    </tbody>
  )
})

function WindowedRows({ rows, scroller, ...rest }: TableRowsProps) {
  const height = rowPx()
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => height,
    overscan: 12,
    useFlushSync: false,
  })
  // The wall scales its type with its height.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height is what changed
  useEffect(() => virtualizer.measure(), [virtualizer, height])
  const items = virtualizer.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <tbody>
      <Spacer height={before} columns={rest.columns.length} />
      {items.map(({ index }) => {
        const row = rows[index]
        return row === undefined ? null : <Row key={row.id} row={row} index={index} {...rest} />
      })}
      <Spacer height={after} columns={rest.columns.length} />
    </tbody>
  )
}

/** The room of the rows that are not in the page. */
function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus
    <tr aria-hidden="true" className={styles['spacer']}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}

interface RowProps extends Pick<TableRowsProps, 'columns' | 'timeZone' | 'old'> {
  readonly row: TableRow
  readonly index: number
}

const Row = memo(function Row({ row, index, columns, timeZone, old }: RowProps) {
  return (
    <tr aria-rowindex={index + 2}>
      {columns.map((column) => {
        const cell = cellOf(row, column, timeZone, old)
        const value = column.kind === 'value' ? (row.values[column.query] ?? null) : null
        const url = column.link === undefined ? null : fillLink(column.link, row.labels, value)
        const content = <CellText cell={cell} />
        return (
          <td key={column.id} data-kind={column.kind} data-status={cell.status} data-state={cell.state}>
            {url === null || cell.state !== 'value' ? (
              content
            ) : (
              <SafeLink url={url} className={styles['link']}>
                {content}
              </SafeLink>
            )}
          </td>
        )
      })}
    </tr>
  )
})

/** Text with its unit; a status has its icon before it, and its word behind it where that is not good. */
function CellText({ cell }: { readonly cell: TableCell }) {
  const { text, unit, atLeast, status, word } = cell
  const isLoud = status === 'warn' || status === 'crit'
  return (
    <span className={styles['cell']} title={atLeast ? `at least ${text} ${unit}` : text}>
      {status === 'unknown' ? null : <StatusIcon mark={status} />}
      <bdi className={styles['text']}>
        <Figure text={text} unit={unit} atLeast={atLeast} />
      </bdi>
      {word === '' ? null : <span className={isLoud ? styles['word'] : 'sr-only'}>{` ${word}`}</span>}
    </span>
  )
}
