import { Download } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '~/data/services-context'
import type { LogSource } from '~/domain/logs/log-ports'
import { formatAge } from '~/domain/time/duration'
import { displayText } from '~/lib/display-text'
import { downloadBlob } from '~/lib/download-text'
import { Button } from '~/ui/primitives/Button'
import { useSecondTick } from '~/ui/primitives/ticker'
import { showToast } from '~/ui/primitives/toast'
import { LogPatterns } from './LogPatterns'
import styles from './logs.module.css'
import type { SessionAnswer } from './use-log-session'

interface LogToolsProps {
  readonly title: string
  readonly sources: readonly LogSource[]
  readonly source: LogSource | null
  readonly order: 'newest' | 'oldest'
  readonly columns: readonly string[]
  readonly answer: SessionAnswer | null
  /** The query can be read, and is asked. */
  readonly isAsked: boolean
  readonly onSource: (id: string) => void
  readonly onOrder: (order: string) => void
  /** Whether the facets are open where they have no room of their own. */
  readonly hasFacets: boolean
  readonly onFacets: () => void
}

/** How many lines match and how old that is, the source, the order, columns, patterns and downloads. */
export function LogTools(props: LogToolsProps) {
  const { title, sources, source, order, columns, answer, isAsked, hasFacets, onSource, onOrder, onFacets } = props
  const { clock } = useServices()
  const [hasPatterns, setPatterns] = useState(false)
  useSecondTick()
  const overview = answer?.overview
  // No lines read are not no lines.
  const isUnknown = overview !== undefined && overview.error !== null && overview.readMs === null
  const download = async (as: 'jsonl' | 'csv') => {
    if (answer === null) return
    const blob = await answer.session.download(answer.overview.version, as, columns)
    if (blob === null) showToast('The lines changed meanwhile. Try again.', 'fault')
    else downloadBlob(blob, `lookout-${title.toLowerCase()}.${as}`)
  }
  return (
    <>
      <div className={styles['tools']}>
        <p role="status" className={styles['count']}>
          {overview === undefined && !isAsked && 'Nothing is asked before the query is mended'}
          {overview === undefined && isAsked && source !== null && `Asks ${displayText(source.title)}…`}
          {isUnknown && 'Nothing could be read'}
          {overview !== undefined && !isUnknown && (
            <>
              <strong>{overview.matched.toLocaleString('en-GB')}</strong>
              {` of ${overview.scanned.toLocaleString('en-GB')} lines`}
              {overview.loading && ' so far'}
              {overview.newestMs !== null &&
                `, the newest ${formatAge(Math.max(0, clock.nowMs() - overview.newestMs))} old`}
            </>
          )}
        </p>
        <div className={styles['controls']}>
          <Button className={styles['narrow'] ?? ''} aria-expanded={hasFacets} onClick={onFacets}>
            Fields
          </Button>
          {sources.length > 1 && (
            <select aria-label="Source" value={source?.id ?? ''} onChange={(event) => onSource(event.target.value)}>
              {sources.map(({ id, title: name }) => (
                <option key={id} value={id}>
                  {displayText(name)}
                </option>
              ))}
            </select>
          )}
          <select
            aria-label="Order"
            value={order}
            onChange={(event) => onOrder(event.target.value === 'oldest' ? 'oldest' : '')}
          >
            <option value="newest">Newest first</option>
            <option value="oldest">Oldest first</option>
          </select>
          <Button aria-pressed={hasPatterns} onClick={() => setPatterns(!hasPatterns)}>
            Patterns
          </Button>
          <Button disabled={answer === null} title="Download as JSON lines" onClick={() => void download('jsonl')}>
            <Download size="0.875rem" aria-hidden />
            <span>
              JSON<span className={styles['long']}> lines</span>
            </span>
          </Button>
          <Button disabled={answer === null} title="Download as a table" onClick={() => void download('csv')}>
            <Download size="0.875rem" aria-hidden />
            CSV
          </Button>
        </div>
      </div>
      {hasPatterns && answer !== null && <LogPatterns answer={answer} />}
    </>
  )
}
