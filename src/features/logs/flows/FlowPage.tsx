import { useMemo, useState } from 'react'
import { useParams } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import { FLOW_PAGES, logsPath } from '~/domain/links/log-links'
import { tracePageOf } from '~/domain/links/trace-page'
import type { FlowField } from '~/domain/logs/model'
import { printLogQuery } from '~/domain/logs/query/print-log-query'
import { flowFileName, printFlowExport } from '~/domain/traces/export-flow'
import { flowQuery, linesOfSpan, tracesOfLines } from '~/domain/traces/flow'
import { traceOfLines } from '~/domain/traces/from-log-lines'
import type { Trace } from '~/domain/traces/model'
import { extentOf } from '~/domain/traces/waterfall'
import { displayText } from '~/lib/display-text'
import { downloadBlob } from '~/lib/download-text'
import { FLOW_RANGE } from '~/state/view'
import { Button } from '~/ui/primitives/Button'
import { copyAndSay } from '~/ui/primitives/copy-and-say'
import { LinkButton } from '~/ui/primitives/LinkButton'
import { NoSource } from '../NoSource'
import { useLogSource } from '../use-log-source'
import { type FlowLine, FlowLines } from './FlowLines'
import { FlowNotes } from './FlowNotes'
import { FlowPlaces } from './FlowPlaces'
import { FlowTimeline } from './FlowTimeline'
import { FoundTraces } from './FoundTraces'
import styles from './flow.module.css'
import { NothingFound } from './NothingFound'
import { TraceView } from './TraceView'
import { useFlowLines, useResolvedRange } from './use-flow-lines'
import { useFlowView } from './use-flow-view'
import { useLookAgain } from './use-look-again'
import { useToldTraces } from './use-told-traces'

/** Of each source; more are counted and can be opened where all lines are. */
const MOST_LINES = 5_000

export type FlowPageName = (typeof FLOW_PAGES)[number][0]

/** All that has one id: its trace or traces, its lines of all sources, and where to look on. */
export function FlowPage({ page }: { readonly page: FlowPageName }) {
  const { id = '' } = useParams()
  const [, field, title] = FLOW_PAGES.find(([name]) => name === page) ?? FLOW_PAGES[0]
  // What was selected and folded is of one id.
  return <Flow key={`${page} ${id}`} {...{ page, field, title, id }} />
}

interface FlowProps {
  readonly page: FlowPageName
  readonly field: FlowField
  readonly title: string
  readonly id: string
}

interface ToldTrace {
  readonly told: string
  /** Its page in the backend's own interface; null where there is none. */
  readonly elsewhere: string | null
  readonly trace: Trace
}

function Flow({ page, field, title, id }: FlowProps) {
  const { clock, config } = useServices()
  const { view, changeView, timeZone } = useFlowView(FLOW_RANGE)
  const range = useResolvedRange(view, timeZone)
  const { sources } = useLogSource('')
  const query = useMemo(() => flowQuery(field, id), [field, id])
  const queryText = printLogQuery(query)
  const parts = useFlowLines(sources, queryText, range, MOST_LINES)
  const follows = range !== null && range.kind !== 'fixed'
  const told = useToldTraces(field === 'trace_id' ? id : null, follows && view.refresh !== 'off')
  const [chosen, setChosen] = useState(0)
  const [selected, setSelected] = useState<string | null>(null)

  const lines = useMemo(
    (): readonly FlowLine[] =>
      parts
        .flatMap(({ source, session, lines: own }) => (own ?? []).map((line) => ({ source: source.id, session, line })))
        .toSorted((a, b) => a.line.timeMs - b.line.timeMs),
    [parts],
  )
  const plain = useMemo(() => lines.map(({ line }) => line), [lines])
  const rebuilt = useMemo(() => (field === 'trace_id' ? traceOfLines(id, plain) : null), [field, id, plain])
  const traces: readonly ToldTrace[] = [
    ...told.found.map(({ source, trace }) => ({
      told: source.title,
      elsewhere: tracePageOf(config, source.id, trace.id),
      trace,
    })),
    ...(rebuilt === null ? [] : [{ told: 'log lines', elsewhere: null, trace: rebuilt }]),
  ]
  const shown = traces[chosen] ?? traces[0]
  const span = shown?.trace.spans.find((one) => one.id === selected)
  const ofSpan = useMemo(() => (span === undefined ? lines : linesOfSpan(span, lines)), [span, lines])

  const isLoading =
    sources === undefined ||
    told.isLoading ||
    parts.length < sources.length ||
    parts.some(({ overview, lines: own }) => overview.loading || own === null)
  const matched = parts.reduce((sum, { overview }) => sum + overview.matched, 0)
  const hasNothing = lines.length === 0 && traces.length === 0
  useLookAgain(hasNothing && !isLoading && follows)
  if (sources?.length === 0 && told.sources?.length === 0) return <NoSource title={title} />

  const window = windowOf(shown?.trace, lines)
  const exportAll = () => {
    const { fromMs, toMs } = range ?? { fromMs: window.fromMs, toMs: window.toMs }
    const text = printFlowExport({
      ...{
        field,
        id,
        exportedMs: clock.nowMs(),
        fromMs,
        toMs,
        lines,
        linesLeftOut: Math.max(0, matched - lines.length),
      },
      sources: [...(sources ?? []), ...(told.sources ?? [])].map((source) => source.title),
      trace: shown?.trace ?? null,
    })
    downloadBlob(new Blob([text], { type: 'application/json' }), flowFileName(page, id))
  }
  const select = (choice: number) => {
    setChosen(choice)
    setSelected(null)
  }
  return (
    <section className={styles['page']} aria-label={title} aria-busy={isLoading}>
      <title>{`${title} ${displayText(id)} · Lookout`}</title>
      <header className={styles['head']}>
        <h2>
          <bdi>{displayText(id)}</bdi>
        </h2>
        <Button look="quiet" onClick={() => void copyAndSay('Id', id)}>
          Copy
        </Button>
        <span className={styles['grow']} />
        <LinkButton to={logsPath({ query: queryText, ...(range ?? {}) })}>Its lines in Logs</LinkButton>
        <Button disabled={hasNothing} onClick={exportAll}>
          Export as JSON
        </Button>
      </header>
      <FlowNotes parts={parts} sources={sources} failed={told.failed} isLoading={isLoading} />
      {hasNothing && !isLoading && (
        <NothingFound
          {...{ title, id, field, parts, range, view, timeZone }}
          traceSources={field === 'trace_id' ? (told.sources ?? []) : []}
          failed={told.failed}
          onRange={changeView}
        />
      )}
      {!hasNothing && <FlowPlaces lines={plain} field={field} {...window} />}
      {traces.length > 1 && (
        <fieldset className={styles['tools']}>
          <legend className="sr-only">Spans told by</legend>
          {traces.map((one, i) => (
            <Button key={one.told} aria-pressed={one === shown} onClick={() => select(i)}>
              {`Spans of ${displayText(one.told)}`}
            </Button>
          ))}
        </fieldset>
      )}
      {shown !== undefined && (
        <TraceView
          trace={shown.trace}
          told={shown.told}
          elsewhere={shown.elsewhere}
          timeZone={timeZone}
          selected={selected}
          onSelect={setSelected}
        />
      )}
      {field !== 'trace_id' && lines.length > 0 && <FlowOfLines lines={lines} timeZone={timeZone} />}
      {lines.length > 0 && (
        <>
          <header className={styles['tools']}>
            <h3>
              {span === undefined
                ? `${lines.length.toLocaleString('en-GB')} log lines`
                : `${ofSpan.length.toLocaleString('en-GB')} of ${lines.length.toLocaleString('en-GB')} log lines: those of the span`}
            </h3>
            {span !== undefined && (
              <Button look="quiet" onClick={() => setSelected(null)}>
                Show all
              </Button>
            )}
            {matched > lines.length && !isLoading && (
              <p className={styles['note']}>
                {`${(matched - lines.length).toLocaleString('en-GB')} older lines are not shown here: open them in Logs.`}
              </p>
            )}
          </header>
          <FlowLines lines={ofSpan} query={query} range={range} timeZone={timeZone} />
        </>
      )}
    </section>
  )
}

/** What lines of another id than a trace's tell: the traces they are of, and when who said something. */
function FlowOfLines({ lines, timeZone }: { readonly lines: readonly FlowLine[]; readonly timeZone: string }) {
  const plain = useMemo(() => lines.map(({ line }) => line), [lines])
  const traces = useMemo(() => tracesOfLines(plain).map((trace) => ({ ...trace, foundIn: '' })), [plain])
  const failed = traces.filter((trace) => trace.failed).length
  return (
    <>
      <FlowTimeline lines={plain} timeZone={timeZone} />
      {traces.length > 0 && (
        <>
          <h3>
            {traces.length === 1 ? '1 trace' : `${traces.length.toLocaleString('en-GB')} traces`}
            {failed > 0 && `, ${failed.toLocaleString('en-GB')} failed`}
          </h3>
          <div className={styles['scrolled']}>
            <FoundTraces traces={traces.slice(0, MOST_TRACES)} timeZone={timeZone} hasPlaces={false} />
          </div>
          {traces.length > MOST_TRACES && (
            <p className={styles['note']}>{`The first ${MOST_TRACES} are shown. Choose a shorter range for others.`}</p>
          )}
        </>
      )}
    </>
  )
}
const MOST_TRACES = 200

/** From the first to the last moment of which something is known. */
function windowOf(trace: Trace | undefined, lines: readonly FlowLine[]) {
  const spans = trace === undefined || trace.spans.length === 0 ? null : extentOf(trace.spans)
  const starts = [spans?.startMs, lines[0]?.line.timeMs].filter((ms) => ms !== undefined)
  const ends = [spans && spans.startMs + spans.durationMs, lines.at(-1)?.line.timeMs].filter((ms) => ms != null)
  return { fromMs: Math.min(...starts), toMs: Math.max(...ends) }
}
