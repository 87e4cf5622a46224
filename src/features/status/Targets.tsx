import { isLateTarget } from '~/domain/checks/late-target'
import type { Target } from '~/domain/checks/observation'
import { formatAge } from '~/domain/time/duration'
import { displayText } from '~/lib/display-text'
import parts from '~/ui/parts.module.css'
import { classNames } from '~/ui/primitives/class-names'
import { StatusIcon } from '~/ui/status/StatusIcon'
import type { StatusMark } from '~/ui/status/tone'
import styles from './status.module.css'

export interface TargetsProps {
  /** Title of the source that scrapes them. */
  readonly source: string
  readonly targets: readonly Target[]
  /** On the clock of that source. */
  readonly nowMs: number
}

/** Late: it was up when it was last scraped, which is too long ago to say so now. */
type State = Target['health'] | 'late'

const MARKS: Readonly<Record<State, StatusMark>> = { up: 'ok', down: 'crit', unknown: 'unknown', late: 'unknown' }
const WORDS: Readonly<Record<State, string>> = { up: 'up', down: 'down', unknown: 'not yet', late: 'not of late' }
const ORDER: readonly State[] = ['down', 'late', 'unknown', 'up']
const MOST_ROWS = 200

/** The applications, by what is scraped of them: those that are down first, each with its last error. */
export function Targets({ source, targets, nowMs }: TargetsProps) {
  const stateOf = (target: Target): State => (isLateTarget(target, nowMs) ? 'late' : target.health)
  const ordered = targets.toSorted((a, b) => ORDER.indexOf(stateOf(a)) - ORDER.indexOf(stateOf(b)))
  const up = targets.filter((target) => stateOf(target) === 'up').length
  return (
    <section className={classNames(parts['card'], styles['targets'])} aria-label={`Targets of ${source}`}>
      <h2>
        Applications
        <small>
          {up} of {targets.length} up, scraped by {displayText(source)}
        </small>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={styles['scroll']} tabIndex={0} aria-label={`Table of the targets of ${source}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Job</th>
              <th scope="col">Instance</th>
              <th scope="col">Last scrape</th>
              <th scope="col">Took</th>
              <th scope="col">Last error</th>
            </tr>
          </thead>
          <tbody>
            {keyed(ordered.slice(0, MOST_ROWS)).map(([key, target]) => (
              <Row key={key} target={target} state={stateOf(target)} nowMs={nowMs} />
            ))}
          </tbody>
        </table>
      </section>
      {targets.length > MOST_ROWS && (
        <p className={styles['step']}>
          {MOST_ROWS} of {targets.length} shown.
        </p>
      )}
    </section>
  )
}

/** Two targets may have one address and differ in labels that are not shown: each has its row. */
function keyed(targets: readonly Target[]): readonly (readonly [key: string, target: Target])[] {
  const seen = new Map<string, number>()
  return targets.map((target) => {
    const key = JSON.stringify([target.job, target.instance, target.url])
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    return [`${key} ${nth}`, target]
  })
}

interface RowProps {
  readonly target: Target
  readonly state: State
  readonly nowMs: number
}

function Row({ target, state, nowMs }: RowProps) {
  const { job, instance, url, lastError, lastScrapeMs, lastTookMs } = target
  return (
    <tr data-health={state}>
      <td>
        <span className={styles['state']}>
          <StatusIcon mark={MARKS[state]} /> {WORDS[state]}
        </span>
      </td>
      <td>{displayText(job)}</td>
      <td title={displayText(url)}>{displayText(instance)}</td>
      <td>{lastScrapeMs === null ? 'never' : `${formatAge(nowMs - lastScrapeMs)} ago`}</td>
      <td>{lastTookMs === null || lastScrapeMs === null ? '–' : `${Math.max(1, Math.round(lastTookMs))} ms`}</td>
      <td className={styles['error']}>{displayText(lastError)}</td>
    </tr>
  )
}
