import { drawAxes, drawGrid, type ValueAxis } from './axes'
import type { CanvasSize } from './canvas-size'
import { gutterWidth, type PlotArea, plotArea } from './layout'
import { type DrawnLine, drawLines, drawnLines } from './lines'
import { type Picture, projectionOf } from './picture'
import { textWidth } from './text-width'
import { type ChartTheme, chartTheme } from './theme'
import { drawThresholdLabels, drawThresholds } from './thresholds'
import type { TimeChartProps } from './time-chart-props'
import { extentOf, stableRange, type ValueRange, valueTicks } from './value-range'

/** What is drawn: the chart's props without what a hand may do. */
export type PlotModel = Omit<TimeChartProps, 'onZoom' | 'onZoomBack' | 'label' | 'cursorGroup'>

/** A drawn chart as the pointer sees it; lengths in CSS pixels from the chart's corner. */
export interface Plot {
  draw(model: PlotModel, size: CanvasSize): void
  area(): PlotArea
  /** Device pixels of one CSS pixel, on this canvas. */
  pixelRatio(): number
  timeToX(timeMs: number): number
  xToTime(x: number): number
  /** Within the plotting area; NaN where the series has no point. */
  valueToY(seriesIndex: number, pointIndex: number): number
}

/**
 * Draws charts on a canvas, and keeps from one picture to the next what must not jump: the range of the value axis and
 * its width.
 */
export function createPlot(canvas: HTMLCanvasElement): Plot {
  const ctx = canvas.getContext('2d')
  let theme: ChartTheme | null = null
  let model: PlotModel | null = null
  let lines: readonly DrawnLine[] = []
  let range: ValueRange = { min: 0, max: 1 }
  let settledRange: ValueRange | null = null
  let rangeKey = ''
  let gutter = 0
  let ratio = 1
  let area: PlotArea = { left: 0, top: 0, width: 1, height: 1 }

  function settleRange(next: PlotModel, tickCount: number) {
    // Another set of series or another span of time is another picture: its axis starts afresh.
    const ids = next.series.map((series) => series.id).join('\n')
    const key = `${ids}|${next.toMs - next.fromMs}|${next.min}|${next.max}|${next.stacked}`
    if (key !== rangeKey) settledRange = null
    rangeKey = key
    let extent = extentOf(lines.map((line) => line.upper))
    if (next.drawStyle === 'bars') extent = withZero(extent)
    for (const layer of layersOf(next)) extent = union(extent, layer.extentOf?.(next) ?? null)
    range = stableRange(settledRange, extent, {
      min: next.min,
      max: next.max,
      steps: next.steps ?? 'decimal',
      tickCount,
      thresholds: (next.thresholds ?? []).map((threshold) => threshold.value),
    })
    settledRange = extent === null ? settledRange : range
  }

  function valueAxis(next: PlotModel, tickCount: number): ValueAxis {
    const values = valueTicks(range, tickCount, next.steps ?? 'decimal')
    // Without a value there is no scale to read.
    return { values, labels: settledRange === null ? [] : next.formatTicks(values) }
  }

  return {
    draw(next, size) {
      const nowTheme = chartTheme()
      if (nowTheme !== theme) gutter = 0
      theme = nowTheme
      model = next
      ratio = size.width / size.cssWidth
      lines = drawnLines(next)
      const rem = nowTheme.remPx
      const tickCount = Math.max(2, Math.min(8, Math.round(size.cssHeight / (rem * 2.9))))
      settleRange(next, tickCount)
      const axis = valueAxis(next, tickCount)
      const fontPx = Math.round(rem * 0.6875 * ratio)
      let widest = 0
      for (const label of axis.labels) widest = Math.max(widest, textWidth(label, `${fontPx}px ${nowTheme.fontFamily}`))
      gutter = gutterWidth(gutter, widest / ratio, Math.round(rem * 0.5))
      area = plotArea(size.width, size.height, rem * ratio, gutter * ratio)
      if (ctx === null) return
      const picture: Picture = {
        area,
        range,
        projection: projectionOf(area, next.fromMs, next.toMs, range),
        theme: nowTheme,
        // As thick as a border of the page.
        hair: Math.max(1, Math.floor(Math.max(1, rem / 16) * ratio)),
        fontPx,
        remPx: rem * ratio,
      }
      // Setting a size clears the canvas, and a cleared canvas costs a new buffer.
      if (canvas.width !== size.width || canvas.height !== size.height) {
        canvas.width = size.width
        canvas.height = size.height
      } else ctx.clearRect(0, 0, size.width, size.height)
      const tickSpace = Math.max(2, Math.floor(size.cssWidth / (rem * 5.5)))
      drawGrid(ctx, picture, axis)
      drawThresholds(ctx, picture, next)
      for (const layer of layersOf(next)) layer.under?.(ctx, picture, next)
      drawLines(ctx, picture, next, lines)
      for (const layer of layersOf(next)) layer.over?.(ctx, picture, next)
      drawThresholdLabels(ctx, picture, next)
      drawAxes(ctx, picture, axis, next.timeTicks(next.fromMs, next.toMs, tickSpace), size.width)
    },
    area: () => ({
      left: area.left / ratio,
      top: area.top / ratio,
      width: area.width / ratio,
      height: area.height / ratio,
    }),
    pixelRatio: () => ratio,
    timeToX(timeMs) {
      const { fromMs, toMs } = model ?? { fromMs: 0, toMs: 1 }
      return (area.left + ((timeMs - fromMs) / (toMs - fromMs)) * area.width) / ratio
    },
    xToTime(x) {
      const { fromMs, toMs } = model ?? { fromMs: 0, toMs: 1 }
      const share = (x * ratio - area.left) / area.width
      return fromMs + Math.min(1, Math.max(0, share)) * (toMs - fromMs)
    },
    valueToY(seriesIndex, pointIndex) {
      const value = lines[seriesIndex]?.upper[pointIndex] ?? Number.NaN
      const y = area.top + ((range.max - value) / (range.max - range.min)) * area.height
      return Math.min(Math.max(y, area.top), area.top + area.height) / ratio
    },
  }
}

function layersOf({ overlay }: PlotModel) {
  return overlay?.layers ?? []
}

function union(a: ValueRange | null, b: ValueRange | null): ValueRange | null {
  return a && b ? { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) } : (a ?? b)
}

/** A bar that does not begin at zero lies about its value. */
function withZero(extent: ValueRange | null): ValueRange | null {
  return extent === null ? null : { min: Math.min(0, extent.min), max: Math.max(0, extent.max) }
}
