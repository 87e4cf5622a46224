import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useLocation } from 'react-router-dom'
import { loadRunbook } from '~/data/runbooks/load-runbook'
import { fetchSiteText } from '~/data/site-file'
import { readPanelLink } from '~/domain/links/panel-links'
import { displayText } from '~/lib/display-text'
import { Markdown, type MarkdownProps } from '~/panels/text/Markdown'
import parts from '../parts.module.css'
import { RunbookCommand } from './RunbookCommand'
import { RunbookQuery } from './RunbookQuery'
import styles from './runbooks.module.css'

const code: NonNullable<MarkdownProps['code']> = ({ language, text }) =>
  language === 'promql' ? <RunbookQuery expr={text.trim()} /> : <RunbookCommand text={text} />

/** What to do about an alert: its runbook with live links and queries, or how to add one. To stand alone or beside the alert. */
export function RunbookView({ alert }: { readonly alert: string }) {
  const { search } = useLocation()
  const { data: runbook } = useQuery({
    queryKey: ['runbook', alert],
    queryFn: () => loadRunbook(alert, fetchSiteText),
    // It is a file beside the app: one that was added meanwhile is there at the next look.
    staleTime: 60_000,
  })
  const linkTo = useCallback(
    (url: string) => {
      const target = readPanelLink(url, search, window.location.origin)
      return target?.kind === 'inside' ? target.path : url
    },
    [search],
  )
  if (runbook === undefined) return <p className={parts['faint']}>Reading the runbook …</p>
  if (!runbook.ok) return <Missing alert={alert} file={runbook.file} why={runbook.why} />
  return (
    <div className={styles['runbook']} data-runbook={alert}>
      <Markdown source={withoutTitle(runbook.source, alert)} code={code} linkTo={linkTo} />
    </div>
  )
}

/** The page has the alert's name above it already. */
function withoutTitle(source: string, alert: string): string {
  const [first = '', ...rest] = source.trimStart().split('\n')
  return first.trim() === `# ${alert}` ? rest.join('\n') : source
}

interface MissingProps {
  readonly alert: string
  readonly file: string | null
  readonly why: string
}

function Missing({ alert, file, why }: MissingProps) {
  if (file === null) {
    return (
      <p role="alert" className={parts['faint']}>
        “{displayText(alert)}” can have no runbook: {why}
      </p>
    )
  }
  return (
    <div className={styles['missing']}>
      <p role="alert">
        There is no runbook for {alert} that can be shown. {why}
      </p>
      <p>
        To add one, write <code>{file}</code> in the folder that the app is served from: Markdown that says what the
        alert means, what to look at first, likely causes and what makes it stop. A block marked <code>promql</code> is
        run when the runbook is opened. No build is needed; open this page again.
      </p>
    </div>
  )
}
