import { useWindowVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual'
import { memo, useCallback, useDeferredValue, useMemo, useRef } from 'react'
import { useServices } from '~/data/services-context'
import type { AlertGrouping } from '~/domain/alerts/order-alerts'
import { useSecondTick } from '~/ui/primitives/ticker'
import { AlertHeading } from './AlertHeading'
import { AlertRowView } from './AlertRowView'
import styles from './alert-list.module.css'
import { deliveryWords, sinceWords } from './alert-words'
import { LINE_PX, linesOf } from './list-lines'
import type { SteadyRow } from './use-steady-rows'

/** Lines beyond the window on each side. */
const OVERSCAN = 6

export interface AlertRowsProps {
  readonly rows: readonly SteadyRow[]
  readonly group: AlertGrouping
  readonly whyNoSilence: string | null
}

/** The rows and headings near the window. */
export const AlertRows = memo(function AlertRows({ rows, group, whyNoSilence }: AlertRowsProps) {
  const { config, clock } = useServices()
  useSecondTick()
  const nowMs = clock.nowMs()
  const titles = useMemo(() => new Map(config.platforms.map(({ id, title }) => [id, title])), [config.platforms])
  const host = useRef<HTMLDivElement>(null)
  const lines = useMemo(() => linesOf(rows, group), [rows, group])
  // Another function would have the places of all lines worked out again at each render.
  const getItemKey = useCallback((index: number) => lines[index]?.key ?? index, [lines])
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    estimateSize: () => LINE_PX,
    overscan: OVERSCAN,
    scrollMargin: host.current?.offsetTop ?? 0,
    getItemKey,
    useFlushSync: false,
  })
  const items = useVisibleFirst(virtualizer.getVirtualItems(), virtualizer.range)
  const margin = host.current?.offsetTop ?? 0
  return (
    <div ref={host} style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
      {items.map(({ index, key, start }) => {
        const line = lines[index]
        if (line === undefined) return null
        return (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={styles['line']}
            style={{ transform: `translateY(${start - margin}px)` }}
          >
            {'heading' in line ? (
              <AlertHeading heading={line.heading} count={line.count} />
            ) : (
              <AlertRowView
                row={line.steady.row}
                isGone={line.steady.isGone}
                platform={titles.get(line.steady.row.labels.get('platform') ?? '')}
                // As words, which seldom change: a row is drawn again with them, not with each frame of a scroll.
                since={sinceWords(line.steady.row, nowMs)}
                delivery={deliveryWords(line.steady.row, nowMs)}
                whyNoSilence={whyNoSilence}
              />
            )}
          </div>
        )
      })}
    </div>
  )
})

/**
 * Of a leap's lines those in the window, and then, in a turn of their own that the next leap does without, those beyond it: each is
 * some thirty elements, and all of them at once would be a long task.
 */
function useVisibleFirst(items: readonly VirtualItem[], range: Virtualizer<Window, Element>['range']) {
  const known = useDeferredValue(items)
  if (known === items || range === null) return items
  const drawn = new Set(known.map(({ key }) => key))
  return items.filter(({ index, key }) => (index >= range.startIndex && index <= range.endIndex) || drawn.has(key))
}
