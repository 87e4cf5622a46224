import type { ReactNode } from 'react'
import styles from './alerts.module.css'
import parts from './parts.module.css'

export interface AlertsFrameProps {
  /** The list stands below, and not another part. */
  readonly isList: boolean
  readonly tabs: ReactNode
  readonly telling: ReactNode
  readonly children: ReactNode
}

/** Where the parts of the pages of alerts stand. Without hooks: the first picture has it too. */
export function AlertsFrame({ isList, tabs, telling, children }: AlertsFrameProps) {
  return (
    <div className={parts['page']}>
      <div className={styles['top']} data-list={isList || undefined}>
        {tabs}
        {telling}
      </div>
      {children}
    </div>
  )
}
