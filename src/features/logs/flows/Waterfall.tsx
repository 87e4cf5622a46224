import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef } from 'react'
import { type CriticalStretch, criticalPath } from '~/domain/traces/critical-path'
import type { Trace } from '~/domain/traces/model'
import { extentOf, type WaterfallRow, waterfallRows } from '~/domain/traces/waterfall'
import { formatText } from '~/domain/units/format-value'
import { SpanRow } from './SpanRow'
import styles from './waterfall.module.css'

const ROW_REM = 1.75
/** Rows that a page key goes on by. */
const PAGE_ROWS = 10
const TICKS = [0, 0.25, 0.5, 0.75, 1]

interface WaterfallProps {
  readonly trace: Trace
  /** Colour token by service. */
  readonly colours: ReadonlyMap<string, string>
  readonly folded: ReadonlySet<string>
  readonly selected: string | null
  readonly onFold: (id: string, folded: boolean) => void
  readonly onSelect: (id: string | null) => void
}

/** All spans of a trace below what called them, each as a bar over the time of the whole. */
export function Waterfall({ trace, colours, folded, selected, onFold, onSelect }: WaterfallProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const rows = useMemo(() => waterfallRows(trace, folded), [trace, folded])
  const extent = useMemo(() => extentOf(trace.spans), [trace])
  const critical = useMemo(() => stretchesBySpan(criticalPath(trace)), [trace])
  const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => Math.round(ROW_REM * remPx),
    overscan: 15,
    getItemKey: (index) => rows[index]?.span.id ?? index,
    useFlushSync: false,
  })
  const at = rows.findIndex(({ span }) => span.id === selected)
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' })
  }, [at, virtualizer])

  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyTarget(event.key, rows, at, onFold)
    if (next === null) return
    event.preventDefault()
    if (next >= 0) onSelect(rows[next]?.span.id ?? null)
  }
  return (
    <div className={styles['waterfall']}>
      <div className={styles['axis']} aria-hidden="true">
        <span>Service and work</span>
        <span>Took</span>
        <span className={styles['ticks']}>
          {TICKS.map((tick) => (
            <span key={tick} style={{ insetInlineStart: `${tick * 100}%` }}>
              {formatText(extent.durationMs * tick, { unit: 'ms' })}
            </span>
          ))}
        </span>
      </div>
      <div
        ref={scroller}
        className={styles['rows']}
        role="tree"
        tabIndex={0}
        aria-label="Spans"
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div className={styles['height']} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index]
            if (row === undefined) return null
            const { span } = row
            return (
              <SpanRow
                key={key}
                id={`${id}-${index}`}
                row={row}
                extent={extent}
                offsetPx={start}
                colour={colours.get(span.service) ?? '--s8'}
                critical={critical.get(span.id) ?? NONE}
                isSelected={span.id === selected}
                onSelect={() => onSelect(span.id === selected ? null : span.id)}
                onFold={() => onFold(span.id, !folded.has(span.id))}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

const NONE: readonly CriticalStretch[] = []

function stretchesBySpan(
  stretches: readonly CriticalStretch[] | null,
): ReadonlyMap<string, readonly CriticalStretch[]> {
  const bySpan = new Map<string, CriticalStretch[]>()
  for (const stretch of stretches ?? []) {
    const list = bySpan.get(stretch.spanId)
    if (list === undefined) bySpan.set(stretch.spanId, [stretch])
    else list.push(stretch)
  }
  return bySpan
}

/** The row that a key leads to as in any tree; -1 where the key did something else, null where it means nothing here. */
function keyTarget(
  key: string,
  rows: readonly WaterfallRow[],
  at: number,
  onFold: (id: string, folded: boolean) => void,
): number | null {
  const last = rows.length - 1
  if (last < 0) return null
  const row = rows[at]
  if (key === 'ArrowDown') return Math.min(at + 1, last)
  if (key === 'ArrowUp') return Math.max(at - 1, 0)
  if (key === 'PageDown') return Math.min(at + PAGE_ROWS, last)
  if (key === 'PageUp') return Math.max(at - PAGE_ROWS, 0)
  if (key === 'Home') return 0
  if (key === 'End') return last
  if (row === undefined) return null
  if (key === 'ArrowRight' && row.hasChildren) {
    if (row.hidden === 0) return Math.min(at + 1, last)
    onFold(row.span.id, false)
    return -1
  }
  if (key === 'ArrowLeft') {
    if (row.hasChildren && row.hidden === 0) {
      onFold(row.span.id, true)
      return -1
    }
    return rows.findLastIndex((other, index) => index < at && other.span.id === row.span.parentId)
  }
  return null
}
