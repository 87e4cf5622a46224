import { X } from 'lucide-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import type { AlertCondition, BadCondition } from '~/domain/alerts/alert-query'
import type { AlertRow } from '~/domain/alerts/merge-alerts'
import type { AlertGrouping } from '~/domain/alerts/order-alerts'
import { displayText } from '~/lib/display-text'
import { SelectField } from '~/ui/primitives/SelectField'
import styles from './alert-list.module.css'

export interface AlertFilterProps {
  readonly conditions: readonly (AlertCondition | BadCondition)[]
  readonly group: AlertGrouping
  /** All alerts, for what may be asked of them. */
  readonly rows: readonly AlertRow[]
  /** What they become, of what they are. */
  readonly onConditions: (change: (before: readonly string[]) => readonly string[]) => void
  readonly onGroup: (group: AlertGrouping) => void
}

const GROUPINGS: readonly (readonly [AlertGrouping, string])[] = [
  ['none', 'not grouped'],
  ['platform', 'by platform'],
  ['severity', 'by severity'],
  ['alertname', 'by name'],
]
/** Of each label. */
const MAX_SUGGESTED = 20

/** Conditions as chips, a field for the next one, and the grouping. */
export function AlertFilter({ conditions, group, rows, onConditions, onGroup }: AlertFilterProps) {
  const [draft, setDraft] = useState('')
  // Of thousands of alerts they are many, and nobody sees them before.
  const [isAsked, setAsked] = useState(false)
  const suggested = useMemo(() => (isAsked ? suggestions(rows) : []), [isAsked, rows])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && draft.trim() !== '') {
      onConditions((before) => [...new Set([...before, draft.trim()])])
      setDraft('')
    } else if (event.key === 'Backspace' && draft === '') onConditions((before) => before.slice(0, -1))
  }
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
            <button
              type="button"
              aria-label={`Remove ${condition.text}`}
              onClick={() => onConditions((before) => before.filter((text) => text !== condition.text))}
            >
              <X size="0.75rem" aria-hidden />
            </button>
          </span>
        ))}
        <input
          type="text"
          list="alert-conditions"
          aria-label="Add a condition, such as severity=critical, or any text"
          placeholder={conditions.length === 0 ? 'severity=critical, job=~api.*, @state=pending, or any text' : ''}
          autoComplete="off"
          spellCheck={false}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
          onFocus={() => setAsked(true)}
          onBlur={() => setAsked(false)}
        />
        <datalist id="alert-conditions">
          {suggested.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      </div>
      <SelectField
        label="Group"
        labelHidden
        value={group}
        onChange={(event) => onGroup(GROUPINGS.find(([each]) => each === event.target.value)?.[0] ?? 'none')}
      >
        {GROUPINGS.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </SelectField>
    </section>
  )
}

function suggestions(rows: readonly AlertRow[]): readonly string[] {
  const byLabel = new Map<string, Set<string>>()
  for (const { labels } of rows) {
    for (const [name, value] of labels) {
      const values = byLabel.get(name) ?? new Set()
      byLabel.set(name, values)
      if (values.size < MAX_SUGGESTED) values.add(`${name}=${value}`)
    }
  }
  const states = ['firing', 'pending', 'silenced', 'inhibited', 'unknown'].map((state) => `@state=${state}`)
  return [...[...byLabel.values()].flatMap((values) => [...values]), ...states]
}
