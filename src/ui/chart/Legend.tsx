import { type CSSProperties, type MouseEvent, memo } from 'react'
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
  const unit = sharedUnit(rows)
  const pick = (id: string) => (event: MouseEvent) => (event.ctrlKey || event.metaKey ? onToggle(id) : onIsolate(id))
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
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-off={row.shown ? undefined : ''}>
              <th scope="row">
                <button
                  type="button"
                  className={styles['pick']}
                  aria-pressed={row.shown}
                  title={`${row.name}\nClick: this series alone. Ctrl or ⌘ click: in or out.`}
                  onClick={pick(row.id)}
                >
                  <span className={styles['swatch']} style={{ background: `var(${row.colour})` }} />
                  <bdi className={styles['name']}>{row.name}</bdi>
                </button>
              </th>
              {row.cells.map((cell, i) => (
                <td key={columns[i]} data-column={columns[i]}>
                  {cell.unit === '' || unit !== '' ? cell.text : `${cell.text} ${cell.unit}`}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {note === undefined ? null : <p className={styles['note']}>{note}</p>}
    </div>
  )
})

/** A long unit that all figures have is said once, in the head: "jobs/s" in every cell is noise. */
function sharedUnit(rows: readonly LegendRow[]): string {
  const units = new Set(rows.flatMap((row) => row.cells.map((cell) => cell.unit)).filter((unit) => unit !== ''))
  const [only = ''] = units
  return units.size === 1 && only.length > 2 ? only : ''
}
