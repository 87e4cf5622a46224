import { useCallback, useMemo } from 'react'
import type { SloNow } from '~/data/slo/slo-now'
import { useBudgetHistory } from '~/data/slo/use-budget-history'
import type { BudgetPoint } from '~/domain/slo/history'
import { stepOf } from '~/domain/slo/step'
import { DAY_MS, formatDuration } from '~/domain/time/duration'
import { formatInstant } from '~/domain/time/format-instant'
import { timeTicks } from '~/domain/time/time-ticks'
import { displayText } from '~/lib/display-text'
import { BudgetChart } from '~/ui/chart/BudgetChart'
import figures from '~/ui/figure-table.module.css'
import parts from '~/ui/parts.module.css'
import { classNames } from '~/ui/primitives/class-names'
import { daysOf } from './days'
import styles from './slo.module.css'
import tables from './tables.module.css'
import { countText, shareText } from './words'

/** The budget over its window as a picture, and day by day as a table. */
export function BudgetPart({ row, timeZone }: { readonly row: SloNow; readonly timeZone: string }) {
  const { slo, truth, windowEvaluatedMs, reading } = row
  const { history, error } = useBudgetHistory(slo, row)
  const points = history?.points ?? NONE
  const toMs = windowEvaluatedMs ?? 0
  const fromMs = toMs - slo.windowMs
  const ticks = useMemo(() => timeTicks(fromMs, toMs, timeZone, 8), [fromMs, toMs, timeZone])
  const days = useMemo(() => daysOf(points, timeZone, slo.windowMs < 2 * DAY_MS), [points, timeZone, slo.windowMs])
  const wordsAt = useCallback(
    (timeMs: number) => wordsOf(points, timeMs, timeZone, slo.events),
    [points, timeZone, slo.events],
  )
  const isKnown = points.some(({ left }) => left !== null)
  return (
    <section className={styles['part']} aria-labelledby="budget">
      <h3 id="budget">Budget over the last {formatDuration(slo.windowMs)}</h3>
      {error !== null && (
        <p className={styles['fault']} role="alert">
          {displayText(error.message)}
        </p>
      )}
      {isKnown ? (
        <>
          <div className={styles['chart']}>
            <BudgetChart
              label={summaryOf(points, slo.windowMs)}
              points={points}
              fromMs={fromMs}
              toMs={toMs}
              ticks={ticks}
              wordsAt={wordsAt}
              old={truth.old || error !== null}
            />
          </div>
          <p className={styles['small']}>
            Summed up {stepOf(slo) === 3_600_000 ? 'hour by hour' : `every ${formatDuration(stepOf(slo))}`} from the
            window’s start; it ends with the figure of the whole window. A gap has no data.
          </p>
          <details className={tables['days']}>
            <summary>As a table</summary>
            <table className={classNames(figures['table'], tables['plain'])}>
              <thead>
                <tr>
                  <th scope="col">Until</th>
                  <th scope="col">Bad {displayText(slo.events)}</th>
                  <th scope="col">Budget left</th>
                </tr>
              </thead>
              <tbody>
                {days.map(({ name, bad, left }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{bad === null ? 'no data' : countText(bad)}</td>
                    <td data-tone={left !== null && left < 0 ? 'crit' : undefined}>{shareText(left)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      ) : (
        error === null && (
          <p className={parts['nothing']}>
            {reading === undefined || (history === undefined && reading.total !== null)
              ? 'Asks for the course of the budget…'
              : 'There is nothing to draw: nothing was counted in this window.'}
          </p>
        )
      )}
    </section>
  )
}

const NONE: readonly BudgetPoint[] = []

function wordsOf(points: readonly BudgetPoint[], timeMs: number, timeZone: string, events: string): readonly string[] {
  const point = points.findLast((one) => one.timeMs <= timeMs + 1)
  if (point === undefined) return []
  const bad = point.bad === null ? [] : [`${countText(point.bad)} bad ${events} in the step before`]
  return [formatInstant(point.timeMs, timeZone), `${shareText(point.left)} left`, ...bad]
}

/** The picture in a sentence. */
function summaryOf(points: readonly BudgetPoint[], windowMs: number): string {
  const known = points.filter((point): point is BudgetPoint & { left: number } => point.left !== null)
  const [first, last] = [known[0], known.at(-1)]
  const lowest = Math.min(...known.map(({ left }) => left))
  return `Error budget over ${formatDuration(windowMs)}: from ${shareText(first?.left)} to ${shareText(last?.left)}, lowest ${shareText(lowest)}.`
}
