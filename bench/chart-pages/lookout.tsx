import '~/ui/tokens.css'
import '~/ui/base.css'
import { createRoot } from 'react-dom/client'
import type { Truth } from '~/domain/truth/truth'
import type { PanelProps } from '~/panels/panel-kind'
import { decodeTimeseriesOptions, type TimeseriesOptions } from '~/panels/timeseries/options'
import { TimeseriesPanel } from '~/panels/timeseries/TimeseriesPanel'
import { type ChartCase, type ChartPage, chartData, PANELS, STEP_MS } from './chart-data'
import { BOX, GRID } from './grid'

const root = createRoot(document.getElementById('root') as HTMLElement)
const LIVE: Truth = { kind: 'live', word: 'live', reason: '', old: false }
const FORMAT = { unit: 'reqps' }
const onZoom = () => undefined

let size: ChartCase = { series: 0, points: 0, legend: true }
let options: TimeseriesOptions = decodeTimeseriesOptions({})
let step = 0
let panels: readonly PanelProps<TimeseriesOptions>[] = []

function panelProps(panel: number): PanelProps<TimeseriesOptions> {
  const data = chartData(size, panel, step)
  const timesMs = Float64Array.from(data.times)
  return {
    title: `Panel ${panel + 1}`,
    format: FORMAT,
    options,
    truth: LIVE,
    range: { fromMs: timesMs[0] as number, toMs: timesMs.at(-1) as number },
    timeZone: 'UTC',
    cursorGroup: 'bench',
    large: false,
    onZoom,
    data: {
      timesMs,
      stepMs: STEP_MS,
      evaluatedMs: timesMs.at(-1) as number,
      series: data.series.map((values, i) => ({
        id: `0:{series="${i}"}`,
        name: `series-${i}`,
        labels: new Map([['series', `${i}`]]),
        colour: `--s${(i % 8) + 1}`,
        values: Float64Array.from(values),
        present: new Uint8Array(values.length).fill(1),
        last: { timeMs: timesMs.at(-1) as number, value: values.at(-1) as number },
      })),
    },
  }
}

function prepare() {
  step += 1
  panels = Array.from({ length: PANELS }, (_, panel) => panelProps(panel))
}

function render() {
  root.render(
    <div key={JSON.stringify(size)} style={GRID}>
      {panels.map((props) => (
        <div key={props.title} style={BOX} data-panel="">
          <TimeseriesPanel {...props} />
        </div>
      ))}
    </div>,
  )
}

const page: ChartPage = {
  show(next) {
    size = next
    options = decodeTimeseriesOptions({
      legend: { show: next.legend },
      ...(next.lineWidth === undefined ? {} : { lineWidth: next.lineWidth }),
    })
    step = 0
    prepare()
    render()
  },
  prepare,
  refresh: render,
}
Object.assign(window, { charts: page })
