import { useMemo, useState } from 'react'
import { colourOf } from '~/domain/colours'
import type { Trace } from '~/domain/traces/model'
import { summaryOf } from '~/domain/traces/summary'
import { extentOf, servicesOf } from '~/domain/traces/waterfall'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { Button } from '~/ui/primitives/Button'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { fullTimeOf } from '../line-time'
import { FailedSpans } from './FailedSpans'
import styles from './flow.module.css'
import { SpanDetails } from './SpanDetails'
import { madeOfWords } from './span-words'
import { Took } from './Took'
import { Waterfall } from './Waterfall'

interface TraceViewProps {
  readonly trace: Trace
  /** Title of the backend that told it, or what stands for the log lines. */
  readonly told: string
  /** Address of its page there; null for none. */
  readonly elsewhere: string | null
  readonly timeZone: string
  readonly selected: string | null
  readonly onSelect: (id: string | null) => void
}

/** A trace: how long it took, what failed, who did what, and its spans one below the other. */
export function TraceView({ trace, told, elsewhere, timeZone, selected, onSelect }: TraceViewProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const extent = useMemo(() => extentOf(trace.spans), [trace])
  const summary = useMemo(() => summaryOf(trace), [trace])
  const services = useMemo(() => servicesOf(trace), [trace])
  const colours = useMemo(() => coloursOf(services.map(({ service }) => service)), [services])
  const parents = useMemo(() => new Map(trace.spans.map(({ id, parentId }) => [id, parentId])), [trace])
  const span = selected === null ? undefined : trace.spans.find(({ id }) => id === selected)
  const fold = (id: string, isFolded: boolean) =>
    setFolded((before) => {
      const next = new Set(before)
      if (isFolded) next.add(id)
      else next.delete(id)
      return next
    })
  /** Unfolds what it is hidden under. */
  const show = (id: string) => {
    setFolded((before) => {
      const next = new Set(before)
      for (let at = parents.get(id) ?? null; at !== null; at = parents.get(at) ?? null) next.delete(at)
      return next
    })
    onSelect(id)
  }
  return (
    <>
      <div className={styles['summary']}>
        <p className={styles['total']} data-testid="trace-duration" data-duration-ms={extent.durationMs}>
          <strong>
            <Took trace={summary} />
          </strong>
          {`${summary.end === 'told' ? ' in all' : ''}, ${count(trace.spans.length, 'span')} of ${count(services.length, 'service')}, from ${fullTimeOf(extent.startMs, timeZone)}`}
        </p>
        <p className={styles['note']}>
          {madeOfWords(trace.madeOf, displayText(told))}{' '}
          {elsewhere !== null && (
            <a href={elsewhere} target="_blank" rel="noopener noreferrer">
              {`Open in ${displayText(told)}`}
            </a>
          )}
        </p>
        {trace.warnings.length > 0 && (
          <ul className={styles['warnings']} aria-label="Odd about this trace">
            {trace.warnings.map((warning) => (
              <li key={warning}>
                <StatusIcon mark="partial" />
                {displayText(warning)}
              </li>
            ))}
          </ul>
        )}
      </div>
      <FailedSpans spans={trace.spans} onSelect={show} />
      <ul className={styles['services']} aria-label="Services">
        {services.map(({ service, spans, failed, selfMs }) => (
          <li key={service} style={{ '--own': `var(${colours.get(service)})` } as React.CSSProperties}>
            <bdi>{displayText(service)}</bdi>
            <span title="Time in its spans that no span below them took">{formatText(selfMs, { unit: 'ms' })}</span>
            <span>{count(spans, 'span')}</span>
            {failed > 0 && <span className={styles['bad']}>{`${failed} failed`}</span>}
          </li>
        ))}
      </ul>
      {trace.spans.some(({ parentId }) => parentId !== null) && (
        <div className={styles['tools']}>
          <p className={styles['note']}>The line below bars is the critical path: what the end waited for.</p>
          <Button
            look="quiet"
            onClick={() => setFolded(new Set(trace.spans.flatMap(({ parentId }) => parentId ?? [])))}
          >
            Fold all
          </Button>
          <Button look="quiet" onClick={() => setFolded(new Set())}>
            Unfold all
          </Button>
        </div>
      )}
      <Waterfall {...{ trace, colours, folded, selected, onSelect }} onFold={fold} />
      {span !== undefined && (
        <SpanDetails span={span} traceStartMs={extent.startMs} timeZone={timeZone} onClose={() => onSelect(null)} />
      )}
    </>
  )
}

/** A service has one colour wherever its name is drawn; only of two that want the same one does one give way. */
function coloursOf(services: readonly string[]): ReadonlyMap<string, string> {
  const tokens = colourOf(services.map((name) => ({ labels: new Map(), name })))
  return new Map(services.map((service, i) => [service, tokens[i] ?? '--s8']))
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en-GB')} ${what}${number === 1 ? '' : 's'}`
}
