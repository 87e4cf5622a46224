import type { ReactNode } from 'react'
import styles from './panel-message.module.css'

export interface PanelMessageProps {
  readonly title: string
  /** Why it is so. */
  readonly reason: string
  readonly nextStep?: string | undefined
  readonly children?: ReactNode
}

/** What stands where a panel's data would be: what is the matter, why, and what to do. */
export function PanelMessage({ title, reason, nextStep, children }: PanelMessageProps) {
  return (
    <div className={styles['message']}>
      <strong>{title}</strong>
      <p>{reason}</p>
      {nextStep !== undefined && <p className={styles['next']}>{nextStep}</p>}
      {children}
    </div>
  )
}
