import { useMemo } from 'react'
import type { Episode } from '~/domain/alerts/history'
import type { AlertRule } from '~/domain/alerts/model'
import type { EvaluatedPoints, Trial } from '~/domain/alerts/what-if'
import { severityTone } from '~/domain/annotations/alert-spans'
import { colourOf } from '~/domain/colours'
import { printLabels } from '~/domain/legend'
import { labelsKey } from '~/domain/series/frame'
import { formatInstant } from '~/domain/time/format-instant'
import { timeTicks } from '~/domain/time/time-ticks'
import { formatTicks } from '~/domain/units/format-ticks'
import { formatText, formatValue } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { createMarkLayer } from '~/ui/chart/mark-layer'
import { TimeChart } from '~/ui/chart/TimeChart'
import type { ChartSeries } from '~/ui/chart/time-chart-props'
import type { ValueRange } from '~/ui/chart/value-range'
import parts from '../parts.module.css'
import { PLOT_EDGES } from './plot-edges'
import { ThresholdSlider, useThresholdHandle } from './ThresholdHandle'
import type { TrialAnswer } from './use-trial'
import styles from './what-if.module.css'

interface TrialChartProps {
  readonly rule: AlertRule
  readonly trial: Exclude<Trial, { kind: 'none' }>
  readonly answer: TrialAnswer
  readonly threshold: number
  /** The axis, while a hand drags on it. */
  readonly held: ValueRange | null
  readonly timeZone: string
  readonly isBehind: boolean
  /** When anything would have fired. */
  readonly episodes: readonly Episode[]
  readonly onMove: (value: number, isDone: boolean, range: ValueRange) => void
}

/** The rule's own numbers may be of any unit. */
const FORMAT = { unit: 'none' }
/** More lines than these nobody can tell apart. All are tried. */
const MAX_DRAWN = 40
const NO_SLIDER = { min: undefined, max: undefined }

/** What a rule compares, with the threshold to be dragged and what would have fired below it. */
export function TrialChart(props: TrialChartProps) {
  const { rule, trial, answer, threshold, held, timeZone, isBehind, episodes, onMove } = props
  const { points, fromMs, toMs } = answer
  const handle = useThresholdHandle()
  const side = trial.kind === 'threshold' && trial.op.startsWith('<') ? 'below' : 'above'
  const shown = useMemo(() => sinceMs(points, fromMs), [points, fromMs])
  const lines = useMemo(() => linesOf(shown, side), [shown, side])
  const tone = severityTone(rule.labels.get('severity') ?? '')
  const thresholdTone = tone === 'unknown' ? 'warn' : tone
  const hasThreshold = trial.kind === 'threshold'
  const overlay = useMemo(() => {
    const bands = episodes.map((one) => ({ fromMs: one.fromMs, toMs: one.toMs, tone, faint: false }))
    const layers = [createMarkLayer([], bands), PLOT_EDGES]
    return { layers: hasThreshold ? [...layers, handle.layerFor(threshold)] : layers }
  }, [episodes, tone, hasThreshold, threshold, handle.layerFor])
  const formats = useMemo(
    () => ({
      formatValue: (value: number, atLeast?: boolean) => formatValue(value, { ...FORMAT, atLeast }, timeZone),
      formatTicks: (values: readonly number[]) => formatTicks(values, FORMAT),
      formatTime: (timeMs: number) => `${formatInstant(timeMs, timeZone)} ${timeZone}`,
      timeTicks: (from: number, to: number, count: number) => timeTicks(from, to, timeZone, count),
    }),
    [timeZone],
  )
  const words = trial.kind === 'threshold' ? `${trial.op} ${formatText(threshold, FORMAT)}` : ''
  const timesMs = shown.timesMs
  return (
    <>
      <div className={styles['chart']}>
        <TimeChart
          {...formats}
          {...{ timesMs, stepMs: points.stepMs, series: lines, fromMs, toMs, overlay, old: isBehind }}
          {...(held ?? NO_SLIDER)}
          label={`What ${displayText(rule.name)} compares`}
          thresholds={hasThreshold ? [{ value: threshold, tone: thresholdTone, label: words, side }] : []}
          thresholdStyle="band"
          cursorGroup="trial"
        />
        {hasThreshold ? <ThresholdSlider handle={handle} value={threshold} text={words} onMove={onMove} /> : null}
      </div>
      {points.series.length > lines.length ? (
        <p
          className={parts['note']}
        >{`${points.series.length} series, the ${lines.length} nearest to firing are drawn.`}</p>
      ) : null}
      {points.series.length === 0 ? <p className={parts['note']}>The expression has no points in this time.</p> : null}
    </>
  )
}

/** What is drawn: without the time in which alerts only wait. */
function sinceMs({ timesMs, stepMs, series }: EvaluatedPoints, fromMs: number) {
  const first = Math.max(0, Math.round((fromMs - (timesMs[0] ?? fromMs)) / stepMs))
  return {
    timesMs: Float64Array.from(timesMs).subarray(first),
    series: series.map(({ labels, values, present }) => ({
      labels,
      values: Float64Array.from(values).subarray(first),
      present: Uint8Array.from(present).subarray(first),
    })),
  }
}

/** The series as lines: those that come nearest to the bad side, where there are too many. */
function linesOf(points: Pick<ReturnType<typeof sinceMs>, 'series'>, side: 'above' | 'below'): readonly ChartSeries[] {
  const reach = (values: Float64Array) => {
    let most = Number.NEGATIVE_INFINITY
    for (let i = 0; i < values.length; i++) {
      const value = side === 'above' ? (values[i] as number) : -(values[i] as number)
      if (value > most) most = value
    }
    return most
  }
  const ranked =
    points.series.length <= MAX_DRAWN
      ? points.series
      : points.series
          .map((one) => ({ one, most: reach(one.values) }))
          .sort((a, b) => (b.most > a.most ? 1 : b.most < a.most ? -1 : 0))
          .slice(0, MAX_DRAWN)
          .map(({ one }) => one)
  const named = ranked.map((one) => ({ ...one, key: labelsKey(one.labels), name: printLabels(one.labels) }))
  const colours = colourOf(named)
  return named.map(({ key, name, values, present }, i) => ({
    ...{ id: key, name: displayText(name), colour: colours[i] ?? '--s1' },
    ...{ values, present },
  }))
}
