import type { AlertRow } from '~/domain/alerts/merge-alerts'
import { createMatch } from '~/domain/alerts/silencing'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { displayText } from '~/lib/display-text'
import { labelsText } from '../alert-words'
import parts from '../parts.module.css'
import styles from './silences.module.css'

export interface HiddenAlertsProps {
  /** Undefined until the alerts are known. */
  readonly rows: readonly AlertRow[] | undefined
  readonly matchers: readonly LabelMatcher[]
}

const MOST_SHOWN = 10

/** What a silence with these matchers would hide of the alerts there are now. */
export function HiddenAlerts({ rows, matchers }: HiddenAlertsProps) {
  if (rows === undefined) return <p className={parts['faint']}>Asking which alerts there are…</p>
  const match = createMatch(matchers)
  // As the server has them where it does, for it is the server that hides them: with the labels that are added on the way.
  const hidden = rows.filter(({ received, labels }) => match(received?.labels ?? labels))
  // What waits is not at the server, and hidden by nobody yet.
  const firing = hidden.filter(({ state }) => state === 'firing').length
  const all = rows.filter(({ state }) => state === 'firing').length
  return (
    <section className={styles['preview']} aria-label="What it hides">
      <p aria-live="polite" data-testid="silence-preview">
        {countWords(firing, all, hidden.length - firing)}
      </p>
      <ul>
        {hidden.slice(0, MOST_SHOWN).map(({ id, name, labels, state }) => (
          <li key={id}>
            <bdi>{displayText(name)}</bdi> <span className={parts['faint']}>{state}</span>
            <bdi className={styles['labels']}>{labelsText(labels, ['alertname'])}</bdi>
          </li>
        ))}
      </ul>
      {hidden.length > MOST_SHOWN && <p className={parts['faint']}>and {hidden.length - MOST_SHOWN} more</p>}
    </section>
  )
}

function countWords(hidden: number, all: number, waiting: number): string {
  const pending = waiting === 0 ? '' : `${waiting} that ${waiting === 1 ? 'is' : 'are'} pending`
  if (all === 0) {
    return pending === ''
      ? 'There are no alerts now: it would hide those that come.'
      : `Nothing fires now: it would hide ${pending}.`
  }
  return `${firingWords(hidden, all)}${pending === '' ? '' : `, and would hide ${pending}`}.`
}

function firingWords(hidden: number, all: number): string {
  if (hidden === 0) return `Hides none of the ${all === 1 ? 'one alert there is' : `${all} alerts there are`} now`
  if (hidden === all && all > 1) return `Hides all ${all} alerts there are now`
  return `Hides ${hidden} of ${all === 1 ? '1 alert' : `${all} alerts`} now`
}
