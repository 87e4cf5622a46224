import type { ReactNode } from 'react'
import type { AlertCondition, BadCondition } from '~/domain/alerts/alert-query'
import { displayText } from '~/lib/display-text'
import styles from './alert-list.module.css'

export interface AlertFilterFrameProps {
  readonly conditions: readonly (AlertCondition | BadCondition)[]
  /** What takes a condition away. */
  readonly removal: (text: string) => ReactNode
  /** Where the next one is written. */
  readonly input: ReactNode
  readonly grouping: ReactNode
}

/** Conditions as chips, a field for the next one, and the grouping. Without hooks: the first picture has it too. */
export function AlertFilterFrame({ conditions, removal, input, grouping }: AlertFilterFrameProps) {
  return (
    <section className={styles['filter']} aria-label="Filter">
      <div className={styles['field']}>
        {conditions.map((condition) => (
          <span
            key={condition.text}
            className={styles['chip']}
            data-bad={'problem' in condition || undefined}
            title={'problem' in condition ? condition.problem : undefined}
          >
            <bdi>{displayText(condition.text)}</bdi>
            {removal(condition.text)}
          </span>
        ))}
        {input}
      </div>
      {grouping}
    </section>
  )
}

/** Of the field, while there is no condition. */
export const CONDITION_HINT = 'severity=critical, job=~api.*, @state=pending, or any text'
