import { budgetShareOf, burnAlertsOf } from '~/domain/slo/burn'
import { allowedShare, type Slo } from '~/domain/slo/model'
import { burnWindowsOf } from '~/domain/slo/questions'
import { exhaustionOf, type SloReading } from '~/domain/slo/reading'
import { formatDuration } from '~/domain/time/duration'
import figures from '~/ui/figure-table.module.css'
import { classNames } from '~/ui/primitives/class-names'
import { burnTone } from './burn-tone'
import styles from './slo.module.css'
import tables from './tables.module.css'
import { burnText, exhaustionText, shareText } from './words'

interface BurnTableProps {
  readonly slo: Slo
  readonly reading: SloReading | undefined
  /** The reading is the whole truth of now. */
  readonly isNow: boolean
}

/** How fast the budget burns over each window, and the alerts that look at it. */
export function BurnTable({ slo, reading, isNow }: BurnTableProps) {
  const allowed = allowedShare(slo)
  const alerts = burnAlertsOf(slo)
  return (
    <section className={styles['part']} aria-labelledby="burn">
      <h3 id="burn">Burn rate</h3>
      <div className={styles['beside']}>
        <table className={classNames(figures['table'], tables['plain'])}>
          <thead>
            <tr>
              <th scope="col">Window</th>
              <th scope="col">Burn</th>
              <th scope="col">Bad share</th>
              <th scope="col">Runs out</th>
            </tr>
          </thead>
          <tbody>
            {burnWindowsOf(slo).map((ms) => {
              const burn = reading?.burn.get(ms)
              const share = typeof burn === 'number' ? burn * allowed : burn
              return (
                <tr key={ms}>
                  <th scope="row">{formatDuration(ms)}</th>
                  <td data-tone={isNow ? burnTone(slo, ms, burn) : undefined}>
                    {reading === undefined ? '…' : burnText(burn)}
                  </td>
                  <td>{reading === undefined ? '…' : shareText(share)}</td>
                  <td>{exhaustionText(exhaustionOf(isNow ? reading : undefined, burn))}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
        <table className={classNames(figures['table'], tables['plain'])}>
          <thead>
            <tr>
              <th scope="col">Alert</th>
              <th scope="col">Both above</th>
              <th scope="col">Burns of the budget</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {alerts.map((alert) => {
              const { severity, factor, longMs, shortMs } = alert
              const isBurning = isNow && (reading?.burning.includes(alert) ?? false)
              // One window that does not burn is enough: both must.
              const isQuiet = isNow && [longMs, shortMs].some((ms) => isCalm(reading?.burn.get(ms), factor))
              return (
                <tr key={longMs}>
                  <th scope="row">
                    {severity === 'critical' ? 'page' : 'ticket'} <small>{severity}</small>
                  </th>
                  <td>
                    {factor}× over {formatDuration(longMs)} and {formatDuration(shortMs)}
                  </td>
                  <td>{shareText(budgetShareOf(alert, slo))}</td>
                  <td data-tone={isBurning ? (severity === 'critical' ? 'crit' : 'warn') : undefined}>
                    {reading === undefined ? '…' : isBurning ? 'burns' : isQuiet ? 'quiet' : 'not known'}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {alerts.length < 4 && (
        <p className={styles['small']}>
          Alerts that this objective can never reach are left out: so many errors as they want there cannot be, or their
          window is longer than its own.
        </p>
      )}
    </section>
  )
}

/** No traffic burns nothing; what is not known may. */
function isCalm(burn: number | null | undefined, factor: number): boolean {
  return typeof burn === 'number' && !(burn > factor)
}
