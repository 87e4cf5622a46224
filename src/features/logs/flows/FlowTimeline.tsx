import { useMemo } from 'react'
import type { LogLine } from '~/domain/logs/model'
import { flowLanes } from '~/domain/traces/flow'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { levelWord } from '../level-look'
import { fullTimeOf } from '../line-time'
import styles from './flow.module.css'

/** Marks that are told apart along a lane: a wall has room for so many. */
const PLACES = 240
const MOST_LANES = 20

/** When each service said something of an id, and how bad it was. */
export function FlowTimeline({ lines, timeZone }: { readonly lines: readonly LogLine[]; readonly timeZone: string }) {
  const { startMs, durationMs, lanes } = useMemo(() => flowLanes(lines, PLACES), [lines])
  return (
    <section className={styles['timeline']} aria-label="Timeline">
      <p className={styles['note']}>
        {`${fullTimeOf(startMs, timeZone)}, ${formatText(durationMs, { unit: 'ms' })} from the first line to the last`}
      </p>
      <ul>
        {lanes.slice(0, MOST_LANES).map(({ service, lines: count, marks }) => (
          <li key={service}>
            <bdi>{displayText(service)}</bdi>
            <span className={styles['count']}>{count.toLocaleString('en-GB')}</span>
            <span className={styles['lane']}>
              {marks.map((mark) => (
                <span
                  key={mark.at}
                  data-level={mark.level}
                  style={{ insetInlineStart: `${mark.at * 100}%` }}
                  title={`${levelWord(mark.level)}, ${mark.count === 1 ? '1 line' : `${mark.count} lines`}, ${fullTimeOf(mark.firstMs, timeZone)}`}
                />
              ))}
            </span>
          </li>
        ))}
      </ul>
      {lanes.length > MOST_LANES && (
        <p className={styles['note']}>{`and ${lanes.length - MOST_LANES} more services`}</p>
      )}
    </section>
  )
}
