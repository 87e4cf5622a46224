import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { FilterSide } from '~/domain/logs/query/edit-log-query'
import type { LogQuery } from '~/domain/logs/query/log-query'
import { LineHeads } from './LineHeads'
import type { LineRowProps } from './LineRow'
import styles from './logs.module.css'
import { OpenableLine } from './OpenableLine'
import { useLineKeys } from './use-line-keys'
import { useLines } from './use-lines'
import type { SessionAnswer } from './use-log-session'
import { useOpened } from './use-opened'

/** Lines that are drawn before and after those in view. */
const OVERSCAN = 8
/** Height of a line that is closed, and of what stands over the columns, in rem. */
const ROW_REM = 1.625
const HEADS_REM = 1.75
/** Widths of what each line has, and of one column more, in rem: narrower than that the list scrolls sideways. */
const LINE_REM = 44
const COLUMN_REM = 9.75

export interface LogListProps {
  readonly answer: SessionAnswer | null
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly timeZone: string
  readonly query: LogQuery
  readonly columns: readonly string[]
  readonly source: string
  readonly tell: LineRowProps['tell']
  /** Id of the line that the address names; empty for none. */
  readonly linked: string
  readonly onFilter: (field: string, value: string, side: FilterSide) => void
  readonly onColumn: (path: string) => void
  readonly onAround: (id: string) => void
}

const noLine = () => undefined

/** As in `line.module.css`. */
const NARROW = '(max-width: 48rem)'
const isWide = () => !matchMedia(NARROW).matches
function subscribeNarrow(changed: () => void): () => void {
  const query = matchMedia(NARROW)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** The matching lines, as many as are in view. */
export function LogList(props: LogListProps) {
  const { answer, scroller, timeZone, query, columns, source, tell, linked, onFilter, onColumn, onAround } = props
  const opened = useOpened()
  /** Lines that were opened at some time: all others are of one height, and measuring costs more than drawing them. */
  const [measured] = useState(() => new Set<string>())
  for (const id of opened.ids) measured.add(id)
  // Where lines break, on a narrow screen or in other words than their own, each has a height of its own.
  const isEven = useSyncExternalStore(subscribeNarrow, isWide) && tell === undefined
  const [view, setView] = useState({ first: 0, last: 60 })
  const { count, at } = useLines(answer, view.first, view.last)
  // Under what a height is remembered. Another function has all lines looked at again, so as long as all are of one height it stays.
  const known = isEven && measured.size === 0 ? noLine : at
  const sizeKeyOf = useCallback((index: number) => known(index)?.id ?? index, [known])
  const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => Math.round(ROW_REM * remPx),
    overscan: OVERSCAN,
    scrollMargin: Math.round(HEADS_REM * remPx),
    scrollPaddingStart: Math.round(HEADS_REM * remPx),
    getItemKey: sizeKeyOf,
    useFlushSync: false,
    onChange: ({ range }) => {
      if (range === null) return
      const [first, last] = [Math.max(0, range.startIndex - 50), range.endIndex + 50]
      setView((before) => (before.first === first && before.last === last ? before : { first, last }))
    },
  })
  useShowLinked(answer, linked, count, (index) => {
    virtualizer.scrollToIndex(index, { align: 'center' })
    opened.open(linked)
  })
  useLineKeys(scroller, virtualizer, count)
  const width = { '--lines-width': `${LINE_REM + COLUMN_REM * columns.length}rem` } as CSSProperties
  return (
    <div className={styles['sheet']} style={width}>
      <LineHeads columns={columns} isTold={tell !== undefined} onColumn={onColumn} />
      <ul className={styles['lines']} aria-label="Lines" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const line = at(index)
          return (
            <li
              key={line?.id ?? index}
              ref={line !== undefined && (!isEven || measured.has(line.id)) ? virtualizer.measureElement : null}
              aria-setsize={count}
              aria-posinset={index + 1}
              data-index={index}
              data-line={line?.id}
              className={styles['line']}
              style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
            >
              {line === undefined ? (
                <div className={styles['waiting']} />
              ) : (
                <OpenableLine
                  {...{ line, timeZone, query, columns, source, tell, onFilter, onColumn }}
                  isOpen={opened.has(line.id)}
                  isLinked={line.id === linked}
                  onToggle={opened.toggle}
                  onAround={() => onAround(line.id)}
                />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/**
 * Brings the line that the address names into view: until all is read, for it moves as lines come, and then no more. The list may
 * still have the `count` lines of the version before, and cannot scroll beyond them: it is tried again once it has others.
 */
function useShowLinked(
  answer: SessionAnswer | null,
  linked: string,
  count: number,
  show: (index: number) => void,
): void {
  const [shown, setShown] = useState('')
  const latest = useRef(show)
  useEffect(() => {
    latest.current = show
  })
  const session = answer?.session
  const { version, loading } = answer?.overview ?? {}
  useEffect(() => {
    if (linked === '' || shown === linked || session === undefined || version === undefined) return
    let isCurrent = true
    void session.find(version, linked).then((index) => {
      if (!isCurrent || index < 0 || index >= count) return
      latest.current(index)
      if (loading === false) setShown(linked)
    })
    return () => {
      isCurrent = false
    }
  }, [session, version, loading, linked, shown, count])
}
