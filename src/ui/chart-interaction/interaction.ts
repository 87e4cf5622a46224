import { displayText } from '~/lib/display-text'
import { AT_LEAST } from '../chart/LegendFrame'
import { lowerBound } from '../chart/nearest'
import type { Plot } from '../chart/plot'
import { chartTheme } from '../chart/theme'
import type { TimeChartProps, ValueText } from '../chart/time-chart-props'
import { listenToCursor, moveCursor } from './cursor-bus'
import { createHand } from './hand'
import { nearestIndex } from './nearest-index'
import { createPointerLayer, type Dot } from './pointer-layer'
import { hideTooltip, showTooltip, type TooltipRow } from './tooltip'
import { rowsAt } from './tooltip-rows'

/** A chart that is drawn, as what reacts to a hand needs it. */
export interface ChartFace {
  readonly host: HTMLElement
  readonly canvas: HTMLCanvasElement
  readonly plot: Plot
  /** Says what the keyboard's crosshair stands on. */
  announce(text: string): void
}

/** What pointer and keys do to one chart. */
export interface Interaction {
  /** Takes an event of the chart's host. */
  read(event: Event): void
  /** The chart was drawn anew, with these props. */
  drawn(props: TimeChartProps): void
  destroy(): void
}

/** Points that a drag must hold to become a zoom. */
const MIN_ZOOM_POINTS = 3

/** Crosshair, tooltip, zoom and keys of a chart. Nothing here runs through React: a mouse move draws one small layer. */
export function createInteraction({ host, canvas, plot, announce }: ChartFace, initial: TimeChartProps): Interaction {
  let props = initial
  let cursorIndex = -1
  let pointer: { x: number; y: number; clientX: number; clientY: number } | null = null
  const layer = createPointerLayer(host, canvas, plot)
  const self = {}

  function drawCursor() {
    const timeMs = props.timesMs[cursorIndex]
    if (timeMs === undefined) return layer.hideCursor()
    const x = plot.timeToX(timeMs)
    const dots: Dot[] = []
    props.series.forEach((series, i) => {
      if (Number.isNaN(series.values[cursorIndex])) return
      dots.push({ x, y: plot.valueToY(i, cursorIndex), colour: series.colour })
    })
    layer.showCursor(x, dots)
  }

  function drawTooltip() {
    const timeMs = props.timesMs[cursorIndex]
    if (pointer === null || timeMs === undefined) return
    const { rows, more } = rowsAt(props.series, cursorIndex)
    const theme = chartTheme()
    let nearest = -1
    let best = Number.POSITIVE_INFINITY
    for (const row of rows) {
      if (Number.isNaN(row.value)) continue
      const distance = Math.abs(plot.valueToY(row.index, cursorIndex) - pointer.y)
      if (distance < best) {
        best = distance
        nearest = row.index
      }
    }
    showTooltip(
      self,
      {
        title: props.formatTime(timeMs),
        rows: rows.map(({ series, index, value }) => ({
          name: displayText(series.name),
          colour: theme.colour(series.colour),
          ...tooltipText(valueText(series.id, value)),
          detail: displayText(props.overlay?.detailOf?.(series.id, cursorIndex) ?? ''),
          nearest: index === nearest && rows.length > 1,
        })),
        notes: [
          ...(more > 0 ? [`+ ${more} more`] : rows.length === 0 ? ['No data at this time'] : []),
          ...notesAt(timeMs),
        ],
      },
      pointer.clientX,
      pointer.clientY,
    )
  }

  function readOut(index: number): string {
    const timeMs = props.timesMs[index]
    if (timeMs === undefined) return ''
    const { rows, more } = rowsAt(props.series, index)
    const spoken = rows.map(({ series, value }) => {
      const { text, unit, atLeast } = valueText(series.id, value)
      const detail = displayText(props.overlay?.detailOf?.(series.id, index) ?? '')
      return [displayText(series.name), atLeast ? 'at least' : '', text, unit, detail]
        .filter((word) => word !== '')
        .join(' ')
    })
    if (more > 0) spoken.push(`and ${more} more`)
    const values = spoken.length === 0 ? 'no data' : spoken.join(', ')
    return [`${props.formatTime(timeMs)}: ${values}`, ...notesAt(timeMs)].join('. ')
  }

  function valueText(id: string, value: number): ValueText {
    return props.formatValue(value, props.overlay?.isAtLeast?.(id, value))
  }

  function notesAt(timeMs: number): readonly string[] {
    return (props.overlay?.notesAt?.(timeMs) ?? []).map((note) => displayText(note))
  }

  const onCursor = (timeMs: number | null, source: object) => {
    cursorIndex = timeMs === null ? -1 : nearestIndex(props.timesMs, timeMs)
    const at = props.timesMs[cursorIndex]
    const near = timeMs !== null && at !== undefined && Math.abs(at - timeMs) <= Math.max(props.stepMs, 1)
    const inside = timeMs !== null && timeMs >= props.fromMs && timeMs <= props.toMs
    if (near && inside) {
      drawCursor()
      return
    }
    cursorIndex = -1
    // Another chart has data there and this one has none: the line stands without dots.
    if (inside && source !== self) layer.showCursor(plot.timeToX(timeMs), [])
    else layer.hideCursor()
  }
  let group = props.cursorGroup
  let stopCursor = listenToCursor(group, onCursor)

  /** First and last point within the range that is shown. */
  function visiblePoints(): readonly [number, number] {
    return [lowerBound(props.timesMs, props.fromMs), lowerBound(props.timesMs, props.toMs + 1) - 1]
  }

  function leave() {
    pointer = null
    hideTooltip(self)
    moveCursor(group, null, self)
  }

  const hand = createHand(host, {
    hover(at) {
      if (props.timesMs.length === 0) return
      pointer = at
      const index = nearestIndex(props.timesMs, plot.xToTime(at.x))
      moveCursor(group, props.timesMs[index] ?? null, self)
      if (cursorIndex >= 0) drawTooltip()
      else hideTooltip(self)
    },
    leave,
    drag: (fromX, toX) => layer.select(fromX, toX),
    dragEnd(fromX, toX, withShift) {
      layer.unselect()
      if (toX === null || props.onZoom === undefined) return
      const fromMs = plot.xToTime(Math.min(fromX, toX))
      const toMs = plot.xToTime(Math.max(fromX, toX))
      const points = lowerBound(props.timesMs, toMs) - lowerBound(props.timesMs, fromMs)
      if (points >= MIN_ZOOM_POINTS) props.onZoom(Math.round(fromMs), Math.round(toMs), withShift)
    },
    back: () => props.onZoomBack?.(),
    step(by) {
      const [first, last] = visiblePoints()
      if (last < first) return
      const from = cursorIndex < 0 ? (by > 0 ? first - 1 : last + 1) : cursorIndex
      const index = Math.min(last, Math.max(first, from + by))
      hideTooltip(self)
      pointer = null
      moveCursor(group, props.timesMs[index] ?? null, self)
      announce(readOut(index))
    },
  })

  return {
    read: hand.read,
    drawn(next) {
      if (next.cursorGroup !== group) {
        leave()
        stopCursor()
        group = next.cursorGroup
        stopCursor = listenToCursor(group, onCursor)
      }
      // The crosshair stands on a time, not on an index.
      const standing = cursorIndex < 0 ? undefined : props.timesMs[cursorIndex]
      props = next
      if (standing === undefined) return
      const index = nearestIndex(props.timesMs, standing)
      const at = props.timesMs[index]
      const stands = at !== undefined && Math.abs(at - standing) <= props.stepMs && at >= props.fromMs
      cursorIndex = stands ? index : -1
      if (cursorIndex < 0) return leave()
      drawCursor()
      if (pointer !== null) drawTooltip()
    },
    destroy() {
      leave()
      hand.destroy()
      stopCursor()
      layer.destroy()
    },
  }
}

function tooltipText({ text, unit, atLeast }: ValueText): Pick<TooltipRow, 'text' | 'unit'> {
  return { text: atLeast ? AT_LEAST + text : text, unit }
}
