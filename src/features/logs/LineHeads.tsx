import { displayText } from '~/lib/display-text'
import styles from './line.module.css'

interface LineHeadsProps {
  readonly columns: readonly string[]
  /** Lines are told in other words than their message. */
  readonly isTold: boolean
  readonly onColumn: (path: string) => void
}

/** What stands in each column; those that were chosen can be taken away again. */
export function LineHeads({ columns, isTold, onColumn }: LineHeadsProps) {
  return (
    <div className={styles['heads']}>
      <span className={styles['time']}>Time</span>
      <span className={styles['level']}>Level</span>
      <span className={styles['from']}>Stream</span>
      {columns.length > 0 && (
        <span className={styles['cells']}>
          {columns.map((path) => (
            <span key={path} className={styles['cell']}>
              <button type="button" title={`Remove the column ${path}`} onClick={() => onColumn(path)}>
                <bdi>{displayText(path)}</bdi>
                <span aria-hidden="true">×</span>
                <span className="sr-only">, remove the column</span>
              </button>
            </span>
          ))}
        </span>
      )}
      <span className={styles['message']}>{isTold ? 'What' : 'Message'}</span>
    </div>
  )
}
