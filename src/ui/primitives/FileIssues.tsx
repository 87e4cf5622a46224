import type { ReactNode } from 'react'
import type { DecodeIssue } from '~/lib/decode'
import { displayText } from '~/lib/display-text'
import styles from './file-issues.module.css'

export interface FileIssuesProps {
  /** Name of the file that an operator edits. */
  readonly file: string
  readonly issues: readonly DecodeIssue[]
  readonly className?: string | undefined
  /** What comes of them. */
  readonly children: ReactNode
}

/** What of a file is left out, and where it stands there; nothing where all of it is used. */
export function FileIssues({ file, issues, className = styles['issues'], children }: FileIssuesProps) {
  if (issues.length === 0) return null
  return (
    <section className={className} aria-label={`What is wrong with ${file}`}>
      <p>{children}</p>
      <ul>
        {issues.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <code>{displayText(path === '' ? '(document)' : path)}</code> {displayText(message)}
          </li>
        ))}
      </ul>
    </section>
  )
}
