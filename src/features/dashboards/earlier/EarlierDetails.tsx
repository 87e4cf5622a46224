import { Suspense } from 'react'
import type { QueryOutcome } from '~/data/questions/truth-of'
import type { Panel } from '~/domain/dashboards/model'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import styles from '~/features/dashboards/panel-details.module.css'
import { EvaluatedAt, RequestFacts } from '~/features/dashboards/RequestFacts'
import { preloadable } from '~/ui/primitives/preloadable'

const earlierOutcomes = preloadable(() =>
  import('~/features/dashboards/earlier/parts').then(
    (module) => module.EarlierOutcomes,
    () => () => null,
  ),
)

/** What was asked for the earlier period, in the order of the panel's queries; nothing where the page is compared with none. */
export function EarlierDetails({ panel }: { readonly panel: Panel }) {
  const { timeZone, compare } = useDashboardScope()
  if (compare === null || panel.queries.length === 0) return null
  return (
    <Suspense>
      <earlierOutcomes.Component panel={panel}>
        {({ period, outcomes }) => (
          <section data-earlier>
            <p>
              Compared with {period.label}: {outcomes.length === 1 ? 'the same query' : 'the same queries'} for that
              time.
            </p>
            {outcomes.map((outcome, i) => (
              // Queries have no id of their own; their place in the file is what names them.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <Outcome key={i} outcome={outcome} timeZone={timeZone} />
            ))}
          </section>
        )}
      </earlierOutcomes.Component>
    </Suspense>
  )
}

function Outcome({
  outcome: { data, error },
  timeZone,
}: {
  readonly outcome: QueryOutcome
  readonly timeZone: string
}) {
  return (
    <>
      {error && <p className={styles['truth']}>{error.message}</p>}
      {data && (
        <dl className={styles['facts']}>
          <EvaluatedAt evaluatedMs={data.evaluatedMs} timeZone={timeZone} />
          <RequestFacts requests={data.requests} timeZone={timeZone} />
        </dl>
      )}
    </>
  )
}
