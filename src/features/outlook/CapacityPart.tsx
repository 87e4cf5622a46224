import { useMemo } from 'react'
import { useLocation } from 'react-router-dom'
import { useCourses } from '~/data/outlook/use-courses'
import { useServices } from '~/data/services-context'
import { type LevelPoint, newestLevel, type Outlook, untilFull } from '~/domain/capacity/until-full'
import { carriedSearch } from '~/domain/links/carried-search'
import { dashboardPath } from '~/domain/links/paths'
import type { Capacity } from '~/domain/outlook/decode-outlook'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { usePageZone } from '~/state/use-page-zone'
import { Bullet } from '~/ui/chart/Bullet'
import figures from '~/ui/figure-table.module.css'
import { AppLink } from '~/ui/primitives/AppLink'
import { classNames } from '~/ui/primitives/class-names'
import { toneOf } from '~/ui/status/tone'
import { useOldEnds } from './course-age'
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
  const oldEnds = useOldEnds(courses)
  const { timeZone } = usePageZone(config.timeZone)
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
            const newest = points && newestLevel(points)
            const outlook = points === undefined ? undefined : outlookOf(points, limit)
            const oldMs = oldEnds[i] ?? null
            // What was told before is not told of now.
            const isNow = outlook !== undefined && outlook.kind !== 'ended' && oldMs === null && error === null
            const said = outlook === undefined ? undefined : outlookSaid(outlook)
            const [when, range] = outlook === undefined ? [error === null ? '…' : '–', ''] : fullText(outlook)
            const isShown = dashboard !== undefined && config.dashboards.includes(dashboard)
            return (
              <tr
                key={id}
                data-capacity={id}
                data-outlook={outlook?.kind}
                data-old={outlook && !isNow ? '' : undefined}
              >
                <th scope="row">
                  {isShown ? (
                    <AppLink to={dashboardPath(dashboard, panel) + carried}>{displayText(title)}</AppLink>
                  ) : (
                    displayText(title)
                  )}
                  <small>{displayText(titleOf(config.platforms, platform))}</small>
                </th>
                <td data-head="Now">
                  {points === undefined ? (error === null ? '…' : '–') : formatText(newest?.value ?? null, { unit })}
                  {newest && !isNow && <small>{`at ${formatInstant(newest.timeMs, timeZone).slice(0, 16)}`}</small>}
                  <Bullet
                    value={newest?.value ?? null}
                    min={0}
                    max={limit}
                    tone={said && isNow ? toneOf(said.mark) : 'unknown'}
                  />
                </td>
                <td data-head="Full at">{formatText(limit, { unit })}</td>
                <td data-head="Full">
                  {isNow || outlook === undefined || outlook.kind === 'ended' ? when : '–'}
                  <small>{isNow || outlook?.kind === 'ended' ? range : ''}</small>
                </td>
                <td data-head="Trend">
                  <SaidChip error={error} said={said} isOld={oldMs !== null} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className={styles['small']}>
        A straight line through the hours of two weeks that a quarter of wild hours does not move (Theil–Sen), with the
        range in which it lies with 95 %. Now is the end of the last whole hour.
      </p>
    </section>
  )
}

/** A trend is drawn once, and not with each second that it is looked at. */
const told = new WeakMap<readonly LevelPoint[], readonly [limit: number, outlook: Outlook]>()

function outlookOf(points: readonly LevelPoint[], limit: number): Outlook {
  const before = told.get(points)
  if (before?.[0] === limit) return before[1]
  const outlook = untilFull(points, limit)
  told.set(points, [limit, outlook])
  return outlook
}
