import { X } from 'lucide-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import type { AlertCondition, BadCondition } from '~/domain/alerts/alert-query'
import type { AlertRow } from '~/domain/alerts/merge-alerts'
import type { AlertGrouping } from '~/domain/alerts/order-alerts'
import { SelectField } from '~/ui/primitives/SelectField'
import { AlertFilterFrame, CONDITION_HINT } from './AlertFilterFrame'
import { GROUPINGS } from './groupings'

export interface AlertFilterProps {
  readonly conditions: readonly (AlertCondition | BadCondition)[]
  readonly group: AlertGrouping
  /** All alerts, for what may be asked of them. */
  readonly rows: readonly AlertRow[]
  /** What they become, of what they are. */
  readonly onConditions: (change: (before: readonly string[]) => readonly string[]) => void
  readonly onGroup: (group: AlertGrouping) => void
}

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
    <AlertFilterFrame
      conditions={conditions}
      removal={(text) => (
        <button
          type="button"
          aria-label={`Remove ${text}`}
          onClick={() => onConditions((before) => before.filter((each) => each !== text))}
        >
          <X size="0.75rem" aria-hidden />
        </button>
      )}
      input={
        <>
          <input
            type="text"
            list="alert-conditions"
            aria-label="Add a condition, such as severity=critical, or any text"
            placeholder={conditions.length === 0 ? CONDITION_HINT : ''}
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
        </>
      }
      grouping={
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
      }
    />
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
