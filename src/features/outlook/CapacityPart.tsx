import { useMemo } from 'react'
import { useLocation } from 'react-router-dom'
import { useCourses } from '~/data/outlook/use-courses'
import { useServices } from '~/data/services-context'
import { untilFull } from '~/domain/capacity/until-full'
import { carriedSearch } from '~/domain/links/carried-search'
import { dashboardPath } from '~/domain/links/paths'
import type { Capacity } from '~/domain/outlook/decode-outlook'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { Bullet } from '~/ui/chart/Bullet'
import figures from '~/ui/figure-table.module.css'
import { AppLink } from '~/ui/primitives/AppLink'
import { classNames } from '~/ui/primitives/class-names'
import { toneOf } from '~/ui/status/tone'
import styles from './outlook.module.css'
import { SaidChip } from './SaidChip'
import { titleOf } from './SignalPart'
import { TWO_WEEKS } from './stretches'
import { fullText, outlookSaid } from './words'

/** What fills, and when it is full by the trend of the last two weeks. */
export function CapacityPart({ capacity }: { readonly capacity: readonly Capacity[] }) {
  const { config } = useServices()
  const carried = carriedSearch(useLocation().search)
  const exprs = useMemo(() => capacity.map(({ expr }) => expr), [capacity])
  const courses = useCourses(exprs, TWO_WEEKS)
  return (
    <section className={styles['part']} aria-labelledby="capacity">
      <h2 id="capacity">Capacity</h2>
      <table className={classNames(figures['table'], styles['table'])}>
        <thead>
          <tr>
            <th scope="col">What fills</th>
            <th scope="col">Now</th>
            <th scope="col">Full at</th>
            <th scope="col">Full</th>
            <th scope="col">Trend</th>
          </tr>
        </thead>
        <tbody>
          {capacity.map(({ id, title, platform, unit, limit, dashboard, panel }, i) => {
            const { points, error } = courses[i] ?? { points: undefined, error: null }
            const value = points?.findLast((point) => point.value !== null)?.value ?? null
            const outlook = points === undefined ? undefined : untilFull(points, limit)
            const said = outlook === undefined ? undefined : outlookSaid(outlook)
            const [when, range] = outlook === undefined ? ['…', ''] : fullText(outlook)
            const isShown = dashboard !== undefined && config.dashboards.includes(dashboard)
            return (
              <tr key={id} data-capacity={id} data-outlook={outlook?.kind}>
                <th scope="row">
                  {isShown ? (
                    <AppLink to={dashboardPath(dashboard, panel) + carried}>{displayText(title)}</AppLink>
                  ) : (
                    displayText(title)
                  )}
                  <small>{displayText(titleOf(config.platforms, platform))}</small>
                </th>
                <td data-head="Now">
                  {points === undefined ? '…' : formatText(value, { unit })}
                  <Bullet value={value} min={0} max={limit} tone={said ? toneOf(said.mark) : 'unknown'} />
                </td>
                <td data-head="Full at">{formatText(limit, { unit })}</td>
                <td data-head="Full">
                  {when}
                  <small>{range}</small>
                </td>
                <td data-head="Trend">
                  <SaidChip error={error} said={said} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className={styles['small']}>
        A straight line through the hours of two weeks that a quarter of wild hours does not move (Theil–Sen), with the
        range in which it lies with 95 %.
      </p>
    </section>
  )
}
