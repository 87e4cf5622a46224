import { useMemo, useState } from 'react'
import { type Course, useCourses } from '~/data/outlook/use-courses'
import { useServices } from '~/data/services-context'
import { joinRestarts } from '~/domain/annotations/deploys'
import type { Points } from '~/domain/annotations/points'
import { findRestarts, jobSizes, restartsExpr } from '~/domain/annotations/restarts'
import { changeAt } from '~/domain/baseline/before-after'
import type { Signal } from '~/domain/outlook/decode-outlook'
import type { Matrix } from '~/domain/series/frame'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import type { UnixMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { usePageZone } from '~/state/use-page-zone'
import figures from '~/ui/figure-table.module.css'
import parts from '~/ui/parts.module.css'
import { classNames } from '~/ui/primitives/class-names'
import styles from './outlook.module.css'
import { SaidChip } from './SaidChip'
import { titleOf } from './SignalPart'
import { around, DEPLOY_STEP_MS, LAST_WEEK } from './stretches'
import { changeSaid, changeText } from './words'

/** Most deploys and restarts that are listed. */
const MOST_EVENTS = 8

interface Event {
  readonly key: string
  readonly platform: string
  readonly timeMs: UnixMs
  readonly job: string
  readonly words: string
}

/** What the newest deploys and restarts changed: each signal of their platform before and after. */
export function DeployPart({ signals }: { readonly signals: readonly Signal[] }) {
  const { config } = useServices()
  const { timeZone } = usePageZone(config.timeZone)
  const [open, setOpen] = useState<string | null>(null)
  const platforms = useMemo(() => [...new Set(signals.map(({ platform }) => platform))], [signals])
  const exprs = useMemo(() => platforms.map(restartsExpr), [platforms])
  const courses = useCourses(exprs, LAST_WEEK)
  const events = courses
    .flatMap(({ matrix }, i) => (matrix === undefined ? [] : eventsOf(platforms[i] ?? '', matrix)))
    .sort((a, b) => b.timeMs - a.timeMs)
  const error = courses.find((course) => course.error !== null)?.error
  const shown = open ?? events[0]?.key
  return (
    <section className={styles['part']} aria-labelledby="deploys">
      <h2 id="deploys">Deploys and restarts</h2>
      {error && <p className={styles['fault']}>{displayText(error.message)}</p>}
      {events.length === 0 ? (
        <p className={parts['nothing']}>{nothingText(courses)}</p>
      ) : (
        <ul className={styles['events']}>
          {events.slice(0, MOST_EVENTS).map((event) => (
            <li key={event.key} data-event={event.job}>
              <button
                type="button"
                className={styles['event']}
                aria-expanded={shown === event.key}
                onClick={() => setOpen(shown === event.key ? '' : event.key)}
              >
                <strong>{formatInstant(event.timeMs, timeZone)}</strong>
                <span>{displayText(event.words)}</span>
                <small>{displayText(titleOf(config.platforms, event.platform))}</small>
              </button>
              {shown === event.key && <BeforeAfter event={event} signals={signals} />}
            </li>
          ))}
        </ul>
      )}
      {events.length > MOST_EVENTS && (
        <p className={styles['small']}>and {events.length - MOST_EVENTS} older ones of this week</p>
      )}
    </section>
  )
}

/** Why no event is listed; that nothing began anew is said only where every platform tells it. */
export function nothingText(courses: readonly Pick<Course, 'matrix' | 'error'>[]): string {
  if (courses.some(({ matrix, error }) => matrix === undefined && error === null))
    return 'Asking what began in the last week…'
  if (courses.some(({ error }) => error !== null)) return 'Not everything was answered: what began anew is not known.'
  if (courses.some(({ matrix }) => matrix?.series.length === 0))
    return 'Not every platform tells when its processes began. Of those that do none began anew in the last week.'
  return 'No process began anew in the last week.'
}

function BeforeAfter({ event, signals }: { readonly event: Event; readonly signals: readonly Signal[] }) {
  const own = useMemo(() => signals.filter(({ platform }) => platform === event.platform), [signals, event.platform])
  const exprs = useMemo(() => own.map(({ expr }) => expr), [own])
  const stretch = useMemo(() => around(event.timeMs), [event.timeMs])
  const courses = useCourses(exprs, stretch)
  return (
    <table className={classNames(figures['table'], styles['table'])}>
      <thead>
        <tr>
          <th scope="col">Signal</th>
          <th scope="col">Two hours before</th>
          <th scope="col">Two hours after</th>
          <th scope="col">Change</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {own.map(({ id, title, unit, worse }, i) => {
          const { points, error } = courses[i] ?? { points: undefined, error: null }
          const change = points === undefined ? undefined : changeAt(points, event.timeMs, DEPLOY_STEP_MS)
          const before = change !== undefined && 'before' in change ? change.before : null
          const after = change !== undefined && 'after' in change ? change.after : null
          const said = change && changeSaid(change, worse)
          return (
            <tr key={id} data-change={change?.kind}>
              <th scope="row">{displayText(title)}</th>
              <td data-head="Before">{before === null ? '–' : formatText(before, { unit })}</td>
              <td data-head="After">{after === null ? '–' : formatText(after, { unit })}</td>
              <td data-head="Change">{change === undefined ? '…' : changeText(change)}</td>
              <td data-head="Verdict">
                <SaidChip error={error} said={said} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** Processes that began anew; one that was not there before is no change of anything. */
function eventsOf(platform: string, { grid, series }: Matrix): readonly Event[] {
  const timesMs = Float64Array.from({ length: grid.count }, (_, i) => grid.startMs + i * grid.stepMs)
  const points: Points = { timesMs, series }
  const sizes = jobSizes(points)
  const sizeAt = (job: string, timeMs: UnixMs) => {
    const index = Math.min(grid.count - 1, Math.max(0, Math.ceil((timeMs - grid.startMs) / grid.stepMs)))
    return sizes.get(job)?.[index] ?? 0
  }
  const again = findRestarts(points).filter((restart) => restart.again)
  return joinRestarts(again, sizeAt).map(({ timeMs, job, isDeploy, targets, restarts }) => ({
    key: `${platform} ${job} ${timeMs}`,
    ...{ platform, timeMs, job },
    words: isDeploy
      ? `Deploy of ${job}: ${targets} instances began anew`
      : `${job} restarted${restarts.length > 1 ? `, ${restarts.length} processes` : ''}`,
  }))
}
