import type { ChartTheme } from './theme'
import type { ChartThreshold, TimeChartProps } from './time-chart-props'
import { type Projection, projectValue } from './trace'
import type { ValueRange } from './value-range'

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

type ThresholdModel = Pick<TimeChartProps, 'thresholds' | 'thresholdStyle'>

function isInside(threshold: ChartThreshold, range: ValueRange): boolean {
  return threshold.value >= range.min && threshold.value <= range.max
}

/** Draws the lines and, as bands, the area on their bad side up to the next threshold of that side. */
export function drawThresholds(
  ctx: CanvasRenderingContext2D,
  box: Box,
  projection: Projection,
  range: ValueRange,
  model: ThresholdModel,
  theme: ChartTheme,
): void {
  const thresholds = model.thresholds ?? []
  if (thresholds.length === 0) return
  const pixel = Math.max(1, theme.remPx / 16) * devicePixelRatio
  ctx.save()
  for (const threshold of thresholds) {
    const y = Math.round(projectValue(projection, Math.min(Math.max(threshold.value, range.min), range.max)))
    if (model.thresholdStyle === 'band') {
      const edge = bandEnd(threshold, thresholds)
      const end = projectValue(projection, Math.min(Math.max(edge, range.min), range.max))
      ctx.fillStyle = theme.faded(`--${threshold.tone}`, 0.09)
      ctx.fillRect(box.left, Math.min(y, end), box.width, Math.abs(y - end))
    }
    if (!isInside(threshold, range)) continue
    ctx.strokeStyle = theme.faded(`--${threshold.tone}`, 0.85)
    ctx.lineWidth = pixel
    ctx.setLineDash([4 * pixel, 4 * pixel])
    ctx.beginPath()
    ctx.moveTo(box.left, y + (pixel % 2) / 2)
    ctx.lineTo(box.left + box.width, y + (pixel % 2) / 2)
    ctx.stroke()
  }
  ctx.restore()
}

function bandEnd(threshold: ChartThreshold, all: readonly ChartThreshold[]): number {
  const above = threshold.side === 'above'
  let end = above ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  for (const { side, value } of all) {
    if (side !== threshold.side) continue
    if (above && value > threshold.value) end = Math.min(end, value)
    if (!above && value < threshold.value) end = Math.max(end, value)
  }
  return end
}

/** Writes each threshold's label on its line, over the series, on the side that has room. */
export function drawThresholdLabels(
  ctx: CanvasRenderingContext2D,
  box: Box,
  projection: Projection,
  range: ValueRange,
  model: ThresholdModel,
  theme: ChartTheme,
): void {
  const labelled = (model.thresholds ?? []).filter((threshold) => threshold.label !== '' && isInside(threshold, range))
  if (labelled.length === 0) return
  const size = Math.round(theme.remPx * 0.6875 * devicePixelRatio)
  const space = size * 0.4
  ctx.save()
  ctx.font = `500 ${size}px ${theme.fontFamily}`
  ctx.textAlign = 'left'
  for (const threshold of labelled) {
    const y = projectValue(projection, threshold.value)
    const above = y - box.top > size * 1.6
    ctx.textBaseline = above ? 'bottom' : 'top'
    const at = above ? y - space * 0.6 : y + space
    // A ground in the surface's colour keeps the words readable over lines.
    ctx.fillStyle = theme.faded('--surface', 0.8)
    const { width } = ctx.measureText(threshold.label)
    ctx.fillRect(box.left + space * 0.5, above ? at - size * 1.15 : at - size * 0.15, width + space, size * 1.3)
    ctx.fillStyle = theme.colour(`--${threshold.tone}`)
    ctx.fillText(threshold.label, box.left + space, at)
  }
  ctx.restore()
}
