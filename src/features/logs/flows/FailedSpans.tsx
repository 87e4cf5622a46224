import { useState } from 'react'
import type { LogException } from '~/domain/logs/model'
import type { Span } from '~/domain/traces/model'
import { displayText } from '~/lib/display-text'
import { Button } from '~/ui/primitives/Button'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { ThrownException } from '../ThrownException'
import styles from './flow.module.css'

const FIRST_SHOWN = 5

interface FailedSpansProps {
  readonly spans: readonly Span[]
  readonly onSelect: (id: string) => void
}

/** What failed, before all else: those that say why come first. */
export function FailedSpans({ spans, onSelect }: FailedSpansProps) {
  const [showsAll, setShowsAll] = useState(false)
  const failed = spans.filter((span) => span.failed)
  if (failed.length === 0) return null
  const ordered = failed.toSorted((a, b) => Number(exceptionOf(a) === null) - Number(exceptionOf(b) === null))
  const shown = showsAll ? ordered : ordered.slice(0, FIRST_SHOWN)
  return (
    <section className={styles['failed']} aria-label="Failed">
      <h3>{failed.length === 1 ? '1 span failed' : `${failed.length} spans failed`}</h3>
      <ul>
        {shown.map((span) => {
          const exception = exceptionOf(span)
          return (
            <li key={span.id}>
              <StatusIcon mark="crit" />
              <div>
                <button type="button" onClick={() => onSelect(span.id)}>
                  <bdi>{displayText(span.service)}</bdi>
                  {saysMore(span, exception) && (
                    <>
                      {' · '}
                      <bdi>{displayText(span.name)}</bdi>
                    </>
                  )}
                </button>
                {exception !== null && <ThrownException exception={exception} />}
              </div>
            </li>
          )
        })}
      </ul>
      {shown.length < failed.length && (
        <Button look="quiet" onClick={() => setShowsAll(true)}>{`Show all ${failed.length}`}</Button>
      )}
    </section>
  )
}

/** A span of log lines is named by its message, which often is its exception again. */
function saysMore({ name }: Span, exception: LogException | null): boolean {
  return exception === null || name !== `${exception.type}: ${exception.message}`
}

function exceptionOf({ events }: Span) {
  return events.find(({ exception }) => exception !== null)?.exception ?? null
}
