import { ChartPicture } from '~/ui/chart/ChartPicture'
import { LegendPicture } from '~/ui/chart/LegendFrame'
import type { PanelProps } from '../panel-kind'
import { chartFormats, chartLines, chartProps, chartThresholds, drawnNote, legendRows } from './chart-parts'
import { drawnSeries } from './drawn-series'
import type { TimeseriesOptions } from './options'
import { TimeseriesFrame } from './TimeseriesFrame'

/** The panel as it looks before anybody touched it, without hooks: for the first picture of a page. */
export function TimeseriesPicture(props: PanelProps<TimeseriesOptions>) {
  const { title, data, options, format, timeZone, truth } = props
  const drawn = drawnSeries(data.series)
  const formats = chartFormats(format, timeZone)
  const rows = legendRows(drawn, options, formats, () => true)
  const note = drawnNote(data.series.length, drawn.length)
  const chart = chartProps(props, formats, chartLines(drawn), chartThresholds(options, format))
  return (
    <TimeseriesFrame
      truth={truth}
      data={data}
      chart={<ChartPicture {...chart} />}
      legend={
        rows.length === 0 ? null : (
          <LegendPicture
            label={`${title}, series`}
            columns={options.legend.calcs}
            rows={rows}
            {...(note === undefined ? {} : { note })}
          />
        )
      }
    />
  )
}
