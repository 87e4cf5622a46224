import { seriesStats } from '~/domain/series/stats'
import { formatInstant } from '~/domain/time/format-instant'
import { timeTicks } from '~/domain/time/time-ticks'
import { formatTicks } from '~/domain/units/format-ticks'
import { formatText, formatValue } from '~/domain/units/format-value'
import type { LegendRow } from '~/ui/chart/LegendFrame'
import type { ChartSeries, ChartThreshold, TimeChartProps } from '~/ui/chart/time-chart-props'
import type { StepFamily } from '~/ui/chart/value-range'
import type { PanelFormat, PanelOverlay, PanelProps, PanelSeries } from '../panel-kind'
import type { TimeseriesOptions } from './options'

/** Units of time, in seconds. */
const SECONDS_EACH: ReadonlyMap<string, number> = new Map([
  ['ms', 0.001],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['dtdurations', 1],
  ['dtdurationms', 0.001],
])
const BINARY_UNITS: ReadonlySet<string> = new Set(['bytes', 'kbytes', 'mbytes', 'gbytes', 'binBps'])
const STACK_FILL = 0.28
const BAR_FILL = 0.8
const NO_FIGURE = { text: '–', unit: '' }

/** How a chart writes values, ticks and moments. */
export type ChartFormats = ReturnType<typeof chartFormats>

export function chartFormats(format: PanelFormat, timeZone: string) {
  return {
    value: (value: number, atLeast?: boolean) => formatValue(value, { ...format, atLeast }, timeZone),
    ticks: (values: readonly number[]) => formatTicks(values, format),
    time: (timeMs: number) => `${formatInstant(timeMs, timeZone)} ${timeZone}`,
    timeTicks: (fromMs: number, toMs: number, count: number) => timeTicks(fromMs, toMs, timeZone, count),
  }
}

/** Thresholds with the words beside their lines. */
export function chartThresholds({ thresholds }: TimeseriesOptions, format: PanelFormat): readonly ChartThreshold[] {
  return thresholds.map(({ value, status, label, op }) => ({
    value,
    tone: status,
    label: label === '' ? `${op} ${formatText(value, format)}` : label,
    side: op === '>' ? 'above' : 'below',
  }))
}

/** Series as lines. The highest percentile is the one that matters. */
export function chartLines(series: readonly PanelSeries[]): readonly ChartSeries[] {
  return series.map((one) => ({ ...one, prominent: one.colour === '--q99' }))
}

/** One row a series with the figures that the options name; none where the legend is off. */
export function legendRows(
  series: readonly PanelSeries[],
  { legend }: TimeseriesOptions,
  formats: ChartFormats,
  isShown: (id: string) => boolean,
  topBounds?: PanelOverlay['topBounds'],
): readonly LegendRow[] {
  if (!legend.show) return []
  return series.map((one) => {
    const stats = seriesStats(one.values, one.present)
    const figures = { ...stats, last: one.last?.value ?? stats.last }
    const top = topBounds?.get(one.id)
    return {
      id: one.id,
      name: one.name,
      colour: one.colour,
      shown: isShown(one.id),
      cells: legend.calcs.map((calc) => {
        const figure = figures[calc]
        if (figure === null) return NO_FIGURE
        // What is at least so much once, is so in the mean.
        return formats.value(figure, (calc === 'mean' ? figures.max : figure) === top)
      }),
    }
  })
}

/** The chart's props from those of the panel. */
export function chartProps(
  props: PanelProps<TimeseriesOptions>,
  formats: ChartFormats,
  lines: readonly ChartSeries[],
  thresholds: readonly ChartThreshold[],
): TimeChartProps {
  const { title, data, options, format, range, truth, cursorGroup, overlay, onZoom, onZoomBack } = props
  const isBars = options.drawStyle === 'bars'
  const stacked = isBars || options.stacking === 'normal'
  return {
    label: `${title}: ${summary(data.series.length)}`,
    timesMs: data.timesMs,
    stepMs: data.stepMs,
    series: lines,
    fromMs: range.fromMs,
    toMs: range.toMs,
    stacked,
    fill: options.fill ?? (isBars ? BAR_FILL : stacked ? STACK_FILL : 0),
    ...(isBars ? { drawStyle: 'bars' as const } : {}),
    min: options.min,
    max: options.max,
    steps: stepsOf(format.unit),
    thresholds,
    thresholdStyle: options.thresholdStyle,
    formatValue: formats.value,
    formatTicks: formats.ticks,
    formatTime: formats.time,
    timeTicks: formats.timeTicks,
    cursorGroup,
    onZoom,
    overlay: overlay?.chart,
    old: truth.old,
    ...(options.lineWidth === undefined ? {} : { lineWidth: options.lineWidth }),
    ...(onZoomBack === undefined ? {} : { onZoomBack }),
  }
}

/** What the legend says when not all series are drawn. */
export function drawnNote(count: number, drawn: number): string | undefined {
  return count > drawn ? `${count.toLocaleString('en-GB')} series, ${drawn} drawn` : undefined
}

function summary(count: number): string {
  if (count === 0) return 'no series'
  return `${count} series. Arrow keys read the values.`
}

function stepsOf(unit: string): StepFamily {
  const secondsEach = SECONDS_EACH.get(unit)
  if (secondsEach !== undefined) return { secondsEach }
  return BINARY_UNITS.has(unit) ? 'binary' : 'decimal'
}
