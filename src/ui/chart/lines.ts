import { traceBars } from './bars'
import { lowerBound } from './nearest'
import type { Picture } from './picture'
import { stackSeries } from './stack'
import type { ChartSeries, TimeChartProps } from './time-chart-props'
import { type Floor, type Line, type PathSink, traceArea, traceLine } from './trace'

/** A series as it is drawn: stacked on those before it where the chart stacks. */
export interface DrawnLine {
  readonly series: ChartSeries
  readonly upper: Float64Array
  /** Null is the least of the axis, or zero where that is shown. */
  readonly lower: Float64Array | null
}

type LineModel = Pick<
  TimeChartProps,
  'timesMs' | 'stepMs' | 'series' | 'stacked' | 'drawStyle' | 'fill' | 'lineWidth' | 'fromMs' | 'toMs'
>

/** The edges of each series of a chart. */
export function drawnLines({ series, stacked }: LineModel): readonly DrawnLine[] {
  if (stacked !== true) return series.map((one) => ({ series: one, upper: one.values, lower: null }))
  const edges = stackSeries(series.map((one) => one.values))
  return series.map((one, i) => ({
    series: one,
    upper: edges[i]?.upper ?? one.values,
    lower: edges[i]?.lower ?? null,
  }))
}

/** Of a line, in pixels at scale 1. */
const LINE_WIDTH = 1.5
/** Of the line that matters most, at least. */
const PROMINENT_PIXELS = 1.95
/** Device pixels of a CSS pixel at scale 1 from which on a line of 1.5 has the pixels it needs. */
const FINE_UNIT = 1.25

/**
 * Device pixels of a line's width. Where nobody asked for one and pixels are coarse it is a single pixel: there 1.5 are one
 * and a blur beside it, and without a GPU cost five to eight times as much as a hairline.
 */
function linePixels(wanted: number | undefined, unit: number): number {
  if (wanted === undefined && unit < FINE_UNIT) return 1
  return (wanted ?? LINE_WIDTH) * unit
}

/** Draws areas and lines, or bars, each series over the ones before it, cut at the plot's edge. */
export function drawLines(
  ctx: CanvasRenderingContext2D,
  picture: Picture,
  model: LineModel,
  lines: readonly DrawnLine[],
): void {
  if (lines.length === 0) return
  const { area, range, projection, theme } = picture
  const { timesMs, stepMs, fill = 0 } = model
  const pixels = linePixels(model.lineWidth, picture.remPx / 16)
  // A line beyond the edge on each side, so that it leaves the plot instead of ending in it.
  const firstIndex = Math.max(0, lowerBound(timesMs, model.fromMs) - 1)
  const lastIndex = Math.min(timesMs.length - 1, lowerBound(timesMs, model.toMs))
  const zero = Math.min(Math.max(0, range.min), range.max)
  ctx.save()
  ctx.beginPath()
  // A line along the edge keeps its whole width; on whole pixels the clip needs no mask.
  const margin = Math.ceil(pixels)
  ctx.rect(area.left, area.top - margin, area.width, area.height + margin * 2)
  ctx.clip()
  // Corners of thin lines look the same cut as rounded, and are drawn faster.
  ctx.lineJoin = pixels >= 2.5 ? 'round' : 'bevel'
  ctx.lineCap = 'round'
  const partsPen = createPen(ctx)
  for (const { series, upper, lower } of lines) {
    const line: Line = { timesMs, values: upper, gapMs: stepMs * 1.5, firstIndex, lastIndex }
    const floor: Floor = lower ?? zero
    if (model.drawStyle === 'bars') {
      ctx.fillStyle = theme.faded(series.colour, fill)
      traceBars(line, stepMs, projection, floor, (x, y, width, height) => ctx.fillRect(x, y, width, height))
      continue
    }
    if (fill > 0) {
      ctx.beginPath()
      traceArea(line, projection, floor, ctx)
      ctx.fillStyle = theme.faded(series.colour, fill)
      ctx.fill()
    }
    const width = series.prominent === true ? Math.max(pixels * 1.3, PROMINENT_PIXELS) : pixels
    ctx.beginPath()
    ctx.lineWidth = width
    ctx.strokeStyle = theme.colour(series.colour)
    const pen = width > 1 ? partsPen : hasLevel(line) ? levelPen(ctx) : ctx
    traceLine(line, projection, Math.max(width, LINE_WIDTH) * 0.8, pen)
    ctx.stroke()
  }
  ctx.restore()
}

/** Corners after which a line is stroked and begun anew; found by measuring. */
const STROKE_LENGTH = 32

/** A path that is stroked in parts: where there is no GPU, one long line takes half again as long as the sum of its parts. */
function createPen(ctx: CanvasRenderingContext2D): PathSink {
  let corners = 0
  return {
    moveTo: (x, y) => ctx.moveTo(x, y),
    lineTo(x, y) {
      ctx.lineTo(x, y)
      corners++
      if (corners < STROKE_LENGTH) return
      corners = 0
      ctx.stroke()
      ctx.beginPath()
      ctx.moveTo(x, y)
    },
    arc: (x, y, radius, start, end) => ctx.arc(x, y, radius, start, end),
    closePath: () => ctx.closePath(),
  }
}

/** Puts level stretches of a line of one pixel on one row of pixels; between two rows they would be two, half as strong. */
function levelPen(pen: PathSink): PathSink {
  let lastX = 0
  let lastY = 0
  let isLevel = false
  return {
    moveTo(x, y) {
      pen.moveTo(x, y)
      lastX = x
      lastY = y
      isLevel = false
    },
    lineTo(x, y) {
      const row = Math.floor(y) + 0.5
      const wasLevel = isLevel
      isLevel = y === lastY
      if (isLevel && !wasLevel) pen.lineTo(lastX, row)
      pen.lineTo(x, isLevel ? row : y)
      lastX = x
      lastY = y
    },
    arc: (x, y, radius, start, end) => pen.arc(x, y, radius, start, end),
    closePath: () => pen.closePath(),
  }
}

function hasLevel({ values, firstIndex, lastIndex }: Line): boolean {
  for (let i = firstIndex; i < lastIndex; i++) if (values[i] === values[i + 1]) return true
  return false
}
