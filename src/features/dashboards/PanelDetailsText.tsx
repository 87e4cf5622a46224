import { Fragment } from 'react'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { useServices } from '~/data/services-context'
import type { PanelQuery } from '~/domain/dashboards/model'
import { formatDuration } from '~/domain/time/duration'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import type { PanelDetailsProps } from '~/features/dashboards/PanelDetails'
import { PanelInspect } from '~/features/dashboards/PanelInspect'
import styles from '~/features/dashboards/panel-details.module.css'
import { displayText } from '~/lib/display-text'

/** What a request was for. */
const REQUEST_WORDS = { whole: 'Whole range asked', tail: 'New points asked', tip: 'Newest value asked' } as const

/** Most values listed under a query. */
const MAX_VALUES = 20

/** The text of a panel's details: its description, then each query with its newest values, their time, and what it cost. */
export function PanelDetailsText({ panel, answers, truth }: PanelDetailsProps) {
  const { metrics } = useServices()
  const { timeZone } = useDashboardScope()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={styles['details']} tabIndex={0}>
      {panel.description !== '' && <p>{panel.description}</p>}
      {truth.reason !== '' && (
        <p className={styles['truth']}>
          {truth.reason} {truth.nextStep}
        </p>
      )}
      {panel.queries.map((query, i) => (
        <QueryDetails
          // Queries have no id of their own; their place in the file is what names them.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={i}
          query={query}
          outcome={answers.outcomes[i]}
          unit={panel.unit}
          values={answers.data.series.filter((series) => series.id.startsWith(`${i}/`))}
        />
      ))}
      <PanelInspect panel={panel} data={answers.data} timeZone={timeZone} />
      <p className={styles['source']}>Source: {metrics.title}</p>
    </div>
  )
}

interface QueryDetailsProps {
  readonly query: PanelQuery
  readonly outcome: QueryOutcome | undefined
  readonly unit: string
  readonly values: readonly {
    readonly id: string
    readonly name: string
    readonly last: { readonly value: number } | null
  }[]
}

function QueryDetails({ query, outcome, unit, values }: QueryDetailsProps) {
  const { questionOf, timeZone, stepMs } = useDashboardScope()
  const { expr } = questionOf(query.expr, query.instant)
  const data = outcome?.data
  return (
    <section>
      <pre className={styles['expr']} data-expr>
        {expr}
      </pre>
      {outcome?.error && <p className={styles['truth']}>{outcome.error.message}</p>}
      {data && (
        <dl className={styles['facts']}>
          <dt>Evaluated at</dt>
          <dd>
            <time dateTime={new Date(data.evaluatedMs).toISOString()}>{formatInstant(data.evaluatedMs, timeZone)}</time>{' '}
            {timeZone}
          </dd>
          {data.matrix && (
            <>
              <dt>Step</dt>
              <dd>{formatDuration(stepMs)}</dd>
            </>
          )}
          {values.slice(0, MAX_VALUES).map(({ id, name, last }) => (
            <Value key={id} name={name} value={last === null ? null : last.value} unit={unit} />
          ))}
          {values.length > MAX_VALUES && (
            <>
              <dt>and</dt>
              <dd>{values.length - MAX_VALUES} more series</dd>
            </>
          )}
          {data.requests.map(({ kind, startMs, endMs, cost }) => (
            <Fragment key={kind}>
              <dt>{REQUEST_WORDS[kind]}</dt>
              <dd>
                {Math.round(cost.durationMs)} ms, {formatText(cost.bytes, { unit: 'bytes' })}, of{' '}
                {startMs < endMs && `${formatInstant(startMs, timeZone)} to `}
                {formatInstant(endMs, timeZone)}
              </dd>
            </Fragment>
          ))}
          {[...data.warnings, ...data.infos].slice(0, 10).map((warning) => (
            <div key={warning} className={styles['warning']}>
              {warning}
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}

function Value({ name, value, unit }: { readonly name: string; readonly value: number | null; readonly unit: string }) {
  return (
    <>
      <dt>{displayText(name)}</dt>
      <dd>
        {formatText(value, { unit })} {value !== null && <code>{String(value)}</code>}
      </dd>
    </>
  )
}
