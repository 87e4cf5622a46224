import { useMemo, useState } from 'react'
import { seriesStats } from '~/domain/series/stats'
import { formatInstant } from '~/domain/time/format-instant'
import { timeTicks } from '~/domain/time/time-ticks'
import { formatTicks } from '~/domain/units/format-ticks'
import { formatText, formatValue } from '~/domain/units/format-value'
import { Legend, type LegendRow } from '~/ui/chart/Legend'
import { TimeChart } from '~/ui/chart/TimeChart'
import type { ChartSeries, ChartThreshold } from '~/ui/chart/time-chart-props'
import { isolateSeries, isShown, type Shown, toggleSeries } from '~/ui/chart/visibility'
import { PanelNote } from '../PanelNote'
import type { PanelProps } from '../panel-kind'
import { drawnSeries } from './drawn-series'
import type { TimeseriesOptions } from './options'
import styles from './timeseries.module.css'

const BINARY_UNITS: ReadonlySet<string> = new Set(['bytes', 'kbytes', 'mbytes', 'gbytes', 'binBps'])
const STACK_FILL = 0.28
const NO_FIGURE = { text: '–', unit: '' }

/** Lines over time above a legend whose rows isolate a series. */
export function TimeseriesPanel({
  title,
  format,
  options,
  data,
  truth,
  range,
  timeZone,
  cursorGroup,
  onZoom,
  onZoomBack,
}: PanelProps<TimeseriesOptions>) {
  const [shown, setShown] = useState<Shown>(null)
  const drawn = useMemo(() => drawnSeries(data.series), [data.series])
  const ids = useMemo(() => drawn.map((series) => series.id), [drawn])

  const formats = useMemo(
    () => ({
      value: (value: number) => formatValue(value, format, timeZone),
      ticks: (values: readonly number[]) => formatTicks(values, format),
      time: (timeMs: number) => `${formatInstant(timeMs, timeZone)} ${timeZone}`,
      timeTicks: (fromMs: number, toMs: number, count: number) => timeTicks(fromMs, toMs, timeZone, count),
    }),
    [format, timeZone],
  )

  const thresholds = useMemo(
    () =>
      options.thresholds.map(
        ({ value, status, label, op }): ChartThreshold => ({
          value,
          tone: status,
          label: label === '' ? `${op} ${formatText(value, format)}` : label,
          side: op === '>' ? 'above' : 'below',
        }),
      ),
    [options.thresholds, format],
  )

  const lines = useMemo(
    () =>
      drawn
        .filter((series) => isShown(shown, ids, series.id))
        // The highest percentile is the one that matters.
        .map((series): ChartSeries => ({ ...series, prominent: series.colour === '--q99' })),
    [drawn, ids, shown],
  )

  const { calcs } = options.legend
  const rows = useMemo(() => {
    if (!options.legend.show) return []
    return drawn.map((series): LegendRow => {
      const stats = seriesStats(series.values, series.present)
      const figures = { ...stats, last: series.last?.value ?? stats.last }
      return {
        id: series.id,
        name: series.name,
        colour: series.colour,
        shown: isShown(shown, ids, series.id),
        cells: calcs.map((calc) => (figures[calc] === null ? NO_FIGURE : formats.value(figures[calc]))),
      }
    })
  }, [drawn, ids, shown, calcs, options.legend.show, formats])

  const pick = useMemo(
    () => ({
      isolate: (id: string) => setShown((now) => isolateSeries(now, ids, id)),
      toggle: (id: string) => setShown((now) => toggleSeries(now, ids, id)),
    }),
    [ids],
  )

  const count = data.series.length
  const note = count > drawn.length ? `${count.toLocaleString('en-GB')} series, ${drawn.length} drawn` : undefined
  return (
    <div className={styles['panel']} data-old={truth.old ? '' : undefined}>
      <div className={styles['plot']}>
        <TimeChart
          label={`${title}: ${summary(count)}`}
          timesMs={data.timesMs}
          stepMs={data.stepMs}
          series={lines}
          fromMs={range.fromMs}
          toMs={range.toMs}
          stacked={options.stacking === 'normal'}
          fill={options.fill ?? (options.stacking === 'normal' ? STACK_FILL : 0)}
          min={options.min}
          max={options.max}
          binary={BINARY_UNITS.has(format.unit)}
          thresholds={thresholds}
          thresholdStyle={options.thresholdStyle}
          formatValue={formats.value}
          formatTicks={formats.ticks}
          formatTime={formats.time}
          timeTicks={formats.timeTicks}
          cursorGroup={cursorGroup}
          onZoom={onZoom}
          old={truth.old}
          {...(options.lineWidth === undefined ? {} : { lineWidth: options.lineWidth })}
          {...(onZoomBack === undefined ? {} : { onZoomBack })}
        />
        {count === 0 ? (
          <div className={styles['note']}>
            <PanelNote truth={truth} />
          </div>
        ) : null}
      </div>
      {rows.length === 0 ? null : (
        <div className={styles['legend']}>
          <Legend
            label={`${title}, series`}
            columns={calcs}
            rows={rows}
            onIsolate={pick.isolate}
            onToggle={pick.toggle}
            {...(note === undefined ? {} : { note })}
          />
        </div>
      )}
    </div>
  )
}

function summary(count: number): string {
  if (count === 0) return 'no series'
  return `${count} series. Arrow keys read the values.`
}
