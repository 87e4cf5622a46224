import { displayText } from '~/lib/display-text'
import type { Picture } from './picture'
import { placeLabels } from './place-labels'
import type { ChartThreshold, TimeChartProps } from './time-chart-props'
import { projectValue } from './trace'
import type { ValueRange } from './value-range'

type ThresholdModel = Pick<TimeChartProps, 'thresholds' | 'thresholdStyle'>

function isInside(threshold: ChartThreshold, range: ValueRange): boolean {
  return threshold.value >= range.min && threshold.value <= range.max
}

/** Draws the lines and, as bands, the area on their bad side up to the next threshold of that side. */
export function drawThresholds(ctx: CanvasRenderingContext2D, picture: Picture, model: ThresholdModel): void {
  const { area, range, projection, theme, hair } = picture
  const thresholds = model.thresholds ?? []
  const yOf = (value: number) => Math.round(projectValue(projection, Math.min(Math.max(value, range.min), range.max)))
  for (const threshold of thresholds) {
    const y = yOf(threshold.value)
    if (model.thresholdStyle === 'band') {
      const end = yOf(bandEnd(threshold, thresholds))
      ctx.fillStyle = theme.faded(`--${threshold.tone}`, 0.09)
      ctx.fillRect(area.left, Math.min(y, end), area.width, Math.abs(y - end))
    }
    if (!isInside(threshold, range)) continue
    ctx.fillStyle = theme.faded(`--${threshold.tone}`, 0.85)
    // Rectangles instead of a dashed line: each dash is on whole pixels.
    const dash = hair * 4
    const right = area.left + area.width
    const top = y - (hair >> 1)
    for (let x = area.left; x < right; x += dash * 2) ctx.fillRect(x, top, Math.min(dash, right - x), hair)
  }
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
export function drawThresholdLabels(ctx: CanvasRenderingContext2D, picture: Picture, model: ThresholdModel): void {
  const { area, range, projection, theme, fontPx } = picture
  const labelled = (model.thresholds ?? []).filter((threshold) => threshold.label !== '' && isInside(threshold, range))
  if (labelled.length === 0) return
  ctx.font = `500 ${fontPx}px ${theme.fontFamily}`
  ctx.textAlign = 'left'
  ctx.textBaseline = 'top'
  const labels = labelled.map(({ tone, value, label }) => {
    const text = displayText(label)
    return { tone, text, y: Math.round(projectValue(projection, value)), width: ctx.measureText(text).width }
  })
  for (const [i, place] of placeLabels(labels, area, fontPx).entries()) {
    const label = labels[i]
    if (label === undefined || place === null) continue
    // A ground in the surface's colour keeps the words readable over lines.
    ctx.fillStyle = theme.faded('--surface', 0.8)
    ctx.fillRect(place.left, place.top, place.width, place.height)
    ctx.fillStyle = theme.colour(`--${label.tone}`)
    ctx.fillText(label.text, Math.round(place.left + fontPx * 0.2), Math.round(place.top + fontPx * 0.15))
  }
}
