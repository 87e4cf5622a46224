import { Button } from '~/ui/primitives/Button'
import { copyNoted } from '../copy-noted'
import parts from '../parts.module.css'
import styles from './runbooks.module.css'

/** A command of a runbook: it is never run here, but taken along. */
export function RunbookCommand({ text }: { readonly text: string }) {
  return (
    <div className={styles['query']}>
      <pre>
        <code>{text}</code>
      </pre>
      <div className={parts['links']}>
        <Button look="quiet" onClick={() => void copyNoted(text, 'command')}>
          Copy
        </Button>
      </div>
    </div>
  )
}
