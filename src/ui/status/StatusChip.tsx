import { StatusIcon } from './StatusIcon'
import styles from './status.module.css'
import { type StatusMark, toneOf } from './tone'

export interface StatusChipProps {
  readonly mark: StatusMark
  /** Literal text. */
  readonly word: string
  /** The whole sentence, shown on hover. */
  readonly reason?: string
}

/** Status as colour, icon and word in one pill. */
export function StatusChip({ mark, word, reason }: StatusChipProps) {
  return (
    <span className={`${styles['chip']} ${styles[toneOf(mark)]}`} title={reason}>
      <StatusIcon mark={mark} />
      <span className={styles['word']}>{word}</span>
    </span>
  )
}
