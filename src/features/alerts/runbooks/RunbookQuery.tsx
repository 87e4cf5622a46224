import { useQuery } from '@tanstack/react-query'
import { usePrometheusLink } from '~/data/prometheus/use-prometheus-link'
import { asSourceError } from '~/data/questions/as-source-error'
import { useServices } from '~/data/services-context'
import type { Vector } from '~/domain/series/frame'
import { HOUR_MS } from '~/domain/time/duration'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { usePageZone } from '~/state/use-page-zone'
import { Button } from '~/ui/primitives/Button'
import { copyAndSay } from '~/ui/primitives/copy-and-say'
import { labelsText } from '../alert-words'
import parts from '../parts.module.css'
import styles from './runbooks.module.css'

const TIMEOUT_MS = 20_000
/** Most series that are listed. */
const MAX_ROWS = 20

/** A query of a runbook, run when it is opened and on demand, with what it answers now. */
export function RunbookQuery({ expr }: { readonly expr: string }) {
  const { metrics, clock, config } = useServices()
  const { timeZone } = usePageZone(config.timeZone)
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['runbook-query', metrics.id, expr],
    queryFn: ({ signal }) => metrics.query({ expr, timeMs: clock.nowMs(), timeoutMs: TIMEOUT_MS }, signal),
    staleTime: 30_000,
  })
  const fault = asSourceError(error)
  const elsewhere = usePrometheusLink(HOUR_MS)(expr)
  return (
    <div className={styles['query']} data-query>
      <pre>
        <code>{expr}</code>
      </pre>
      <div className={parts['links']}>
        <Button look="quiet" disabled={isFetching} onClick={() => void refetch()}>
          {isFetching ? 'Running …' : 'Run again'}
        </Button>
        <Button look="quiet" onClick={() => void copyAndSay('Query', expr)}>
          Copy
        </Button>
        {elsewhere !== null && (
          <a href={elsewhere} target="_blank" rel="noopener noreferrer">
            Open in Prometheus
          </a>
        )}
      </div>
      {fault !== null && (
        <p role="alert" className={parts['fault']}>
          {displayText(fault.message)} {fault.detail.nextStep}
        </p>
      )}
      {data !== undefined && (
        <>
          <Answer vector={data.vector} />
          <p className={parts['faint']}>
            {fault !== null && 'Before that, '}
            {formatInstant(data.vector.timeMs, timeZone)} {timeZone}
          </p>
        </>
      )}
    </div>
  )
}

function Answer({ vector: { samples } }: { readonly vector: Vector }) {
  if (samples.length === 0) return <p className={parts['faint']}>It finds no series now.</p>
  const [shown, rest] = [samples.slice(0, MAX_ROWS), samples.length - MAX_ROWS]
  return (
    <>
      <table>
        <thead>
          <tr>
            <th>Labels</th>
            <th data-align="right">Value</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, labels, value }) => (
            <tr key={key}>
              <td>{labels.size === 0 ? '(no labels)' : labelsText(labels)}</td>
              <td data-align="right" title={String(value)} data-value={value}>
                {formatText(value, { unit: 'none' })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 && <p className={parts['faint']}>and {rest} more series</p>}
    </>
  )
}
