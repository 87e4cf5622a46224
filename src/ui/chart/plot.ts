import uPlot from 'uplot'
import { stackSeries } from './stack'
import { textWidth } from './text-width'
import { type ChartTheme, chartTheme, onThemeChange } from './theme'
import { drawThresholdLabels, drawThresholds } from './thresholds'
import type { ChartSeries, TimeChartProps, TimeTick } from './time-chart-props'
import { type Floor, type Projection, traceLine } from './trace'
import { extentOf, stableRange, type ValueRange, valueTicks } from './value-range'

/** What is drawn: the chart's props with the series that are shown. */
export type PlotModel = Omit<TimeChartProps, 'onZoom' | 'onZoomBack' | 'label' | 'cursorGroup'>

/** Where the plotting area is, in CSS pixels from the chart's corner. */
export interface PlotArea {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface Plot {
  update(model: PlotModel): void
  resize(width: number, height: number): void
  area(): PlotArea
  /** CSS pixels from the plotting area's left edge. */
  timeToX(timeMs: number): number
  xToTime(x: number): number
  /** CSS pixels from the plotting area's top edge, within it. */
  valueToY(seriesIndex: number, pointIndex: number): number
  destroy(): void
}

interface Drawn {
  readonly series: ChartSeries
  readonly line: Float64Array
  readonly floor: Floor
}

/**
 * The canvas of a time chart. uPlot keeps the canvas, the axes' layout and the pixel ratio; the value scale it knows is
 * 0 to 1, because the range (with hysteresis), the ticks and the paths over typed arrays with gaps are ours.
 */
export function createPlot(
  host: HTMLElement,
  width: number,
  height: number,
  first: PlotModel,
  onDraw: () => void,
): Plot {
  let model = first
  let theme: ChartTheme = chartTheme()
  let drawn: readonly Drawn[] = []
  let range: ValueRange = { min: 0, max: 1 }
  let settledRange: ValueRange | null = null
  let rangeKey = ''
  let axisWidth = 0
  let uplot = build(width, height)

  function prepare() {
    const lines = model.series.map((series) => series.values)
    const edges = model.stacked ? stackSeries(lines) : null
    drawn = model.series.map((series, i) => ({
      series,
      line: edges?.[i]?.upper ?? series.values,
      floor: edges?.[i]?.lower ?? 0,
    }))
    // Another set of series or another span of time is another picture: its axis starts afresh.
    const key = `${model.series.map((series) => series.id).join('\n')}|${model.toMs - model.fromMs}|${model.min}|${model.max}|${model.stacked}`
    if (key !== rangeKey) settledRange = null
    rangeKey = key
    const extent = extentOf(drawn.map((one) => one.line))
    range = stableRange(settledRange, extent, {
      min: model.min,
      max: model.max,
      binary: model.binary ?? false,
      tickCount: valueTickCount(),
      thresholds: (model.thresholds ?? []).map((threshold) => threshold.value),
    })
    settledRange = extent === null ? settledRange : range
  }

  function valueTickCount(): number {
    return Math.max(2, Math.min(8, Math.round(height / (theme.remPx * 2.9))))
  }

  function projection(): Projection {
    const { left, top, width: wide, height: high } = uplot.bbox
    const xPerMs = wide / (model.toMs - model.fromMs)
    const yPerUnit = -high / (range.max - range.min)
    return {
      xPerMs,
      xAtZero: left - model.fromMs * xPerMs,
      yPerUnit,
      yAtZero: top - yPerUnit * range.max,
      top,
      bottom: top + high,
    }
  }

  function paths(_self: uPlot, slot: number, firstIndex: number, lastIndex: number): uPlot.Series.Paths | null {
    const one = drawn[slot - 1]
    if (one === undefined) return null
    const stroke = new Path2D()
    const area = (model.fill ?? 0) > 0 ? new Path2D() : null
    const line = { timesMs: model.timesMs, values: one.line, gapMs: model.stepMs * 1.5, firstIndex, lastIndex }
    const floor = model.stacked ? one.floor : Math.min(Math.max(0, range.min), range.max)
    traceLine(line, projection(), lineWidth(one.series) * 0.8 * uPlot.pxRatio, stroke, area, floor)
    return { stroke, fill: area }
  }

  function lineWidth(series: ChartSeries): number {
    return (model.lineWidth ?? 1.5) * (series.prominent ? 1.3 : 1) * (theme.remPx / 16)
  }

  function slotOptions(): uPlot.Series {
    return {
      auto: false,
      scale: 'y',
      paths,
      pxAlign: 0,
      points: { show: false },
      stroke: (_self, slot) => theme.colour(drawn[slot - 1]?.series.colour ?? '--unknown'),
      fill: (_self, slot) => theme.faded(drawn[slot - 1]?.series.colour ?? '--unknown', model.fill ?? 0),
    }
  }

  function build(wide: number, high: number): uPlot {
    const font = `${Math.round(theme.remPx * 0.6875)}px ${theme.fontFamily}`
    const gap = Math.round(theme.remPx * 0.5)
    const axis = {
      font,
      gap,
      stroke: () => theme.colour('--text-faint'),
      ticks: { show: false },
      border: { show: false },
      // One step as wide as the axis: the ticks are not uPlot's to choose.
      incrs: () => [5],
      space: 0,
    }
    const grid = { show: true, stroke: () => theme.colour('--grid'), width: Math.max(1, theme.remPx / 16) }
    let ticks: readonly number[] = []
    let times: readonly TimeTick[] = []
    const self = new uPlot(
      {
        width: wide,
        height: high,
        legend: { show: false },
        cursor: { show: false },
        select: { show: false, left: 0, top: 0, width: 0, height: 0 },
        padding: [Math.round(theme.remPx * 0.5), Math.round(theme.remPx * 0.375), 0, 0],
        scales: {
          x: { time: false, auto: false, range: (_u, min, max) => [min, max] },
          y: { auto: false, range: () => [0, 1] },
        },
        axes: [
          {
            ...axis,
            grid: { show: false },
            size: Math.round(theme.remPx * 1.375),
            splits: (u) => {
              const count = Math.max(2, Math.floor(u.width / (theme.remPx * 5.5)))
              times = model.timeTicks(model.fromMs, model.toMs, count)
              return times.map((tick) => tick.ms)
            },
            values: (u) => {
              // A label that would be cut by the edge is left out.
              const half = (label: string) => label.length * theme.remPx * 0.19
              const perMs = (u.bbox.width / uPlot.pxRatio || u.width) / (model.toMs - model.fromMs)
              const space = theme.remPx * 0.375
              return times.map(({ ms, label }) => ((model.toMs - ms) * perMs + space < half(label) ? '' : label))
            },
          },
          {
            ...axis,
            grid,
            size: (_u, labels) => {
              if (labels === null) return axisWidth
              let widest = 0
              for (const label of labels) widest = Math.max(widest, textWidth(label, font))
              // Only wider, in steps: the plot must not jitter sideways when "9" becomes "10".
              const needed = Math.ceil((widest + gap + 2) / 8) * 8
              axisWidth = Math.max(axisWidth, needed)
              return axisWidth
            },
            splits: () => {
              ticks = valueTicks(range, valueTickCount(), model.binary ?? false)
              return ticks.map((value) => (value - range.min) / (range.max - range.min))
            },
            values: () => {
              // Without a value there is no scale to read.
              if (settledRange === null) return ticks.map(() => '')
              return [...model.formatTicks(ticks)]
            },
          },
        ],
        series: [{}],
        hooks: {
          drawClear: [(u) => drawThresholds(u.ctx, u.bbox, projection(), range, model, theme)],
          draw: [
            (u) => {
              drawThresholdLabels(u.ctx, u.bbox, projection(), range, model, theme)
              onDraw()
            },
          ],
        },
      },
      [new Float64Array(0)],
      host,
    )
    return self
  }

  function show() {
    while (uplot.series.length - 1 < drawn.length) uplot.addSeries(slotOptions(), uplot.series.length)
    while (uplot.series.length - 1 > drawn.length) uplot.delSeries(uplot.series.length - 1)
    drawn.forEach((one, i) => {
      const slot = uplot.series[i + 1]
      if (slot !== undefined) slot.width = lineWidth(one.series)
    })
    uplot.setData([model.timesMs, ...drawn.map((one) => one.line)], false)
    // The value axis changes without uPlot's knowledge: have the axes laid out again. One microtask draws it all.
    uplot.redraw(true, true)
    uplot.setScale('x', { min: model.fromMs, max: model.toMs })
  }

  const stopTheme = onThemeChange(() => {
    const next = chartTheme()
    const sameType = next.remPx === theme.remPx && next.fontFamily === theme.fontFamily
    theme = next
    axisWidth = 0
    if (sameType) {
      uplot.redraw(true, true)
      return
    }
    // uPlot reads fonts and sizes once.
    const { width: wide, height: high } = uplot
    uplot.destroy()
    uplot = build(wide, high)
    prepare()
    show()
  })

  prepare()
  show()

  return {
    update(next) {
      model = next
      prepare()
      show()
    },
    resize(wide, high) {
      height = high
      prepare()
      uplot.setSize({ width: wide, height: high })
      uplot.redraw(true, true)
    },
    area() {
      const { left, top, width: wide, height: high } = uplot.bbox
      const ratio = uPlot.pxRatio
      return { left: left / ratio, top: top / ratio, width: wide / ratio, height: high / ratio }
    },
    timeToX: (timeMs) => ((timeMs - model.fromMs) / (model.toMs - model.fromMs)) * (uplot.bbox.width / uPlot.pxRatio),
    xToTime: (x) => model.fromMs + (x / (uplot.bbox.width / uPlot.pxRatio)) * (model.toMs - model.fromMs),
    valueToY(seriesIndex, pointIndex) {
      const value = drawn[seriesIndex]?.line[pointIndex] ?? Number.NaN
      const high = uplot.bbox.height / uPlot.pxRatio
      const y = ((range.max - value) / (range.max - range.min)) * high
      return Math.min(Math.max(y, 0), high)
    },
    destroy() {
      stopTheme()
      uplot.destroy()
    },
  }
}
