import { useMemo } from 'react'
import type { LogOverview } from '~/domain/logs/log-ports'
import { LOG_LEVELS, type LogLevel } from '~/domain/logs/model'
import { formatInstant } from '~/domain/time/format-instant'
import { timeTicks } from '~/domain/time/time-ticks'
import { formatTicks } from '~/domain/units/format-ticks'
import { formatValue } from '~/domain/units/format-value'
import type { UnixMs } from '~/domain/units-of-measure'
import type { ChartOverlay } from '~/ui/chart/chart-overlay'
import { TimeChart } from '~/ui/chart/TimeChart'
import { levelColour, levelWord } from './level-look'
import { createUnreadLayer } from './unread-layer'

const FORMAT = { unit: 'short', decimals: 0 }

interface LogVolumeProps {
  readonly overview: LogOverview
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
  readonly timeZone: string
  readonly isOld: boolean
  readonly onZoom: (fromMs: UnixMs, toMs: UnixMs) => void
}

/** How many lines there are when, by level; a drag over it chooses a range. */
export function LogVolume({ overview, fromMs, toMs, timeZone, isOld, onZoom }: LogVolumeProps) {
  const { volume, volumeStepMs, wholeFromMs } = overview
  const { timesMs, series } = useMemo(() => seriesOf(volume, volumeStepMs), [volume, volumeStepMs])
  const formats = useMemo(
    () => ({
      formatValue: (value: number) => formatValue(value, FORMAT, timeZone),
      formatTicks: (values: readonly number[]) => formatTicks(values, FORMAT),
      formatTime: (timeMs: number) => `${formatInstant(timeMs, timeZone)} ${timeZone}`,
      timeTicks: (from: number, to: number, count: number) => timeTicks(from, to, timeZone, count),
    }),
    [timeZone],
  )
  const overlay = useMemo((): ChartOverlay | undefined => {
    if (wholeFromMs === null) return undefined
    const notesAt = (timeMs: UnixMs) => (timeMs < wholeFromMs ? ['Not all lines of this time were read.'] : [])
    return { layers: [createUnreadLayer(wholeFromMs)], notesAt }
  }, [wholeFromMs])
  return (
    <TimeChart
      {...formats}
      {...{ timesMs, series, fromMs, toMs, onZoom }}
      stepMs={volumeStepMs}
      label="Lines by level"
      drawStyle="bars"
      stacked
      fill={0.9}
      min={0}
      steps="whole"
      cursorGroup="logs"
      old={isOld}
      overlay={overlay}
    />
  )
}

/** One series a level that occurs, the least on the bottom. */
function seriesOf(volume: LogOverview['volume'], stepMs: number) {
  const present = new Uint8Array(volume.length).fill(1)
  // A chart's bar stands around its time.
  const timesMs = Float64Array.from(volume, ({ startMs }) => startMs + stepMs / 2)
  const series = LOG_LEVELS.filter((level) => volume.some(({ counts }) => (counts[level] ?? 0) > 0)).map(
    (level: LogLevel) => ({
      id: level,
      name: levelWord(level),
      colour: levelColour(level),
      values: Float64Array.from(volume, ({ counts }) => counts[level] ?? 0),
      present,
    }),
  )
  return { timesMs, series }
}
