import { ChevronRight } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { CriticalStretch } from '~/domain/traces/critical-path'
import type { SpanEvent } from '~/domain/traces/model'
import type { TraceExtent, WaterfallRow } from '~/domain/traces/waterfall'
import { formatText } from '~/domain/units/format-value'
import type { UnixMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { durationWords } from './span-words'
import styles from './waterfall.module.css'

/** Deeper spans stand no further in: their names must have room. */
const MOST_INDENT = 12
/** Marks of lines on one bar. */
const MOST_EVENTS = 40

interface SpanRowProps {
  readonly id: string
  readonly row: WaterfallRow
  readonly extent: TraceExtent
  readonly offsetPx: number
  readonly colour: string
  readonly critical: readonly CriticalStretch[]
  readonly isSelected: boolean
  readonly onSelect: () => void
  readonly onFold: () => void
}

/** One span: what did it, how long it took, and when. */
export function SpanRow(props: SpanRowProps) {
  const { id, row, extent, offsetPx, colour, critical, isSelected, onSelect, onFold } = props
  const { span, depth, hasChildren, hidden, failed } = row
  const { service, name, startMs, durationMs, durationIs } = span
  const place = (fromMs: UnixMs, lengthMs: number): CSSProperties => {
    const scale = extent.durationMs > 0 ? 100 / extent.durationMs : 0
    return { insetInlineStart: `${(fromMs - extent.startMs) * scale}%`, width: `${lengthMs * scale}%` }
  }
  const label = [
    `${displayText(service)}: ${displayText(name)}`,
    durationWords(span),
    `begins after ${formatText(startMs - extent.startMs, { unit: 'ms' })}`,
    ...(failed ? ['failed'] : []),
    ...(critical.length > 0 ? ['on the critical path'] : []),
    ...(hidden > 0 ? [`${hidden} hidden`] : []),
  ].join(', ')
  const own = {
    '--own': `var(${colour})`,
    '--depth': Math.min(depth, MOST_INDENT),
    transform: `translateY(${offsetPx}px)`,
  } as CSSProperties
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays on the tree, aria-activedescendant points here
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={hasChildren ? hidden === 0 : undefined}
      aria-selected={isSelected}
      aria-label={label}
      data-span={span.id}
      data-duration-ms={durationIs === 'unknown' ? undefined : durationMs}
      data-failed={failed || undefined}
      className={styles['row']}
      style={own}
      onClick={onSelect}
    >
      <span className={styles['what']}>
        {hasChildren ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={hidden > 0 ? `Unfold ${hidden} spans` : 'Fold'}
            data-open={hidden === 0 || undefined}
            className={styles['fold']}
            onClick={(event) => {
              event.stopPropagation()
              onFold()
            }}
          >
            <ChevronRight size="0.75rem" aria-hidden />
          </button>
        ) : (
          <span className={styles['leaf']} />
        )}
        {failed && <StatusIcon mark="crit" />}
        <bdi className={styles['service']}>{displayText(service)}</bdi>
        <bdi className={styles['name']} title={displayText(name)}>
          {displayText(name)}
        </bdi>
        {hidden > 0 && <span className={styles['hidden']}>{`+${hidden}`}</span>}
      </span>
      <span className={styles['took']} data-is={durationIs} title={durationWords(span)}>
        {durationIs === 'unknown' ? '–' : formatText(durationMs, { unit: 'ms' })}
        {durationIs === 'open' && '+'}
      </span>
      <span className={styles['time']}>
        <span className={styles['bar']} data-is={durationIs} style={place(startMs, durationMs)} />
        {critical.map((stretch) => (
          <span
            key={`${stretch.startMs} ${stretch.endMs}`}
            className={styles['critical']}
            style={place(stretch.startMs, stretch.endMs - stretch.startMs)}
          />
        ))}
        {span.events.slice(0, MOST_EVENTS).map((event) => (
          <EventMark
            key={`${event.timeMs} ${event.lineId ?? event.name}`}
            event={event}
            style={place(event.timeMs, 0)}
          />
        ))}
      </span>
    </div>
  )
}

function EventMark({ event, style }: { readonly event: SpanEvent; readonly style: CSSProperties }) {
  return (
    <span
      className={styles['event']}
      data-failed={event.exception !== null || undefined}
      style={{ insetInlineStart: style.insetInlineStart }}
      title={displayText(event.name)}
    />
  )
}
