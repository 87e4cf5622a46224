import type { ConfigIssue } from '~/domain/config/parse'
import { Button } from '~/ui/primitives/Button'
import { classNames } from '~/ui/primitives/class-names'
import styles from '../faults/faults.module.css'
import { excerptOf } from './excerpt'
import type { LoadedConfig } from './load-config'

export interface ConfigErrorPageProps {
  readonly state: Extract<LoadedConfig, { kind: 'faulty' | 'missing' }>
  readonly onRetry: () => void
}

const MOST_ISSUES = 10

/** Why Lookout cannot start, and what to do about it. */
export function ConfigErrorPage({ state, onRetry }: ConfigErrorPageProps) {
  return (
    <main className={styles['page']}>
      <title>Configuration fault · Lookout</title>
      <h1>Lookout cannot use its configuration</h1>
      {state.kind === 'missing' ? (
        <>
          <p role="alert">{state.message}</p>
          <p>{state.nextStep}</p>
        </>
      ) : (
        <>
          <p role="alert">
            <strong>config.json</strong> has {state.fault.issues.length === 1 ? 'a fault' : 'faults'}. Nothing of it is
            used until {state.fault.issues.length === 1 ? 'it is' : 'they are'} mended.
          </p>
          <ol className={styles['issues']}>
            {state.fault.issues.slice(0, MOST_ISSUES).map((issue) => (
              <Issue key={`${issue.path} ${issue.line} ${issue.column}`} issue={issue} text={state.text} />
            ))}
          </ol>
          {state.fault.issues.length > MOST_ISSUES && <p>And {state.fault.issues.length - MOST_ISSUES} more.</p>}
          <p>
            Mend the file beside index.html on the server and save it: this page looks every five seconds and goes on by
            itself. An editor that knows <code>schemas/config.v1.schema.json</code> shows such faults while you type.
          </p>
        </>
      )}
      <p className={styles['actions']}>
        <Button look="primary" onClick={onRetry}>
          Look again now
        </Button>
      </p>
    </main>
  )
}

function Issue({ issue, text }: { readonly issue: ConfigIssue; readonly text: string }) {
  const { path, message, line, column } = issue
  return (
    <li className={styles['issue']}>
      <p>
        Line {line}, column {column}: <strong>{path === '' ? 'the file' : path}</strong> {message}.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre className={styles['excerpt']} tabIndex={0}>
        {excerptOf(text, line, column).map(({ number, text: content, caretAt }) => (
          <code key={number} className={classNames(styles['line'], caretAt !== null && styles['marked'])}>
            <span className={styles['number']}>{number}</span>
            {content}
            {'\n'}
            {caretAt !== null && (
              <span className={styles['caret']} aria-hidden>
                <span className={styles['number']} />
                {`${' '.repeat(caretAt)}^\n`}
              </span>
            )}
          </code>
        ))}
      </pre>
    </li>
  )
}
