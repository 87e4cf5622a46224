import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { logsPath } from '~/domain/links/log-links'
import type { LogSession } from '~/domain/logs/log-ports'
import type { LogLine } from '~/domain/logs/model'
import { type FilterSide, toggleFilter } from '~/domain/logs/query/edit-log-query'
import type { LogQuery } from '~/domain/logs/query/log-query'
import { printLogQuery } from '~/domain/logs/query/print-log-query'
import type { TimeRange } from '~/domain/time/time-range'
import { AroundLine } from '../AroundLine'
import { OpenableLine } from '../OpenableLine'
import { useOpened } from '../use-opened'
import styles from './flow.module.css'

/** Height of a line that is closed, in rem. */
const ROW_REM = 1.625

/** A line and the source that it is of. */
export interface FlowLine {
  readonly source: string
  readonly session: LogSession
  readonly line: LogLine
}

interface FlowLinesProps {
  readonly lines: readonly FlowLine[]
  readonly query: LogQuery
  readonly range: TimeRange | null
  readonly timeZone: string
}

/** The lines of one id, the oldest first; each opens as it does where all lines are. */
export function FlowLines({ lines, query, range, timeZone }: FlowLinesProps) {
  const navigate = useNavigate()
  const scroller = useRef<HTMLDivElement>(null)
  const opened = useOpened()
  const [columns, setColumns] = useState<readonly string[]>([])
  const [around, setAround] = useState<FlowLine | null>(null)
  const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => Math.round(ROW_REM * remPx),
    overscan: 20,
    getItemKey: (index) => keyOf(lines[index], index),
    useFlushSync: false,
  })
  const filter = (source: string) => (field: string, value: string, side: FilterSide) => {
    const { fromMs, toMs } = range ?? {}
    const span = fromMs === undefined || toMs === undefined ? {} : { fromMs, toMs }
    void navigate(logsPath({ query: printLogQuery(toggleFilter(query, field, value, side)), ...span, source }))
  }
  const toggleColumn = (path: string) =>
    setColumns((before) => (before.includes(path) ? before.filter((one) => one !== path) : [...before, path]))
  return (
    <>
      <section
        ref={scroller}
        className={styles['lines']}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        tabIndex={0}
        aria-label="Lines"
      >
        <div className={styles['height']} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const one = lines[index]
            if (one === undefined) return null
            const { line, source } = one
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                data-line={line.id}
                className={styles['line']}
                style={{ transform: `translateY(${start}px)` }}
              >
                <OpenableLine
                  {...{ line, timeZone, query, columns, source }}
                  isOpen={opened.has(line.id)}
                  onToggle={opened.toggle}
                  onFilter={filter(source)}
                  onColumn={toggleColumn}
                  onAround={() => setAround(one)}
                />
              </div>
            )
          })}
        </div>
      </section>
      {around !== null && (
        <AroundLine session={around.session} id={around.line.id} timeZone={timeZone} onClose={() => setAround(null)} />
      )}
    </>
  )
}

function keyOf(one: FlowLine | undefined, index: number): string | number {
  return one === undefined ? index : `${one.source} ${one.line.id}`
}
