import { useEffect } from 'react'
import { useServices } from '~/data/services-context'
import type { Slo } from '~/domain/slo/model'
import { formatClock } from '~/domain/time/format-instant'
import { SLO_ORDERS, SLO_RATES, type SloOrder } from '~/state/slo-view'
import { usePageZone } from '~/state/use-page-zone'
import figures from '~/ui/figure-table.module.css'
import parts from '~/ui/parts.module.css'
import { classNames } from '~/ui/primitives/class-names'
import { SelectField } from '~/ui/primitives/SelectField'
import { announceContent } from '~/ui/primitives/settled'
import { orderSlos } from './order'
import { SloRow } from './SloRow'
import styles from './slo.module.css'
import { rateMs, useLiveSlos, useSloView } from './use-slo-page'
import { coverageOf, leadOf, stateNow } from './words'

const ORDER_WORDS: Readonly<Record<SloOrder, string>> = { worst: 'Worst first', burn: 'Fastest burn', title: 'Title' }

/** Every objective in a row: what is left of its budget, how fast it burns, and when it runs out. */
export function SloList({ slos }: { readonly slos: readonly Slo[] }) {
  const { config } = useServices()
  const [view, change] = useSloView()
  const { timeZone } = usePageZone(config.timeZone)
  const rows = useLiveSlos(slos)
  const isAnswered = rows.every(({ truth }) => truth.kind !== 'loading')
  useEffect(() => {
    if (isAnswered) announceContent()
  }, [isAnswered])
  if (slos.length === 0) {
    return (
      <p className={parts['nothing']}>
        slos.json names no objectives. docs/slo.md says how one is written: what is counted, what share is promised, and
        over which window.
      </p>
    )
  }
  const shown = rows.filter(({ slo }) => view.platform === '' || slo.platform === view.platform)
  const windowMs = rateMs(view.rate)
  const isWhole = shown.every(({ slo, reading }) => coverageOf(slo, reading) === null)
  // The oldest of them: no row is older than what the page says.
  const times = rows.flatMap(({ evaluatedMs }) => evaluatedMs ?? [])
  const asOf = times.length === 0 ? 0 : Math.min(...times)
  const named = new Set(slos.map(({ platform }) => platform))
  const platforms = config.platforms.filter(({ id }) => named.has(id))
  return (
    <>
      <title>Error budgets · Lookout</title>
      <p className={styles['lead']} role="status">
        {leadOf(shown.map(stateNow), isWhole)}
      </p>
      <search className={styles['controls']}>
        <SelectField
          label="Platform"
          value={view.platform}
          onChange={(event) => change({ platform: event.target.value })}
        >
          <option value="">All</option>
          {platforms.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Order"
          value={view.order}
          onChange={(event) => change({ order: SLO_ORDERS.find((one) => one === event.target.value) ?? 'worst' })}
        >
          {SLO_ORDERS.map((one) => (
            <option key={one} value={one}>
              {ORDER_WORDS[one]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Runs out at the rate of"
          value={view.rate}
          onChange={(event) => change({ rate: SLO_RATES.find((one) => one === event.target.value) ?? '1h' })}
        >
          {SLO_RATES.map((one) => (
            <option key={one} value={one}>
              the last {one}
            </option>
          ))}
        </SelectField>
        {asOf > 0 && (
          <p className={styles['asof']}>
            As of <time data-ms={asOf}>{formatClock(asOf, timeZone)}</time>
          </p>
        )}
      </search>
      {shown.length === 0 ? (
        <p className={parts['nothing']}>No objective is of this platform.</p>
      ) : (
        <table className={classNames(figures['table'], styles['table'])}>
          <thead>
            <tr>
              <th scope="col">Objective</th>
              <th scope="col">State</th>
              <th scope="col">Budget left</th>
              <th scope="col">That is</th>
              <th scope="col">Compliance</th>
              {SLO_RATES.map((rate) => (
                <th key={rate} scope="col" data-first={rate === '5m' || undefined}>
                  Burn {rate}
                </th>
              ))}
              <th scope="col">Runs out</th>
            </tr>
          </thead>
          <tbody>
            {orderSlos(shown, view.order, windowMs).map((row) => (
              <SloRow key={row.slo.id} row={row} rateMs={windowMs} />
            ))}
          </tbody>
        </table>
      )}
      <p className={styles['foot']}>
        A burn of 1× uses the budget up in exactly its window. Red is a rate that pages, yellow one that opens a ticket.
      </p>
    </>
  )
}
