import type { Truth, TruthKind } from '~/domain/truth/truth'
import { StatusIcon } from '~/ui/status/StatusIcon'
import type { StatusMark } from '~/ui/status/tone'
import styles from './panel-note.module.css'

const MARKS: Readonly<Record<TruthKind, StatusMark>> = {
  loading: 'loading',
  live: 'unknown',
  stale: 'unknown',
  idle: 'idle',
  empty: 'idle',
  partial: 'partial',
  failed: 'broken',
}

/** What stands where a panel has nothing to draw: never an empty box, always why. */
export function PanelNote({ truth }: { readonly truth: Truth }) {
  const word = truth.kind === 'live' || truth.kind === 'stale' ? 'No data' : truth.word
  return (
    <div className={styles['note']}>
      <p className={styles['word']}>
        <StatusIcon mark={MARKS[truth.kind]} />
        {word}
      </p>
      {truth.reason === '' || truth.kind === 'loading' ? null : <p>{truth.reason}</p>}
      {truth.nextStep === undefined ? null : <p className={styles['next']}>{truth.nextStep}</p>}
    </div>
  )
}
