import { type KeyboardEvent, type PointerEvent, useCallback, useRef } from 'react'
import type { ChartLayer } from '~/ui/chart/chart-overlay'
import type { ValueRange } from '~/ui/chart/value-range'
import styles from './what-if.module.css'

/** Where a chart's plot is, in CSS pixels from its corner, and which values it holds. */
interface Place {
  readonly top: number
  readonly left: number
  readonly width: number
  readonly height: number
  readonly range: ValueRange
}

export interface ThresholdHandle {
  /** Tells the handle where the chart is, and the chart that the threshold belongs to it. */
  readonly layerFor: (threshold: number) => ChartLayer
  readonly placeOf: () => Place | null
  readonly bind: (element: HTMLDivElement | null) => void
}

/** Keeps a handle on the line of a threshold, wherever a chart draws it. */
export function useThresholdHandle(): ThresholdHandle {
  const element = useRef<HTMLDivElement>(null)
  const place = useRef<Place | null>(null)
  const newest = useRef(0)
  const settle = useCallback(() => {
    const [handle, at] = [element.current, place.current]
    if (handle === null || at === null) return
    const { min, max } = at.range
    const share = Math.min(1, Math.max(0, (max - newest.current) / (max - min)))
    handle.style.left = `${at.left}px`
    handle.style.width = `${at.width}px`
    handle.style.top = `${at.top + share * at.height}px`
    handle.setAttribute('aria-valuemin', String(min))
    handle.setAttribute('aria-valuemax', String(max))
  }, [])
  const layerFor = useCallback(
    (threshold: number): ChartLayer => ({
      extentOf: () => ({ min: threshold, max: threshold }),
      over: ({ canvas }, { area, range }) => {
        const ratio = canvas.clientWidth === 0 ? 1 : canvas.width / canvas.clientWidth
        newest.current = threshold
        place.current = {
          ...{ top: area.top / ratio, left: area.left / ratio, width: area.width / ratio, height: area.height / ratio },
          range,
        }
        settle()
      },
    }),
    [settle],
  )
  const bind = useCallback(
    (next: HTMLDivElement | null) => {
      element.current = next
      settle()
    },
    [settle],
  )
  const placeOf = useCallback(() => place.current, [])
  return { layerFor, placeOf, bind }
}

interface ThresholdSliderProps {
  readonly handle: ThresholdHandle
  readonly value: number
  readonly text: string
  /** `isDone` with the last of a movement; `range` is the one to keep while a hand drags. */
  readonly onMove: (value: number, isDone: boolean, range: ValueRange) => void
}

/** Moves a hundredth of the axis with an arrow, a tenth with a page key. */
const KEYS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }

/** The line of a threshold as something to hold: with the pointer, or with the arrow keys. */
export function ThresholdSlider({ handle, value, text, onMove }: ThresholdSliderProps) {
  const held = useRef<{ readonly range: ValueRange; readonly top: number; readonly height: number } | null>(null)
  const newest = useRef(value)
  const valueAt = (event: PointerEvent<HTMLDivElement>) => {
    const chart = event.currentTarget.parentElement?.getBoundingClientRect()
    if (held.current === null || chart === undefined) return null
    const { range, top, height } = held.current
    const share = Math.min(1, Math.max(0, (event.clientY - chart.top - top) / height))
    return rounded(range.max - share * (range.max - range.min), range)
  }
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const place = handle.placeOf()
    if (place === null || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    held.current = place
    newest.current = value
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const next = valueAt(event)
    if (next === null || held.current === null) return
    newest.current = next
    onMove(next, false, held.current.range)
  }
  const onPointerEnd = () => {
    if (held.current === null) return
    const { range } = held.current
    held.current = null
    onMove(newest.current, true, range)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = KEYS[event.key]
    const range = handle.placeOf()?.range
    if (steps === undefined || range === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    // The page must neither scroll nor take them for its own keys.
    event.preventDefault()
    event.stopPropagation()
    onMove(rounded(value + (steps * (range.max - range.min)) / 100, range), true, range)
  }
  return (
    <div
      ref={handle.bind}
      className={styles['handle']}
      role="slider"
      tabIndex={0}
      aria-label="Threshold"
      aria-orientation="vertical"
      aria-valuenow={value}
      aria-valuetext={text}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onKeyDown={onKeyDown}
    />
  )
}

/** As many digits as a hand can tell apart on the axis. */
function rounded(value: number, { min, max }: ValueRange): number {
  const power = Math.ceil(Math.log10(max - min)) - 3
  const rough = Math.round(value / 10 ** power) * 10 ** power
  // Not 0.30000000000000004.
  return Number(rough.toFixed(Math.min(12, Math.max(0, -power))))
}
