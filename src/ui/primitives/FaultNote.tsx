import type { ReactNode } from 'react'
import { StatusIcon } from '~/ui/status/StatusIcon'
import type { StatusMark } from '~/ui/status/tone'
import styles from './fault-note.module.css'

interface FaultNoteProps {
  readonly mark?: StatusMark
  readonly title: string
  /** What follows from it, and what to do. */
  readonly children?: ReactNode
}

/** What is wrong, in a box before that which it concerns; read out when it comes. */
export function FaultNote({ mark = 'broken', title, children }: FaultNoteProps) {
  return (
    <div className={styles['fault']} role="alert" data-mark={mark}>
      <StatusIcon mark={mark} />
      <div>
        <strong>{title}</strong> {children}
      </div>
    </div>
  )
}
