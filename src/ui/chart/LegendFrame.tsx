import type { CSSProperties, MouseEvent, ReactNode, Ref } from 'react'
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

export interface LegendPictureProps {
  /** What the table lists, for readers who cannot see it. */
  readonly label: string
  /** Names of the figures, such as "min", "max"; the last one is set strong. */
  readonly columns: readonly string[]
  readonly rows: readonly LegendRow[]
  /** Such as "5,000 series, 200 drawn". */
  readonly note?: string
}

/** The legend as it looks, with its figures, for the first picture of a page; the living one is `Legend`. */
export function LegendPicture({ rows, columns, label, note }: LegendPictureProps) {
  const unit = sharedUnit(rows)
  return (
    <LegendFrame label={label} columns={columns} count={rows.length} unit={unit} note={note}>
      {rows.map(({ cells, ...row }) => (
        <LegendRowFrame key={row.id} {...row} columns={columns} figures={cells.map((cell) => figureText(cell, unit))} />
      ))}
    </LegendFrame>
  )
}

/** Before a figure that is only known to be at least that. */
export const AT_LEAST = '≥ '

interface LegendFrameProps {
  readonly label: string
  readonly columns: readonly string[]
  /** Rows, which decide the height. */
  readonly count: number
  readonly unit: string
  readonly note?: string | undefined
  readonly bodyRef?: Ref<HTMLTableSectionElement>
  readonly children: ReactNode
}

/** Head, body and note of a legend's table. */
export function LegendFrame({ label, columns, count, unit, note, bodyRef, children }: LegendFrameProps) {
  return (
    <div className={styles['legend']} style={{ '--rows': count } as CSSProperties}>
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
        <tbody ref={bodyRef}>{children}</tbody>
      </table>
      {note === undefined ? null : <p className={styles['note']}>{note}</p>}
    </div>
  )
}

interface LegendRowFrameProps extends Omit<LegendRow, 'cells'> {
  readonly columns: readonly string[]
  /** Empty where somebody else writes them. */
  readonly figures?: readonly string[]
  readonly onPick?: (event: MouseEvent) => void
}

/** One series: its swatch and name to click on, and its figures. */
export function LegendRowFrame({ name, colour, shown, columns, figures, onPick }: LegendRowFrameProps) {
  const text = displayText(name)
  return (
    <tr data-off={shown ? undefined : ''}>
      <th scope="row">
        <button
          type="button"
          className={styles['pick']}
          aria-pressed={shown}
          title={`${text}\nClick: this series alone. Ctrl or ⌘ click: in or out.`}
          onClick={onPick}
        >
          <span className={styles['swatch']} style={{ background: `var(${colour})` }} />
          <bdi className={styles['name']}>{text}</bdi>
        </button>
      </th>
      {columns.map((column, i) => (
        <td key={column} data-column={column}>
          <span className={styles['figure']}>{figures?.[i]}</span>
        </td>
      ))}
    </tr>
  )
}

/** A figure with its unit, unless the head says it for all. */
export function figureText({ text, unit, atLeast }: ValueText, shared: string): string {
  return `${atLeast ? AT_LEAST : ''}${text}${unit === '' || shared !== '' ? '' : ` ${unit}`}`
}

/** A long unit that all figures have is said once, in the head: "jobs/s" in every cell is noise. */
export function sharedUnit(rows: readonly LegendRow[]): string {
  const units = new Set(rows.flatMap((row) => row.cells.map((cell) => cell.unit)).filter((unit) => unit !== ''))
  const [only = ''] = units
  return units.size === 1 && only.length > 2 ? only : ''
}
