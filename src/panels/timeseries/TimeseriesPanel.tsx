import { useMemo, useState } from 'react'
import { Legend } from '~/ui/chart/Legend'
import { TimeChart } from '~/ui/chart/TimeChart'
import { isolateSeries, isShown, type Shown, toggleSeries } from '~/ui/chart/visibility'
import type { PanelProps } from '../panel-kind'
import { chartFormats, chartLines, chartProps, chartThresholds, drawnNote, legendRows } from './chart-parts'
import { drawnSeries } from './drawn-series'
import type { TimeseriesOptions } from './options'
import { TimeseriesFrame } from './TimeseriesFrame'

/** Lines over time above a legend whose rows isolate a series. */
export function TimeseriesPanel(props: PanelProps<TimeseriesOptions>) {
  const { title, format, options, data, truth, timeZone } = props
  const [shown, setShown] = useState<Shown>(null)
  const drawn = useMemo(() => drawnSeries(data.series), [data.series])
  const ids = useMemo(() => drawn.map((series) => series.id), [drawn])
  const formats = useMemo(() => chartFormats(format, timeZone), [format, timeZone])
  const thresholds = useMemo(() => chartThresholds(options, format), [options, format])
  const lines = useMemo(() => chartLines(drawn.filter((series) => isShown(shown, ids, series.id))), [drawn, ids, shown])
  const rows = useMemo(
    () => legendRows(drawn, options, formats, (id) => isShown(shown, ids, id)),
    [drawn, ids, shown, options, formats],
  )
  const pick = useMemo(
    () => ({
      isolate: (id: string) => setShown((now) => isolateSeries(now, ids, id)),
      toggle: (id: string) => setShown((now) => toggleSeries(now, ids, id)),
    }),
    [ids],
  )
  const note = drawnNote(data.series.length, drawn.length)
  return (
    <TimeseriesFrame
      truth={truth}
      data={data}
      chart={<TimeChart {...chartProps(props, formats, lines, thresholds)} />}
      legend={
        rows.length === 0 ? null : (
          <Legend
            label={`${title}, series`}
            columns={options.legend.calcs}
            rows={rows}
            onIsolate={pick.isolate}
            onToggle={pick.toggle}
            {...(note === undefined ? {} : { note })}
          />
        )
      }
    />
  )
}
