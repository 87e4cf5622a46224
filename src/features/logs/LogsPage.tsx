import { type FocusEvent, type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { useServices } from '~/data/services-context'
import type { KnownFields } from '~/domain/logs/query/complete-log-query'
import type { UnixMs } from '~/domain/units-of-measure'
import { Button } from '~/ui/primitives/Button'
import { AroundLine } from './AroundLine'
import type { LineRowProps } from './LineRow'
import { LogFacets } from './LogFacets'
import { LogList } from './LogList'
import { LogNotes } from './LogNotes'
import { LogQueryBar } from './LogQueryBar'
import { LogTools } from './LogTools'
import { LogVolume } from './LogVolume'
import styles from './logs.module.css'
import { NoLines } from './NoLines'
import { NoSource } from './NoSource'
import { useLogSession } from './use-log-session'
import { useLogSource } from './use-log-source'
import { useLogsPage } from './use-logs-page'

/** Further down than this, in pixels, somebody reads and nothing may move. */
const READING_PX = 4

export interface LogsPageProps {
  readonly title?: string
  /** Text of a query that is always asked besides the reader's own, such as that of the audit page. */
  readonly scope?: string
  /** A query that shows what can be asked here. */
  readonly example?: string
  /** Columns where the address names none, and fields whose values are counted; always the same lists. */
  readonly ownColumns?: readonly string[]
  readonly facets?: readonly string[]
  readonly tell?: LineRowProps['tell']
  /** What to do where nothing is found. */
  readonly advice?: ReactNode
}

const EXAMPLE = 'level=ERROR trace_id=abc duration_ms>500 "out of memory" -logger=audit'
const NO_COLUMNS: readonly string[] = []

/** Log lines of a source: what is asked, how many there are when, and the lines. */
export function LogsPage(props: LogsPageProps) {
  const { title = 'Logs', scope = '', ownColumns = NO_COLUMNS, facets, tell, advice } = props
  const { example = EXAMPLE } = props
  const page = useLogsPage(ownColumns)
  const { clock } = useServices()
  const { sources, source } = useLogSource(page.sourceId)
  const scroller = useRef<HTMLDivElement>(null)
  const [heldMs, setHeldMs] = useState<UnixMs | null>(null)
  const [around, setAround] = useState<string | null>(null)
  const [hasFacets, setFacets] = useState(false)
  const { view, timeZone, order } = page
  const answer = useLogSession(source, {
    query: page.fault === null ? `${scope} ${page.text}`.trim() : null,
    range: view,
    timeZone,
    order,
    facets,
    heldMs,
  })
  const overview = answer?.overview
  const known = useMemo((): KnownFields => {
    const facets = overview?.facets ?? []
    return {
      fields: overview?.fields ?? [],
      valuesOf: (field) => facets.find(({ path }) => path === field)?.values ?? [],
    }
  }, [overview])
  const onScroll = useCallback(() => {
    const isReading = (scroller.current?.scrollTop ?? 0) > READING_PX
    setHeldMs((before) => (isReading ? (before ?? clock.nowMs()) : null))
  }, [clock])
  /** Who walks over the lines by keys reads, wherever the list stands. */
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const isRow = event.target !== event.currentTarget && event.target.matches(':focus-visible')
    if (isRow) setHeldMs((before) => before ?? clock.nowMs())
  }
  const follow = () => {
    scroller.current?.scrollTo({ top: 0 })
    setHeldMs(null)
  }
  if (sources !== undefined && source === null) return <NoSource title={title} />
  return (
    <section className={styles['page']} aria-label={title}>
      <title>{`${title} · Lookout`}</title>
      <LogQueryBar query={page.text} example={example} known={known} onQuery={page.setText} />
      <LogTools
        {...{ sources: sources ?? [], source, order, columns: page.columns, answer, title }}
        isAsked={page.fault === null}
        onSource={page.setSourceId}
        onOrder={page.setOrder}
        hasFacets={hasFacets}
        onFacets={() => setFacets(!hasFacets)}
      />
      <LogNotes overview={overview} onLoad={(stream) => answer?.session.load(stream)} />
      <div className={styles['volume']}>
        {answer !== null && (
          <LogVolume
            overview={answer.overview}
            fromMs={answer.question.fromMs}
            toMs={answer.question.toMs}
            timeZone={timeZone}
            isOld={answer.overview.error !== null}
            onZoom={page.setRange}
          />
        )}
      </div>
      <div className={styles['body']}>
        <LogFacets facets={overview?.facets ?? []} query={page.query} isOpen={hasFacets} onFilter={page.filter} />
        <div className={styles['frame']}>
          {heldMs !== null && view.to === 'now' && (
            <Button className={styles['follow'] ?? ''} look="primary" onClick={follow}>
              Held while you read. Follow again
            </Button>
          )}
          <div
            ref={scroller}
            className={styles['scroller']}
            onScroll={onScroll}
            onFocus={onFocus}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
            tabIndex={0}
            role="log"
            aria-label={title}
            aria-live="off"
          >
            <LogList
              {...{ answer, scroller, timeZone, query: page.query, columns: page.columns, linked: page.linked }}
              source={source?.id ?? ''}
              tell={tell}
              onFilter={page.filter}
              onColumn={page.toggleColumn}
              onAround={setAround}
            />
            {answer !== null && answer.overview.matched === 0 && !answer.overview.loading && (
              <NoLines
                {...{ overview: answer.overview, question: answer.question, view, timeZone, advice }}
                hasQuery={page.text !== ''}
                onClear={() => page.setText('')}
                onRange={page.setView}
              />
            )}
          </div>
        </div>
      </div>
      {around !== null && answer !== null && (
        <AroundLine session={answer.session} id={around} timeZone={timeZone} onClose={() => setAround(null)} />
      )}
    </section>
  )
}
