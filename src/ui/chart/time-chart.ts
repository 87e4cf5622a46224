import { listenToCursor, moveCursor } from './cursor-bus'
import { listenToHand } from './hand'
import { lowerBound, nearestIndex } from './nearest'
import { createOverlay, type Overlay } from './overlay'
import { createPlot, type Plot } from './plot'
import { chartTheme } from './theme'
import type { TimeChartProps } from './time-chart-props'
import { hideTooltip, showTooltip } from './tooltip'
import { rowsAt } from './tooltip-rows'

/** A chart in an element: it lives over refreshes and is told what changed. */
export interface TimeChartControl {
  update(props: TimeChartProps): void
  destroy(): void
}

/** Points that a drag must hold to become a zoom. */
const MIN_ZOOM_POINTS = 3

/**
 * Draws into `host` and reacts to the hand; `announce` gets what the keyboard's crosshair stands on. Nothing here runs
 * through React: a mouse move sets a few transforms.
 */
export function createTimeChart(
  host: HTMLElement,
  initial: TimeChartProps,
  announce: (text: string) => void,
): TimeChartControl {
  let props = initial
  let plot: Plot | null = null
  let cursorIndex = -1
  let pointer: { x: number; y: number; clientX: number; clientY: number } | null = null
  const overlay: Overlay = createOverlay(host)
  const self = {}

  const sizes = new ResizeObserver(([entry]) => {
    if (entry === undefined) return
    const width = Math.floor(entry.contentRect.width)
    const height = Math.floor(entry.contentRect.height)
    if (width < 40 || height < 30) return
    if (plot === null) plot = createPlot(host, width, height, props, onDraw)
    else plot.resize(width, height)
  })
  sizes.observe(host)

  // A chart far below the fold keeps its picture until it comes near: a long dashboard costs what is seen of it.
  let isNear = true
  let isBehind = false
  const nearness = new IntersectionObserver(
    ([entry]) => {
      isNear = entry?.isIntersecting ?? true
      if (isNear && isBehind) draw()
    },
    { rootMargin: '25% 0px' },
  )
  nearness.observe(host)

  function draw() {
    isBehind = !isNear
    if (isNear) plot?.update(props)
  }

  function onDraw() {
    if (plot === null) return
    overlay.place(plot)
    if (cursorIndex < 0) return
    // The data moved on under a crosshair that stands still.
    drawCursor(cursorIndex)
    if (pointer !== null) drawTooltip()
  }

  function drawCursor(index: number) {
    const timeMs = props.timesMs[index]
    if (plot === null || timeMs === undefined) return overlay.hide()
    const x = plot.timeToX(timeMs)
    overlay.showLine(x)
    const theme = chartTheme()
    const dots: { x: number; y: number; colour: string }[] = []
    props.series.forEach((series, i) => {
      if (plot === null || Number.isNaN(series.values[index])) return
      dots.push({ x, y: plot.valueToY(i, index), colour: theme.colour(series.colour) })
    })
    overlay.showDots(dots)
  }

  function drawTooltip() {
    const timeMs = props.timesMs[cursorIndex]
    if (plot === null || pointer === null || timeMs === undefined) return
    const at = plot
    const { rows, more } = rowsAt(props.series, cursorIndex)
    const theme = chartTheme()
    let nearest = -1
    let best = Number.POSITIVE_INFINITY
    for (const row of rows) {
      if (Number.isNaN(row.value)) continue
      const distance = Math.abs(at.valueToY(row.index, cursorIndex) - pointer.y)
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
          name: series.name,
          colour: theme.colour(series.colour),
          ...props.formatValue(value),
          nearest: index === nearest && rows.length > 1,
        })),
        note: more > 0 ? `+ ${more} more` : rows.length === 0 ? 'No data at this time' : '',
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
      const { text, unit } = props.formatValue(value)
      return `${series.name} ${text} ${unit}`.trim()
    })
    if (more > 0) spoken.push(`and ${more} more`)
    return `${props.formatTime(timeMs)}: ${spoken.length === 0 ? 'no data' : spoken.join(', ')}`
  }

  const onCursor = (timeMs: number | null, source: object) => {
    cursorIndex = timeMs === null ? -1 : nearestIndex(props.timesMs, timeMs)
    const at = props.timesMs[cursorIndex]
    const near = timeMs !== null && at !== undefined && Math.abs(at - timeMs) <= Math.max(props.stepMs, 1)
    const inside = timeMs !== null && timeMs >= props.fromMs && timeMs <= props.toMs
    if (near && inside) {
      drawCursor(cursorIndex)
      return
    }
    cursorIndex = -1
    overlay.hide()
    // Another chart has data there and this one has none: the line stands without dots.
    if (inside && plot !== null && source !== self) overlay.showLine(plot.timeToX(timeMs))
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

  const stopHand = listenToHand(host, overlay.root, {
    hover(at) {
      if (plot === null || props.timesMs.length === 0) return
      pointer = at
      const index = nearestIndex(props.timesMs, plot.xToTime(at.x))
      moveCursor(group, props.timesMs[index] ?? null, self)
      if (cursorIndex >= 0) drawTooltip()
      else hideTooltip(self)
    },
    leave,
    drag: (fromX, toX) => overlay.select(fromX, toX),
    dragEnd(fromX, toX) {
      overlay.unselect()
      if (plot === null || toX === null || props.onZoom === undefined) return
      const fromMs = plot.xToTime(Math.min(fromX, toX))
      const toMs = plot.xToTime(Math.max(fromX, toX))
      const points = lowerBound(props.timesMs, toMs) - lowerBound(props.timesMs, fromMs)
      if (points >= MIN_ZOOM_POINTS) props.onZoom(Math.round(fromMs), Math.round(toMs))
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
    update(next) {
      if (next.cursorGroup !== group) {
        leave()
        stopCursor()
        group = next.cursorGroup
        stopCursor = listenToCursor(group, onCursor)
      }
      // The crosshair stands on a time, not on an index.
      const standing = cursorIndex < 0 ? undefined : props.timesMs[cursorIndex]
      props = next
      if (standing !== undefined) {
        const index = nearestIndex(props.timesMs, standing)
        const at = props.timesMs[index]
        cursorIndex = at !== undefined && Math.abs(at - standing) <= props.stepMs ? index : -1
        if (cursorIndex < 0) leave()
      }
      draw()
    },
    destroy() {
      sizes.disconnect()
      nearness.disconnect()
      stopHand()
      leave()
      stopCursor()
      plot?.destroy()
      plot = null
      overlay.root.remove()
    },
  }
}
