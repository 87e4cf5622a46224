import type { LogException } from '~/domain/logs/model'
import { displayText } from '~/lib/display-text'
import styles from './written.module.css'

/** What was thrown, with the traceback folded. */
export function ThrownException({ exception: { type, message, traceback } }: { readonly exception: LogException }) {
  const words = (
    <>
      <strong>
        <bdi>{displayText(type)}</bdi>
      </strong>{' '}
      <bdi>{displayText(message)}</bdi>
    </>
  )
  if (traceback === '') return <p className={styles['thrown']}>{words}</p>
  return (
    <details className={styles['thrown']}>
      <summary>{words}</summary>
      <pre className={styles['written']}>{traceback}</pre>
    </details>
  )
}
