import { compareLabels } from '~/domain/promql/labels'
import type { ResultSeries } from '~/domain/promql/result'
import type { UnixMs } from '~/domain/units-of-measure'
import type { RangeArg } from './call'
import type { EvalContext } from './context'
import type { EvalGrid } from './grid'
import { NO_LABELS } from './label-sets'
import type { EvalValue, StepSeries } from './values'
import type { Samples } from './windows'

/** The samples of an instant query's range; those of a subquery are the points of its steps, whatever their times are. */
export function rangeSeries({ series, windows }: RangeArg, isSubquery: boolean, context: EvalContext): ResultSeries[] {
  const inWindow = series.map((samples) => {
    context.hold(samples.timesMs.length)
    return isSubquery ? samples : cutTo(samples, windows.firstFromMs, windows.firstToMs)
  })
  return sorted(inWindow)
}

function cutTo({ labels, timesMs, values }: Samples, fromMs: UnixMs, toMs: UnixMs): ResultSeries {
  const inside = (_: number, index: number) => {
    const timeMs = timesMs[index] as number
    return timeMs >= fromMs && timeMs <= toMs
  }
  // Copies: the samples may be the store's own.
  return { labels, timesMs: timesMs.filter(inside), values: values.filter(inside) }
}

/** The points of a range query. */
export function stepSeries(value: EvalValue, grid: EvalGrid): ResultSeries[] {
  const timesMs = Float64Array.from({ length: grid.count }, (_, step) => grid.startMs + step * grid.stepMs)
  if (value.kind === 'string') return []
  if (value.kind === 'scalar') return [{ labels: NO_LABELS, timesMs, values: value.values }]
  return sorted(value.series.map((series) => pointsOf(series, timesMs)))
}

function pointsOf({ labels, values, present }: StepSeries, timesMs: Float64Array): ResultSeries {
  if (!present.includes(0)) return { labels, timesMs, values }
  const real = (_: number, step: number) => present[step] === 1
  return { labels, timesMs: timesMs.filter(real), values: values.filter(real) }
}

function sorted(series: readonly ResultSeries[]): ResultSeries[] {
  return series.filter(({ values }) => values.length > 0).sort((a, b) => compareLabels(a.labels, b.labels))
}
