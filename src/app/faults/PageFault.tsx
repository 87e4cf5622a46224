import { Button } from '~/ui/primitives/Button'
import styles from './faults.module.css'

export interface PageFaultProps {
  readonly error: Error
  /** The components that failed, innermost first. */
  readonly where: string
  readonly onRetry: () => void
}

/** What is said of a page that failed while it was drawn. */
export function PageFault({ error, where, onRetry }: PageFaultProps) {
  return (
    <section className={styles['page']} aria-label="Fault">
      <h1>This page failed</h1>
      <p role="alert">{error.message}</p>
      <p>The page loads anew in a minute. If it fails again, the text below helps to find the fault.</p>
      <p className={styles['actions']}>
        <Button look="primary" onClick={() => location.reload()}>
          Load it now
        </Button>
        <Button onClick={onRetry}>Try without loading</Button>
      </p>
      <details>
        <summary>Details</summary>
        <pre className={styles['trace']}>{`${error.stack ?? error.message}\n${where}`}</pre>
      </details>
    </section>
  )
}
