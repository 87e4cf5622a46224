import type { QueryOutcome } from '~/data/questions/truth-of'
import { useServices } from '~/data/services-context'
import type { PanelQuery } from '~/domain/dashboards/model'
import { formatDuration } from '~/domain/time/duration'
import { formatText, type ValueFormat } from '~/domain/units/format-value'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { EarlierDetails } from '~/features/dashboards/earlier/EarlierDetails'
import { HappenedDetails } from '~/features/dashboards/overlays/HappenedDetails'
import type { PanelDetailsProps } from '~/features/dashboards/PanelDetails'
import { PanelInspect } from '~/features/dashboards/PanelInspect'
import { PanelLinks } from '~/features/dashboards/PanelLinks'
import styles from '~/features/dashboards/panel-details.module.css'
import { EvaluatedAt, RequestFacts } from '~/features/dashboards/RequestFacts'
import { useTruth } from '~/features/dashboards/use-answers'
import { displayText } from '~/lib/display-text'
import type { PanelOverlay } from '~/panels/panel-kind'

/** Most values listed under a query. */
const MAX_VALUES = 20

/** The text of a panel's details: its description, then each query with its newest values, their time, and what it cost. */
export function PanelDetailsText({ panel, answers, overlay }: PanelDetailsProps) {
  const truth = useTruth(answers.outcomes)
  const { metrics } = useServices()
  const { timeZone } = useDashboardScope()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={styles['details']} tabIndex={0}>
      {panel.description !== '' && <p>{panel.description}</p>}
      {panel.links.length > 0 && <PanelLinks links={panel.links} />}
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
          topBounds={overlay?.topBounds}
        />
      ))}
      {overlay?.details.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <HappenedDetails panel={panel} className={styles['facts'] ?? ''} />
      <EarlierDetails panel={panel} />
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
  readonly topBounds: PanelOverlay['topBounds'] | undefined
}

function QueryDetails({ query, outcome, unit, values, topBounds }: QueryDetailsProps) {
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
          <EvaluatedAt evaluatedMs={data.evaluatedMs} timeZone={timeZone} />
          {data.matrix && (
            <>
              <dt>Step</dt>
              <dd>{formatDuration(stepMs)}</dd>
            </>
          )}
          {values.slice(0, MAX_VALUES).map(({ id, name, last }) => (
            <Value
              key={id}
              name={name}
              value={last === null ? null : last.value}
              format={{ unit, atLeast: topBounds?.get(id) === last?.value && last !== null }}
            />
          ))}
          {values.length > MAX_VALUES && (
            <>
              <dt>and</dt>
              <dd>{values.length - MAX_VALUES} more series</dd>
            </>
          )}
          <RequestFacts requests={data.requests} timeZone={timeZone} />
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

interface ValueProps {
  readonly name: string
  readonly value: number | null
  readonly format: ValueFormat
}

function Value({ name, value, format }: ValueProps) {
  return (
    <>
      <dt>{displayText(name)}</dt>
      <dd>
        {formatText(value, format)} {value !== null && <code>{String(value)}</code>}
      </dd>
    </>
  )
}
