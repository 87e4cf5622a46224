import { Button } from '~/ui/primitives/Button'
import { copyAndSay } from '~/ui/primitives/copy-and-say'
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
        <Button look="quiet" onClick={() => void copyAndSay('Command', text)}>
          Copy
        </Button>
      </div>
    </div>
  )
}
