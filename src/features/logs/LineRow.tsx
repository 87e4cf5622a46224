import { ChevronRight } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { LogLine } from '~/domain/logs/model'
import { fieldOf } from '~/domain/traces/from-log-lines'
import { stripAnsi } from '~/lib/ansi'
import { displayText } from '~/lib/display-text'
import { LevelMark } from './LevelMark'
import styles from './line.module.css'

/** More of a line is in its details. */
const MOST_SHOWN = 2_000

/** A line in other words than its own. */
export interface LineTold {
  readonly text: ReactNode
  /** Somebody should look at it, whatever its level. */
  readonly isAlarm: boolean
}

export interface LineRowProps {
  readonly line: LogLine
  /** Its moment as text, with milliseconds, and in full. */
  readonly time: string
  readonly fullTime: string
  /** Paths of fields that have a column. */
  readonly columns: readonly string[]
  /** What stands in place of its message. */
  readonly tell?: ((line: LogLine) => LineTold) | undefined
  readonly isOpen: boolean
  readonly isLinked: boolean
  /** Left out where it has no details to open. */
  readonly onToggle?: (id: string) => void
}

/** One line: when, how bad, from where, what it says. The whole of it opens its details. */
export const LineRow = memo(function LineRow(props: LineRowProps) {
  const { line, time, fullTime, columns, tell, isOpen, isLinked, onToggle } = props
  const told = tell?.(line)
  const look = {
    className: styles['row'],
    'data-level': line.level,
    'data-alarm': told?.isAlarm || undefined,
    'data-linked': isLinked || undefined,
  }
  const content = (
    <>
      {onToggle !== undefined && <ChevronRight className={styles['chevron']} size="0.75rem" aria-hidden />}
      <time className={styles['time']} title={fullTime} data-guessed={line.timeIs === 'own' ? undefined : line.timeIs}>
        {time}
      </time>
      <LevelMark level={line.level} />
      <span className={styles['from']} title={line.logger === '' ? line.stream : `${line.stream} · ${line.logger}`}>
        <bdi>{displayText(line.stream)}</bdi>
      </span>
      {columns.length > 0 && (
        <span className={styles['cells']}>
          {columns.map((path) => (
            <span key={path} className={styles['cell']}>
              <bdi>{displayText(fieldOf(line, path) ?? '')}</bdi>
            </span>
          ))}
        </span>
      )}
      <span className={styles['message']}>
        {line.format === 'broken' && <span className={styles['tag']}>not JSON</span>}
        {line.cutBytes > 0 && <span className={styles['tag']}>cut</span>}
        {told === undefined ? <bdi>{displayText(stripAnsi(line.message.slice(0, MOST_SHOWN)))}</bdi> : told.text}
      </span>
    </>
  )
  if (onToggle === undefined) return <div {...look}>{content}</div>
  return (
    <button {...look} type="button" aria-expanded={isOpen} onClick={() => onToggle(line.id)}>
      {content}
    </button>
  )
})
