import { useEffect, useMemo } from 'react'
import { type Course, useCourses } from '~/data/outlook/use-courses'
import { useServices } from '~/data/services-context'
import { judgeNewest, type Verdict } from '~/domain/baseline/hour-of-week'
import type { Signal } from '~/domain/outlook/decode-outlook'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { usePageZone } from '~/state/use-page-zone'
import { Sparkline } from '~/ui/chart/Sparkline'
import figures from '~/ui/figure-table.module.css'
import { classNames } from '~/ui/primitives/class-names'
import { announceContent } from '~/ui/primitives/settled'
import { useOldEnds } from './course-age'
import styles from './outlook.module.css'
import { SaidChip } from './SaidChip'
import { FIVE_WEEKS } from './stretches'
import { signalsText, usualText, verdictSaid } from './words'

/** The newest hour of each signal beside what is usual at that hour of the week. */
export function SignalPart({ signals }: { readonly signals: readonly Signal[] }) {
  const { config } = useServices()
  const { timeZone } = usePageZone(config.timeZone)
  const exprs = useMemo(() => signals.map(({ expr }) => expr), [signals])
  const courses = useCourses(exprs, FIVE_WEEKS)
  const isAnswered = courses.every(({ points, error }) => points !== undefined || error !== null)
  useEffect(() => {
    if (isAnswered) announceContent()
  }, [isAnswered])
  const oldEnds = useOldEnds(courses)
  const rows = signals
    .map((signal, i) => {
      const [course, oldMs] = [courses[i], oldEnds[i] ?? null]
      const said = saidOf(signal, course, timeZone)
      // What was judged before the source fell silent, or hours ago, is no verdict of now.
      return { signal, course, said, oldMs, isNow: said !== undefined && oldMs === null && course?.error === null }
    })
    .sort((a, b) => needOf(b.isNow ? b.said : undefined) - needOf(a.isNow ? a.said : undefined))
  const newestMs = Math.max(...courses.flatMap(({ points }) => points?.at(-1)?.timeMs ?? []))
  return (
    <section className={styles['part']} aria-labelledby="signals">
      <h2 id="signals">Signals</h2>
      <p className={styles['lead']} role="status">
        {!isAnswered
          ? 'Asking for five weeks of hours…'
          : signalsText(rows.map(({ said, isNow }) => (isNow ? said?.verdict : undefined)))}
      </p>
      <table className={classNames(figures['table'], styles['table'])}>
        <thead>
          <tr>
            <th scope="col">Signal</th>
            <th scope="col">Up to five weeks</th>
            <th scope="col">Last hour</th>
            <th scope="col">Usual then</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ signal, course, said, oldMs, isNow }) => {
            const [band, basis] = said === undefined ? ['…', ''] : usualText(said.verdict, signal.unit)
            const value = course?.points?.at(-1)?.value
            return (
              <tr
                key={signal.id}
                data-signal={signal.id}
                data-verdict={said?.verdict.kind}
                data-old={said && !isNow ? '' : undefined}
              >
                <th scope="row">
                  {displayText(signal.title)}
                  <small>{displayText(titleOf(config.platforms, signal.platform))}</small>
                </th>
                <td className={styles['spark']}>{course?.points && <CourseLine points={course.points} />}</td>
                <td data-head="Last hour">
                  {value === undefined ? (course?.error ? '–' : '…') : formatText(value, { unit: signal.unit })}
                  {said && !isNow && <small>{`until ${formatInstant(endOf(course), timeZone).slice(0, 16)}`}</small>}
                </td>
                <td data-head="Usual then">
                  {band}
                  <small>{basis}</small>
                </td>
                <td data-head="Verdict">
                  <SaidChip error={course?.error} said={said} isOld={oldMs !== null} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className={styles['small']}>
        {Number.isFinite(newestMs) && <>The hour until {formatInstant(newestMs, timeZone)}. </>}
        Usual is the median of the same hour of earlier weeks, four spreads (MAD) to each side; of earlier days while
        there are not three such weeks.
      </p>
    </section>
  )
}

/** What is bad news comes first, then what is merely unusual; all else stays in the order of the file. */
const needOf = (said: ReturnType<typeof saidOf>) => (said?.mark === 'warn' ? 2 : said?.mark === 'info' ? 1 : 0)

const endOf = (course: Course | undefined) => course?.points?.at(-1)?.timeMs ?? 0

/** A course is judged once, and not with each second that it is looked at. */
const judged = new WeakMap<object, readonly [timeZone: string, verdict: Verdict]>()

function verdictOf(points: Course['points'] & object, timeZone: string): Verdict {
  const before = judged.get(points)
  if (before?.[0] === timeZone) return before[1]
  const verdict = judgeNewest(points, timeZone)
  judged.set(points, [timeZone, verdict])
  return verdict
}

function saidOf(signal: Signal, course: Course | undefined, timeZone: string) {
  if (course?.points === undefined) return undefined
  const verdict = verdictOf(course.points, timeZone)
  return { verdict, ...verdictSaid(verdict, signal.worse) }
}

/** The hours since the first one that is known. */
function CourseLine({ points }: { readonly points: Course['points'] & object }) {
  const { timesMs, values } = useMemo(() => {
    const first = points.findIndex(({ value }) => value !== null)
    const known = first < 0 ? [] : points.slice(first)
    return {
      timesMs: Float64Array.from(known, ({ timeMs }) => timeMs),
      values: Float64Array.from(known, ({ value }) => value ?? Number.NaN),
    }
  }, [points])
  const [fromMs, toMs] = [timesMs[0], timesMs.at(-1)]
  if (fromMs === undefined || toMs === undefined || fromMs === toMs) return null
  return <Sparkline timesMs={timesMs} values={values} fromMs={fromMs} toMs={toMs} colour="--accent" />
}

/** Title of a platform, or its id where the configuration has none. */
export function titleOf(platforms: readonly { readonly id: string; readonly title: string }[], id: string): string {
  return platforms.find((one) => one.id === id)?.title ?? id
}
