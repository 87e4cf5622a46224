import { useMemo, useRef, useState } from 'react'
import { Legend } from '~/ui/chart/Legend'
import { TimeChart } from '~/ui/chart/TimeChart'
import { isolateSeries, isShown, type Shown, toggleSeries } from '~/ui/chart/visibility'
import type { PanelProps, PanelSeries } from '../panel-kind'
import { chartFormats, chartLines, chartProps, chartThresholds, drawnNote, legendRows } from './chart-parts'
import { drawnSeries } from './drawn-series'
import type { TimeseriesOptions } from './options'
import { TimeseriesFrame } from './TimeseriesFrame'

/** Lines over time above a legend whose rows isolate a series. */
export function TimeseriesPanel(props: PanelProps<TimeseriesOptions>) {
  const { title, format, options, data, truth, timeZone, overlay } = props
  const [shown, setShown] = useState<Shown>(null)
  const drawn = useMemo(() => drawnSeries(data.series), [data.series])
  const ids = useSeriesIds(drawn)
  const formats = useMemo(() => chartFormats(format, timeZone), [format, timeZone])
  const thresholds = useMemo(() => chartThresholds(options, format), [options, format])
  const lines = useMemo(() => chartLines(drawn.filter((series) => isShown(shown, ids, series.id))), [drawn, ids, shown])
  const rows = useMemo(
    () => legendRows(drawn, options, formats, (id) => isShown(shown, ids, id), overlay?.topBounds),
    [drawn, ids, shown, options, formats, overlay],
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

/** The same array while they are the same: with another one each refresh would draw all rows of the legend anew. */
function useSeriesIds(series: readonly PanelSeries[]): readonly string[] {
  const last = useRef<readonly string[]>([])
  return useMemo(() => {
    const ids = series.map(({ id }) => id)
    const { current } = last
    if (ids.length !== current.length || ids.some((id, i) => id !== current[i])) last.current = ids
    return last.current
  }, [series])
}
