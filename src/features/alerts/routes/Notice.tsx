import type { ReactNode } from 'react'
import { displayText } from '~/lib/display-text'
import { StatusIcon } from '~/ui/status/StatusIcon'
import type { StatusMark } from '~/ui/status/tone'
import parts from '../parts.module.css'
import styles from './routes.module.css'

export interface NoticeProps {
  readonly mark: StatusMark
  readonly title: string
  readonly reason: string
  /** What to do. */
  readonly children: ReactNode
}

/** What is the matter, why, and what to do. */
export function Notice({ mark, title, reason, children }: NoticeProps) {
  return (
    <div className={styles['notice']} role={mark === 'broken' ? 'alert' : undefined}>
      <StatusIcon mark={mark} />
      <div>
        <strong>{title}</strong>
        <p>{displayText(reason)}</p>
        <p className={parts['faint']}>{children}</p>
      </div>
    </div>
  )
}
