import { Plus, X } from 'lucide-react'
import type { LabelMatcher, MatchOp } from '~/domain/promql/matchers'
import { Button } from '~/ui/primitives/Button'
import { IconButton } from '~/ui/primitives/IconButton'
import parts from '../parts.module.css'
import styles from './silences.module.css'

/** A matcher as it is edited: one that is switched off can come back. */
export interface MatcherRow extends LabelMatcher {
  readonly key: number
  readonly on: boolean
}

const OPS: readonly (readonly [MatchOp, string])[] = [
  ['=', 'is'],
  ['!=', 'is not'],
  ['=~', 'matches'],
  ['!~', 'does not match'],
]

/** Rows of matchers from what they start with. */
export function rowsOf(matchers: readonly LabelMatcher[]): readonly MatcherRow[] {
  return matchers.map((matcher, key) => ({ ...matcher, key, on: true }))
}

export interface MatcherRowsProps {
  readonly rows: readonly MatcherRow[]
  readonly fault: string | undefined
  readonly onChange: (rows: readonly MatcherRow[]) => void
}

/** What alerts must be like to be hidden: all of these. */
export function MatcherRows({ rows, fault, onChange }: MatcherRowsProps) {
  const change = (key: number, patch: Partial<MatcherRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...patch } : row)))
  const add = () => {
    const key = Math.max(-1, ...rows.map((row) => row.key)) + 1
    onChange([...rows, { key, on: true, name: '', op: '=', value: '' }])
  }
  return (
    <fieldset className={styles['matchers']}>
      <legend>Alerts with all of these labels</legend>
      {rows.map(({ key, on, name, op, value }) => {
        const named = name === '' ? 'a new label' : name
        return (
          <div key={key} className={styles['matcher']} data-off={!on || undefined}>
            <input
              type="checkbox"
              aria-label={`Use ${named}`}
              checked={on}
              onChange={(event) => change(key, { on: event.target.checked })}
            />
            <input
              className={styles['name']}
              aria-label="Label"
              placeholder="label"
              spellCheck={false}
              autoComplete="off"
              value={name}
              disabled={!on}
              onChange={(event) => change(key, { name: event.target.value.trim() })}
            />
            <select
              aria-label={`How ${named} is compared`}
              value={op}
              disabled={!on}
              onChange={(event) => change(key, { op: event.target.value as MatchOp })}
            >
              {OPS.map(([each, words]) => (
                <option key={each} value={each}>
                  {each} {words}
                </option>
              ))}
            </select>
            <input
              className={styles['value']}
              aria-label={`Value of ${named}`}
              placeholder="value"
              spellCheck={false}
              autoComplete="off"
              value={value}
              disabled={!on}
              onChange={(event) => change(key, { value: event.target.value })}
            />
            <IconButton
              look="quiet"
              label={`Remove ${named}`}
              onClick={() => onChange(rows.filter((row) => row.key !== key))}
            >
              <X size="0.875rem" aria-hidden />
            </IconButton>
          </div>
        )
      })}
      <p className={parts['fault']} aria-live="polite">
        {fault}
      </p>
      <Button look="quiet" className={styles['add'] ?? ''} onClick={add}>
        <Plus size="0.875rem" aria-hidden />
        Add a label
      </Button>
    </fieldset>
  )
}
