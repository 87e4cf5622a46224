import { type CSSProperties, type MouseEvent, memo, useLayoutEffect, useRef } from 'react'
import { displayText } from '~/lib/display-text'
import styles from './legend.module.css'
import type { ValueText } from './time-chart-props'

export interface LegendRow {
  readonly id: string
  /** Literal text. */
  readonly name: string
  /** A colour token. */
  readonly colour: string
  readonly shown: boolean
  /** One a column. */
  readonly cells: readonly ValueText[]
}

export interface LegendProps {
  /** What the table lists, for readers who cannot see it. */
  readonly label: string
  /** Names of the figures, such as "min", "max"; the last one is set strong. */
  readonly columns: readonly string[]
  readonly rows: readonly LegendRow[]
  /** Such as "5,000 series, 200 drawn". */
  readonly note?: string
  readonly onIsolate: (id: string) => void
  readonly onToggle: (id: string) => void
}

/** The legend as a table: click shows a series alone, ctrl- or cmd-click takes it in or out. */
export const Legend = memo(function Legend({ label, columns, rows, note, onIsolate, onToggle }: LegendProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const unit = sharedUnit(rows)
  // Figures change at each refresh and nothing else does: they are written past React, and only where they differ.
  useLayoutEffect(() => {
    rows.forEach((row, i) => {
      const cells = body.current?.children[i]?.children
      row.cells.forEach((cell, j) => {
        const figure = cells?.[j + 1]?.firstElementChild
        if (figure) writeText(figure, cell.unit === '' || unit !== '' ? cell.text : `${cell.text} ${cell.unit}`)
      })
    })
  }, [rows, unit])
  return (
    <div className={styles['legend']} style={{ '--rows': rows.length } as CSSProperties}>
      <table className={styles['table']} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">series</span>
              {unit}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" data-column={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map(({ id, name, colour, shown }) => (
            <Row
              key={id}
              id={id}
              name={name}
              colour={colour}
              shown={shown}
              columns={columns}
              onIsolate={onIsolate}
              onToggle={onToggle}
            />
          ))}
        </tbody>
      </table>
      {note === undefined ? null : <p className={styles['note']}>{note}</p>}
    </div>
  )
})

type RowProps = Omit<LegendRow, 'cells'> & Pick<LegendProps, 'columns' | 'onIsolate' | 'onToggle'>

/** A row whose figures are empty: the legend writes them. */
const Row = memo(function Row({ id, name, colour, shown, columns, onIsolate, onToggle }: RowProps) {
  const text = displayText(name)
  const pick = (event: MouseEvent) => (event.ctrlKey || event.metaKey ? onToggle(id) : onIsolate(id))
  return (
    <tr data-off={shown ? undefined : ''}>
      <th scope="row">
        <button
          type="button"
          className={styles['pick']}
          aria-pressed={shown}
          title={`${text}\nClick: this series alone. Ctrl or ⌘ click: in or out.`}
          onClick={pick}
        >
          <span className={styles['swatch']} style={{ background: `var(${colour})` }} />
          <bdi className={styles['name']}>{text}</bdi>
        </button>
      </th>
      {columns.map((column) => (
        <td key={column} data-column={column}>
          <span className={styles['figure']} />
        </td>
      ))}
    </tr>
  )
})

function writeText(node: Element, text: string) {
  const { firstChild } = node
  if (!(firstChild instanceof Text)) node.textContent = text
  else if (firstChild.data !== text) firstChild.data = text
}

/** A long unit that all figures have is said once, in the head: "jobs/s" in every cell is noise. */
function sharedUnit(rows: readonly LegendRow[]): string {
  const units = new Set(rows.flatMap((row) => row.cells.map((cell) => cell.unit)).filter((unit) => unit !== ''))
  const [only = ''] = units
  return units.size === 1 && only.length > 2 ? only : ''
}
