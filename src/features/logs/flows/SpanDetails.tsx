import type { Span } from '~/domain/traces/model'
import { formatText } from '~/domain/units/format-value'
import type { UnixMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { Button } from '~/ui/primitives/Button'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { FieldValue } from '../FieldValue'
import { fullTimeOf } from '../line-time'
import { ThrownException } from '../ThrownException'
import styles from './flow.module.css'
import { durationWords } from './span-words'

const MOST_EVENTS = 100

interface SpanDetailsProps {
  readonly span: Span
  /** Of the whole trace. */
  readonly traceStartMs: UnixMs
  readonly timeZone: string
  readonly onClose: () => void
}

/** All that is known of a span: when it was, its tags, and what was noted while it ran. */
export function SpanDetails({ span, traceStartMs, timeZone, onClose }: SpanDetailsProps) {
  const { service, name, startMs, missingParentId, failed, tags, events } = span
  const after = (ms: UnixMs) => formatText(ms - traceStartMs, { unit: 'ms' })
  return (
    <section className={styles['details']} aria-label="Span">
      <header>
        <h3>
          {failed && <StatusIcon mark="crit" label="Failed" />}
          <bdi>{displayText(service)}</bdi> <bdi className={styles['plain']}>{displayText(name)}</bdi>
        </h3>
        <Button look="quiet" onClick={onClose}>
          Close
        </Button>
      </header>
      <p className={styles['note']}>
        {`Begins ${after(startMs)} after the start, at ${fullTimeOf(startMs, timeZone)}; ${durationWords(span)}.`}
        {missingParentId !== null && ` What called it, span ${displayText(missingParentId)}, is not in the trace.`}
      </p>
      <div className={styles['tables']}>
        {tags.length > 0 && (
          <table>
            <caption>Tags</caption>
            <tbody>
              {tags.map(({ key, value }, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a backend may tell one tag twice
                <tr key={i}>
                  <th scope="row">
                    <bdi>{displayText(key)}</bdi>
                  </th>
                  <td>
                    <FieldValue path={key} value={value} timeMs={startMs} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {events.length > 0 && (
          <table>
            <caption>Events</caption>
            <tbody>
              {events.slice(0, MOST_EVENTS).map((event, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: events of one moment may be alike
                <tr key={i}>
                  <th scope="row">{after(event.timeMs)}</th>
                  <td>
                    <bdi>{displayText(event.name)}</bdi>
                    {event.exception !== null && <ThrownException exception={event.exception} />}
                  </td>
                </tr>
              ))}
              {events.length > MOST_EVENTS && (
                <tr>
                  <td colSpan={2}>{`and ${events.length - MOST_EVENTS} more`}</td>
                </tr>
              )}
            </tbody>
          </table>
        )}
      </div>
    </section>
  )
}
