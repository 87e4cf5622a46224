import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import type { PanelFormat } from '../panel-kind'
import styles from './pie.module.css'
import type { Share } from './shares'

interface ShareTableProps {
  readonly title: string
  readonly rows: readonly Share[]
  /** Values that no ring can show. */
  readonly unfit: number
  readonly format: PanelFormat
  readonly timeZone: string
  readonly active: string | null
  readonly onActive: (id: string | null) => void
}

/** The legend: what each slice is, its value and its share. It says all that the ring does. */
export function ShareTable({ title, rows, unfit, format, timeZone, active, onActive }: ShareTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles['shares']} aria-label={`${title}, shares`} tabIndex={0}>
      <table aria-label={title} onPointerLeave={() => onActive(null)}>
        <thead className="sr-only">
          <tr>
            <th scope="col">series</th>
            <th scope="col">value</th>
            <th scope="col">share</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, colour, value, share }) => (
            <tr key={id} data-active={id === active ? '' : undefined} onPointerEnter={() => onActive(id)}>
              <th scope="row" title={displayText(name)}>
                <span className={styles['series']}>
                  <i className={styles['swatch']} style={{ background: `var(${colour})` }} />
                  <bdi>{displayText(name)}</bdi>
                </span>
              </th>
              <td data-state={value === null || Number.isNaN(value) ? 'none' : 'value'}>
                {formatText(value, format, timeZone)}
              </td>
              <td className={styles['share']}>{share === null ? '–' : formatText(share, { unit: 'percentunit' })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {unfit === 0 ? null : (
        <p className={styles['note']}>{`${unfit} below zero or infinite ${unfit === 1 ? 'is' : 'are'} left out`}</p>
      )}
    </section>
  )
}
