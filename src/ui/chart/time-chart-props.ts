import type { Tone } from '../status/tone'
import type { ChartOverlay } from './chart-overlay'
import type { StepFamily } from './value-range'

/** A value as text: the unit apart, because it is set smaller. Empty where the text says it all. */
export interface ValueText {
  readonly text: string
  readonly unit: string
  /** It is only known to be at least that. */
  readonly atLeast?: boolean | undefined
}

export interface TimeTick {
  readonly ms: number
  readonly label: string
}

export interface ChartSeries {
  /** Stable over refreshes. */
  readonly id: string
  /** Literal text. */
  readonly name: string
  /** A colour token such as `--s3`. */
  readonly colour: string
  /** As long as the chart's times. NaN is a gap. */
  readonly values: Float64Array
  /** 1 where the server sent a point: a NaN with 1 is "no traffic" and listed, one with 0 is no point. */
  readonly present: Uint8Array
  /** Drawn a little stronger than the others. */
  readonly prominent?: boolean
}

export interface ChartThreshold {
  readonly value: number
  readonly tone: Tone
  /** Literal text beside the line, such as "alert > 5 s". */
  readonly label: string
  /** The side that is bad. */
  readonly side: 'above' | 'below'
}

export interface TimeChartProps {
  /** What the chart shows, for readers who cannot see it. */
  readonly label: string
  /** Ascending. */
  readonly timesMs: Float64Array
  readonly stepMs: number
  /** Drawn in this order, the last on top. */
  readonly series: readonly ChartSeries[]
  readonly fromMs: number
  readonly toMs: number
  readonly stacked?: boolean
  /** Bars stand on zero, which is then part of the axis. */
  readonly drawStyle?: 'line' | 'bars'
  /** Opacity of the area under a line, 0 to 1. */
  readonly fill?: number
  /** Pixels at scale 1. */
  readonly lineWidth?: number
  readonly min?: number | undefined
  readonly max?: number | undefined
  /** What makes a step of the value axis round. */
  readonly steps?: StepFamily
  readonly thresholds?: readonly ChartThreshold[]
  readonly thresholdStyle?: 'line' | 'band'
  readonly formatValue: (value: number, atLeast?: boolean) => ValueText
  /** Labels of the value axis, one a tick. */
  readonly formatTicks: (values: readonly number[]) => readonly string[]
  /** A moment, with its zone where that is not plain. */
  readonly formatTime: (timeMs: number) => string
  /** At most `count` ticks with labels short enough for that many. */
  readonly timeTicks: (fromMs: number, toMs: number, count: number) => readonly TimeTick[]
  /** Charts of the same group share the crosshair. */
  readonly cursorGroup: string
  /** `withShift`: the span is meant for something else than a closer look. */
  readonly onZoom?: (fromMs: number, toMs: number, withShift?: boolean) => void
  readonly onZoomBack?: () => void
  readonly overlay?: ChartOverlay | undefined
  /** The data are from before a fault: drawn desaturated. */
  readonly old?: boolean
}
