import type { ReactNode } from 'react'
import { useServices } from '~/data/services-context'
import type { LogOverview, LogQuestion } from '~/domain/logs/log-ports'
import { formatAge } from '~/domain/time/duration'
import { describeTimeRange } from '~/domain/time/presets'
import { resolveTimeRange, type TimeRangeText } from '~/domain/time/time-range'
import { widerRange } from '~/domain/time/wider-range'
import { Button } from '~/ui/primitives/Button'
import styles from './logs.module.css'

interface NoLinesProps {
  readonly overview: LogOverview
  readonly question: LogQuestion
  readonly view: TimeRangeText
  readonly timeZone: string
  /** There is a query that could be taken away. */
  readonly hasQuery: boolean
  readonly onClear: () => void
  readonly onRange: (range: TimeRangeText) => void
  /** What else to do about it. */
  readonly advice: ReactNode
}

/** Where lines would be: why there are none, and what to try next. */
export function NoLines(props: NoLinesProps) {
  const { overview, question, view, timeZone, hasQuery, onClear, onRange, advice } = props
  const { clock } = useServices()
  const { scanned, newestMs } = overview
  const why = whyNone(overview)
  if (why !== null) {
    return (
      <div className={styles['nothing']}>
        <h2>{why.title}</h2>
        <p>{why.text}</p>
      </div>
    )
  }
  const range = resolveTimeRange(view, question.toMs, timeZone)
  const wider = range.ok ? widerRange(range.value, clock.nowMs()) : null
  return (
    <div className={styles['nothing']}>
      <h2>{scanned === 0 ? 'No lines were written in this range' : 'No line is like that'}</h2>
      <p>
        {scanned > 0
          ? `All ${scanned.toLocaleString('en-GB')} lines of this range were looked at.`
          : newestMs === null
            ? 'This source has no lines at all.'
            : `The newest line of this source is ${formatAge(Math.max(0, clock.nowMs() - newestMs))} old.`}
      </p>
      <p className={styles['ways']}>
        {hasQuery && scanned > 0 && (
          <Button look="primary" onClick={onClear}>
            Clear the query
          </Button>
        )}
        {wider !== null && (
          <Button onClick={() => onRange(wider)}>
            {`Look in a wider range: ${describeTimeRange(wider, timeZone).toLowerCase()}`}
          </Button>
        )}
      </p>
      {advice}
    </div>
  )
}

/** Why it is not known whether there are lines; null where it is. */
function whyNone({ error, gaps, scanned, newestMs, readMs }: LogOverview) {
  if (error !== null && readMs === null) {
    return {
      title: 'Whether there are lines is not known',
      text: 'Nothing could be read: what is wrong stands above. It is asked again by itself.',
    }
  }
  if (scanned === 0 && newestMs === null && gaps.some(({ kind }) => kind === 'gone')) {
    return {
      title: 'There is no file to read',
      text: 'The server answers that it has none at this address. Check url and files of this source in config.json. A file that is made later is found by itself.',
    }
  }
  return null
}
