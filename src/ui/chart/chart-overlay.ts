import type { Picture } from './picture'
import type { ChartSeries, TimeChartProps } from './time-chart-props'
import type { ValueRange } from './value-range'

/** What a layer sees of the chart that it is drawn on. */
export interface LayerModel extends Pick<TimeChartProps, 'stacked' | 'drawStyle'> {
  readonly timesMs: Float64Array
  readonly stepMs: number
  /** Those that are shown. */
  readonly series: readonly ChartSeries[]
  /** Lines stand on each other: where one is drawn is not its value. */
  readonly stacked?: boolean
  readonly fromMs: number
  readonly toMs: number
}

/** Something drawn on a chart that is not one of its lines. Its code comes with whoever makes it: a chart knows none. */
export interface ChartLayer {
  /** Values that the axis shall hold beside those of the lines; null for none. */
  readonly extentOf?: (model: LayerModel) => ValueRange | null
  readonly under?: (ctx: CanvasRenderingContext2D, picture: Picture, model: LayerModel) => void
  readonly over?: (ctx: CanvasRenderingContext2D, picture: Picture, model: LayerModel) => void
}

/** What lies over a chart's own lines, and what a reader is told of it. All text is literal. */
export interface ChartOverlay {
  readonly layers: readonly ChartLayer[]
  /** Beside a value in the tooltip, such as the bounds of its bucket; empty for none. */
  readonly detailOf?: (seriesId: string, pointIndex: number) => string
  /** Whether a value of a series is only known to be at least that. */
  readonly isAtLeast?: (seriesId: string, value: number) => boolean
  /** Lines below the values in the tooltip, such as what happened near that time. */
  readonly notesAt?: (timeMs: number) => readonly string[]
}
