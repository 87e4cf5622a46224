import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import { hideTooltip, showTooltip } from '../chart-interaction/tooltip'
import { CanvasStrip, type DrawStrip } from './CanvasStrip'
import { drawLane, drawLaneAxis } from './draw-lane'
import { type Lane, type LaneState, type Segment, segmentAt } from './lane'
import styles from './lanes.module.css'
import type { TimeTick } from './time-chart-props'

export interface LaneRow extends Lane {
  /** The same stretch of an earlier period, drawn below the lane; null for none. Its label is in words, such as "yesterday". */
  readonly earlier: { readonly label: string; readonly segments: readonly Segment[] } | null
  /** How it stands now, before the lane. */
  readonly head: ReactNode
  /** Its figure, behind the lane. */
  readonly figure: ReactNode
  /** Of the newest state: `crit` reddens the panel. */
  readonly status: string
}

export interface StateLanesProps {
  /** What the chart shows, for readers who cannot see it. */
  readonly label: string
  readonly rows: readonly LaneRow[]
  readonly states: readonly LaneState[]
  readonly fromMs: number
  readonly toMs: number
  /** A stretch of time in words, such as "12:00 to 12:35, 35 min". */
  readonly formatSpan: (fromMs: number, toMs: number) => string
  readonly timeTicks: (fromMs: number, toMs: number, count: number) => readonly TimeTick[]
}

/** Where the keyboard is. */
interface Spot {
  readonly row: number
  readonly segment: number
}

/** States over time, one lane a row. Pointer and arrow keys read single stretches. */
export function StateLanes({ label, rows, states, fromMs, toMs, formatSpan, timeTicks }: StateLanesProps) {
  const owner = useRef({})
  const live = useRef<HTMLDivElement>(null)
  const [spot, setSpot] = useState<Spot | null>(null)
  useEffect(() => {
    const mine = owner.current
    return () => hideTooltip(mine)
  }, [])

  const point = (row: LaneRow) => (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const at = fromMs + ((event.clientX - left) / width) * (toMs - fromMs)
    const segment = row.segments[segmentAt(row.segments, at)]
    const title = segment === undefined ? 'no data' : formatSpan(segment.fromMs, segment.toMs)
    const rowOf = (name: string, stateIndex = -1) => {
      const state = states[stateIndex]
      const colour = `var(${state?.colour ?? '--track'})`
      return { name, colour, text: state?.text ?? '–', unit: '', detail: '', nearest: false }
    }
    const then = row.earlier?.segments[segmentAt(row.earlier.segments, at)]
    const content = [rowOf(row.name, segment?.state), ...(row.earlier ? [rowOf(row.earlier.label, then?.state)] : [])]
    showTooltip(owner.current, { title, rows: content, notes: [] }, event.clientX, event.clientY)
  }
  const leave = () => hideTooltip(owner.current)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const next = moveSpot(spot, event.key, rows)
    if (next === null) return
    // The page must neither scroll nor take them for its own keys.
    event.preventDefault()
    event.stopPropagation()
    setSpot(next)
    const row = rows[next.row]
    const segment = row?.segments[next.segment]
    if (live.current === null || row === undefined || segment === undefined) return
    live.current.textContent = `${row.name}: ${states[segment.state]?.text ?? ''}, ${formatSpan(segment.fromMs, segment.toMs)}`
  }

  return (
    <div className={styles['lanes']} style={{ '--lanes': rows.length } as CSSProperties}>
      <div
        className={styles['rows']}
        role="application"
        aria-roledescription="state timeline"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read the stretches.
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setSpot(null)}
      >
        {rows.map((row, i) => (
          <div key={row.id} className={styles['row']} data-status={row.status}>
            <div className={styles['head']}>{row.head}</div>
            <div
              className={styles['lane']}
              data-earlier={row.earlier === null ? undefined : ''}
              onPointerMove={point(row)}
              onPointerLeave={leave}
              onPointerCancel={leave}
            >
              <LaneStrip segments={row.segments} states={states} fromMs={fromMs} toMs={toMs} />
              {row.earlier === null ? null : (
                <div className={styles['then']}>
                  <LaneStrip segments={row.earlier.segments} states={states} fromMs={fromMs} toMs={toMs} />
                </div>
              )}
              {spot?.row === i ? <SpotMark row={row} spot={spot} fromMs={fromMs} toMs={toMs} /> : null}
            </div>
            <div className={styles['figure']}>{row.figure}</div>
          </div>
        ))}
        <div className={styles['axis']}>
          <AxisStrip fromMs={fromMs} toMs={toMs} timeTicks={timeTicks} />
        </div>
      </div>
      <div ref={live} className="sr-only" aria-live="polite" />
    </div>
  )
}

type LaneStripProps = Pick<StateLanesProps, 'states' | 'fromMs' | 'toMs'> & Pick<Lane, 'segments'>

const LaneStrip = memo(function LaneStrip({ segments, states, fromMs, toMs }: LaneStripProps) {
  const draw = useCallback<DrawStrip>(
    (ctx, size, theme) => drawLane(ctx, size, theme, { segments, states, fromMs, toMs }),
    [segments, states, fromMs, toMs],
  )
  return <CanvasStrip className={styles['strip']} draw={draw} />
})

const AxisStrip = memo(function AxisStrip({
  fromMs,
  toMs,
  timeTicks,
}: Pick<StateLanesProps, 'fromMs' | 'toMs' | 'timeTicks'>) {
  const draw = useCallback<DrawStrip>(
    (ctx, size, theme) => drawLaneAxis(ctx, size, theme, fromMs, toMs, timeTicks),
    [fromMs, toMs, timeTicks],
  )
  return <CanvasStrip className={styles['strip']} draw={draw} />
})

/** A frame around the stretch that the keyboard is on. */
function SpotMark({ row, spot, fromMs, toMs }: { row: LaneRow; spot: Spot; fromMs: number; toMs: number }) {
  const segment = row.segments[spot.segment]
  if (segment === undefined) return null
  const share = (ms: number) => `${(((ms - fromMs) / (toMs - fromMs)) * 100).toFixed(3)}%`
  const left = share(segment.fromMs)
  return <i className={styles['spot']} style={{ left, width: share(fromMs + segment.toMs - segment.fromMs) }} />
}

/** Where a key leads: along a lane, or to the same time in another one. Null for keys that lead nowhere. */
function moveSpot(spot: Spot | null, key: string, rows: readonly LaneRow[]): Spot | null {
  const row = Math.min(spot?.row ?? 0, rows.length - 1)
  const segments = rows[row]?.segments ?? []
  const last = segments.length - 1
  const at = Math.min(spot?.segment ?? last, last)
  switch (key) {
    case 'ArrowLeft':
      return { row, segment: spot === null ? last : Math.max(0, at - 1) }
    case 'ArrowRight':
      return { row, segment: spot === null ? 0 : Math.min(last, at + 1) }
    case 'Home':
      return { row, segment: 0 }
    case 'End':
      return { row, segment: last }
    case 'ArrowUp':
    case 'ArrowDown': {
      const next = Math.min(Math.max(0, row + (key === 'ArrowUp' ? -1 : 1)), rows.length - 1)
      const middle = ((segments[at]?.fromMs ?? 0) + (segments[at]?.toMs ?? 0)) / 2
      const there = rows[next]?.segments ?? []
      const found = segmentAt(there, middle)
      return { row: next, segment: found < 0 ? there.length - 1 : found }
    }
    default:
      return null
  }
}
