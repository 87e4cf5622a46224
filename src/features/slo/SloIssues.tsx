import type { DecodeIssue } from '~/lib/decode'
import { displayText } from '~/lib/display-text'
import styles from './slo.module.css'

/** What of slos.json was left out, and where it stands there. */
export function SloIssues({ issues }: { readonly issues: readonly DecodeIssue[] }) {
  if (issues.length === 0) return null
  return (
    <section className={styles['issues']} aria-label="What is wrong with slos.json">
      <p>
        <strong>slos.json: {issues.length === 1 ? 'one thing is' : `${issues.length} things are`} wrong.</strong> What
        is wrong is left out, the rest is shown.
      </p>
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
