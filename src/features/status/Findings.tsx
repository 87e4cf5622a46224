import type { Finding } from '~/domain/checks/finding'
import { displayText } from '~/lib/display-text'
import { StatusIcon } from '~/ui/status/StatusIcon'
import styles from './status.module.css'

/** What is wrong, in words, each with what to do about it. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null
  return (
    <ul className={styles['findings']}>
      {findings.map(({ severity, code, message, nextStep }) => (
        <li key={`${code} ${message}`} data-code={code} data-severity={severity}>
          <StatusIcon mark={severity} label={WORDS[severity]} />
          <div>
            <p className={styles['message']}>{displayText(message)}</p>
            <p className={styles['step']}>{displayText(nextStep)}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}

const WORDS = { crit: 'Fails', warn: 'Needs a look', info: 'Worth knowing' } as const
