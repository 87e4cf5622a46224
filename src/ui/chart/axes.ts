import { type PlacedLabel, type PlotArea, placeTimeLabels } from './layout'
import type { Picture } from './picture'
import { textWidth } from './text-width'
import type { TimeTick } from './time-chart-props'
import { projectValue } from './trace'

/** Values with a grid line, and the text of each. */
export interface ValueAxis {
  readonly values: readonly number[]
  readonly labels: readonly string[]
}

/** Draws a hairline over the whole plot for each value, on whole pixels. */
export function drawGrid(ctx: CanvasRenderingContext2D, picture: Picture, axis: ValueAxis): void {
  const { area, projection, theme, hair } = picture
  ctx.fillStyle = theme.colour('--grid')
  for (const value of axis.values) {
    const y = Math.round(projectValue(projection, value)) - (hair >> 1)
    ctx.fillRect(area.left, y, area.width, hair)
  }
}

/** Writes the values beside the grid lines and the times below the plot, within a canvas of `width` pixels. */
export function drawAxes(
  ctx: CanvasRenderingContext2D,
  picture: Picture,
  axis: ValueAxis,
  ticks: readonly TimeTick[],
  width: number,
): void {
  const { area, projection, theme, fontPx, remPx } = picture
  const gap = Math.round(remPx * 0.5)
  const font = `${fontPx}px ${theme.fontFamily}`
  ctx.font = font
  ctx.fillStyle = theme.colour('--text-faint')
  ctx.textAlign = 'right'
  ctx.textBaseline = 'middle'
  axis.values.forEach((value, i) => {
    const label = axis.labels[i] ?? ''
    if (label !== '') ctx.fillText(label, area.left - gap, Math.round(projectValue(projection, value)))
  })
  ctx.textAlign = 'center'
  ctx.textBaseline = 'top'
  for (const { text, x } of timeLabels(picture, ticks, font, width)) ctx.fillText(text, x, bottomOf(area) + gap)
}

function timeLabels(picture: Picture, ticks: readonly TimeTick[], font: string, width: number): PlacedLabel[] {
  const { projection, remPx } = picture
  return placeTimeLabels(
    ticks,
    (timeMs) => projection.xAtZero + projection.xPerMs * timeMs,
    (label) => textWidth(label, font),
    width,
    remPx * 0.5,
  )
}

function bottomOf(area: PlotArea): number {
  return area.top + area.height
}
