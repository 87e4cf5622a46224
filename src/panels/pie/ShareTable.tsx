import { formatText, formatValue } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { Figure } from '../Figure'
import type { EarlierData, PanelFormat, PanelOverlay } from '../panel-kind'
import styles from './pie.module.css'
import { type Share, type ShareThen, shareThen } from './shares'

interface ShareTableProps {
  readonly title: string
  readonly rows: readonly Share[]
  /** Values that no ring can show. */
  readonly unfit: number
  /** No share is known, because some value is only known to be at least that. */
  readonly isUnsure: boolean
  readonly format: PanelFormat
  readonly timeZone: string
  readonly earlier: EarlierData | null
  readonly topBounds: PanelOverlay['topBounds'] | undefined
  readonly active: string | null
  readonly onActive: (id: string | null) => void
}

/** The legend: what each slice is, its value and its share. It says all that the ring does. */
export function ShareTable(props: ShareTableProps) {
  const { title, rows, unfit, isUnsure, format, timeZone, earlier, topBounds, active, onActive } = props
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles['shares']} aria-label={`${title}, shares`} tabIndex={0}>
      <table aria-label={title} onPointerLeave={() => onActive(null)}>
        <thead className={earlier === null ? 'sr-only' : styles['head']}>
          <tr>
            <th scope="col">series</th>
            <th scope="col">value</th>
            <th scope="col">share</th>
            {earlier === null ? null : <th scope="col">{earlier.label}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, members, name, colour, value, atLeast, share }) => (
            <tr key={id} data-active={id === active ? '' : undefined} onPointerEnter={() => onActive(id)}>
              <th scope="row" title={displayText(name)}>
                <span className={styles['series']}>
                  <i className={styles['swatch']} style={{ background: `var(${colour})` }} />
                  <bdi>{displayText(name)}</bdi>
                </span>
              </th>
              <td data-state={value === null || Number.isNaN(value) ? 'none' : 'value'}>
                <Figure {...formatValue(value, { ...format, atLeast }, timeZone)} />
              </td>
              <td className={styles['share']}>{share === null ? '–' : formatText(share, { unit: 'percentunit' })}</td>
              {earlier === null ? null : (
                <td className={styles['was']}>
                  {wasText(shareThen(members, earlier.data.series, topBounds), format, timeZone)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {isUnsure && <p className={styles['note']}>no share is known: some value is only known to be at least that</p>}
      {unfit === 0 ? null : (
        <p className={styles['note']}>{`${unfit} below zero or infinite ${unfit === 1 ? 'is' : 'are'} left out`}</p>
      )}
    </section>
  )
}

function wasText({ value, atLeast }: ShareThen, format: PanelFormat, timeZone: string): string {
  return value === null ? '–' : formatText(value, { ...format, atLeast }, timeZone)
}
