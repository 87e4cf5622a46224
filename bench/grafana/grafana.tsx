import {
  createTheme,
  type DataFrame,
  type DisplayProcessor,
  dateTime,
  type Field,
  FieldColorModeId,
  FieldType,
  getDisplayProcessor,
  type TimeRange,
} from '@grafana/data'
import { LegendDisplayMode } from '@grafana/schema'
import { GlobalStyles, TimeSeries } from '@grafana/ui'
import { createRoot } from 'react-dom/client'
import {
  type ChartCase,
  type ChartPage,
  chartData,
  PANEL_HEIGHT,
  PANEL_WIDTH,
  PANELS,
  STEP_MS,
} from '../chart-pages/chart-data'
import { BOX, GRID } from '../chart-pages/grid'

const root = createRoot(document.getElementById('root') as HTMLElement)
const theme = createTheme()

/** What Grafana's time series panel sets where nobody chose anything else. */
const CUSTOM = {
  drawStyle: 'line',
  lineInterpolation: 'linear',
  lineWidth: 1,
  fillOpacity: 0,
  gradientMode: 'none',
  showPoints: 'auto',
  pointSize: 5,
  spanNulls: false,
  insertNulls: false,
  stacking: { mode: 'none', group: 'A' },
  axisPlacement: 'auto',
  axisLabel: '',
  axisColorMode: 'text',
  axisBorderShow: false,
  axisCenteredZero: false,
  scaleDistribution: { type: 'linear' },
  hideFrom: { tooltip: false, viz: false, legend: false },
  thresholdsStyle: { mode: 'off' },
}
const LEGEND = { displayMode: LegendDisplayMode.List, placement: 'bottom', calcs: [] } as const
const displays = new Map<string, DisplayProcessor>()

interface PanelData {
  readonly frames: DataFrame[]
  readonly timeRange: TimeRange
}

let size: ChartCase = { series: 0, points: 0, legend: true }
let legend = { ...LEGEND, calcs: [], showLegend: true }
let step = 0
let panels: readonly PanelData[] = []

/** Made once a series, though Grafana makes it anew with each answer. */
function withDisplay(field: Field): Field {
  const display = displays.get(field.name) ?? getDisplayProcessor({ field, theme, timeZone: 'utc' })
  displays.set(field.name, display)
  return { ...field, display }
}

/** As its Prometheus data source makes them: one frame a series. */
function panelData(panel: number): PanelData {
  const { times, series } = chartData(size, panel, step)
  const from = dateTime(times[0])
  const to = dateTime(times.at(-1))
  return {
    timeRange: { from, to, raw: { from, to } },
    frames: series.map((values, i) => ({
      length: values.length,
      fields: [
        withDisplay({ name: 'Time', type: FieldType.time, config: { interval: STEP_MS }, values: [...times] }),
        withDisplay({
          name: `series-${i}`,
          type: FieldType.number,
          labels: { series: `${i}` },
          config: {
            unit: 'reqps',
            displayNameFromDS: `series-${i}`,
            color: { mode: FieldColorModeId.PaletteClassic },
            custom: { ...CUSTOM, lineWidth: size.lineWidth ?? CUSTOM.lineWidth },
          },
          state: { seriesIndex: i },
          values: [...values],
        }),
      ],
    })),
  }
}

function prepare() {
  step += 1
  panels = Array.from({ length: PANELS }, (_, panel) => panelData(panel))
}

function render() {
  root.render(
    <>
      <GlobalStyles />
      <div key={JSON.stringify(size)} style={GRID}>
        {panels.map((panel, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never move.
          <div key={i} style={BOX} data-panel="">
            <TimeSeries
              width={PANEL_WIDTH}
              height={PANEL_HEIGHT}
              timeZone="utc"
              legend={legend}
              structureRev={1}
              {...panel}
            />
          </div>
        ))}
      </div>
    </>,
  )
}

const page: ChartPage = {
  show(next) {
    size = next
    legend = { ...LEGEND, calcs: [], showLegend: next.legend }
    step = 0
    prepare()
    render()
  },
  prepare,
  refresh: render,
}
Object.assign(window, { charts: page })
