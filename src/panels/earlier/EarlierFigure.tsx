import { formatDifference } from '~/domain/units/format-difference'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import type { PanelFormat } from '../panel-kind'
import styles from './earlier.module.css'

export interface EarlierFigureProps {
  /** The earlier period in words, such as "yesterday". */
  readonly label: string
  readonly format: PanelFormat
  readonly timeZone: string
  /** Null: no data. NaN: no traffic. Undefined: it was asked, and nobody answered. */
  readonly was: number | null | undefined
  /** The value at the same moment of the present; null where there is none to compare with. */
  readonly now: number | null
  /** A value that equals it is only known to be at least that: how far it is from another nobody knows. */
  readonly top?: number | undefined
  /** Instead of the number. */
  readonly word?: string | undefined
}

/** "yesterday 97.4 %, +0.4 pp" in neutral colours: whether that is good the status says, not the direction. */
export function EarlierFigure({ label, format, timeZone, was, now, top, word }: EarlierFigureProps) {
  if (was === undefined) return <span className={styles['earlier']}>{`${label} not answered`}</span>
  if (was === null) return <span className={styles['earlier']} data-was="none">{`no data ${label}`}</span>
  const atLeast = was === top
  const isUnsure = atLeast || now === top
  const difference = now === null || word !== undefined || isUnsure ? null : formatDifference(now, was, format)
  return (
    <span className={styles['earlier']} data-was={String(was)}>
      <span className={styles['part']}>
        {`${label} `}
        <b className={styles['was']}>
          {word === undefined ? formatText(was, { ...format, atLeast }, timeZone) : displayText(word)}
        </b>
        {difference === null ? null : ','}
      </span>
      {difference === null ? null : ' '}
      {difference === null ? null : <span className={styles['part']}>{difference}</span>}
    </span>
  )
}
