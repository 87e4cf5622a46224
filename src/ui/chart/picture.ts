import type { PlotArea } from './layout'
import type { ChartTheme } from './theme'
import type { Projection } from './trace'
import type { ValueRange } from './value-range'

/** What all that is drawn on one canvas shares; lengths in device pixels. */
export interface Picture {
  readonly area: PlotArea
  readonly range: ValueRange
  readonly projection: Projection
  readonly theme: ChartTheme
  /** Width of the thinnest line, whole pixels. */
  readonly hair: number
  /** Size of the axes' text. */
  readonly fontPx: number
  /** Of one rem. */
  readonly remPx: number
}

/** Maps a span of time and of values to an area of the canvas. */
export function projectionOf(area: PlotArea, fromMs: number, toMs: number, range: ValueRange): Projection {
  const xPerMs = area.width / (toMs - fromMs)
  const yPerUnit = -area.height / (range.max - range.min)
  return {
    xPerMs,
    xAtZero: area.left - fromMs * xPerMs,
    yPerUnit,
    yAtZero: area.top - yPerUnit * range.max,
    top: area.top,
    bottom: area.top + area.height,
  }
}
