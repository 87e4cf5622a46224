import type { MatrixSelector, VectorSelector } from '~/domain/promql/ast'
import type { SeriesSlice } from '~/domain/promql/queryable'
import type { EvalContext } from './context'
import type { EvalGrid } from './grid'
import { type Looks, looksOf } from './looks'
import type { SeriesSink, StepSeries, VectorValue } from './values'
import { type Samples, Windows } from './windows'

/** The newest sample of each series at each step, unless it is too old or the series has ended. */
export function eachNewest(selector: VectorSelector, grid: EvalGrid, context: EvalContext, sink: SeriesSink): void {
  const looks = looksOf(selector, grid)
  const slices = context.source.select(selector.matchers, looks.readFromMs - context.lookbackMs, looks.readToMs)
  takeNewest(slices, looks, grid, context, ({ values }) => values, sink)
}

export function evalVectorSelector(selector: VectorSelector, grid: EvalGrid, context: EvalContext): VectorValue {
  const series: StepSeries[] = []
  eachNewest(selector, grid, context, context.collectInto(series, grid.count))
  return { kind: 'vector', series }
}

/**
 * The times of those samples in seconds. With `@` all steps look at the time of the text; an offset decides which samples are
 * read and not where the steps look, which is how `timestamp(x @ 0 offset 1m)` is taken by Prometheus 2.42.
 */
export function evalSampleTimes(selector: VectorSelector, grid: EvalGrid, context: EvalContext): VectorValue {
  const looks = looksOf(selector, grid)
  const slices = context.source.select(selector.matchers, looks.readFromMs - context.lookbackMs, looks.readToMs)
  const pinned = selector.at?.kind === 'time' ? { ...looks, firstMs: selector.at.timeMs, stepMs: 0 } : looks
  const series: StepSeries[] = []
  const toSeconds = ({ timesMs }: SeriesSlice) => timesMs.map((timeMs) => timeMs / 1000)
  takeNewest(slices, pinned, grid, context, toSeconds, context.collectInto(series, grid.count))
  return { kind: 'vector', series }
}

/** The newest sample of a step is the last one of a window as wide as the lookback. */
function takeNewest(
  slices: readonly SeriesSlice[],
  looks: Looks,
  grid: EvalGrid,
  context: EvalContext,
  read: (slice: SeriesSlice) => Float64Array,
  sink: SeriesSink,
): void {
  const windows = new Windows(looks, context.lookbackMs, grid.count, context)
  for (const slice of slices) {
    const out = sink.create(slice.labels)
    if (fillNewest(slice, read(slice), windows, out)) sink.take(out)
    else sink.drop(out)
  }
}

function fillNewest(slice: SeriesSlice, source: Float64Array, windows: Windows, out: StepSeries): boolean {
  const { values, present } = out
  const { stale } = slice
  const bounds: { readonly from: Int32Array; readonly to: Int32Array } = windows.boundsOf(slice.timesMs)
  let found = false
  for (let step = 0; step < values.length; step++) {
    const to = bounds.to[step] as number
    if (to === bounds.from[step] || (stale !== null && stale[to - 1] === 1)) continue
    values[step] = source[to - 1] as number
    present[step] = 1
    found = true
  }
  return found
}

/** The samples that the windows of a range selector need, at all steps. */
export function selectSamples(node: MatrixSelector, grid: EvalGrid, context: EvalContext): Samples[] {
  const looks = looksOf(node.selector, grid)
  const slices = context.source.select(node.selector.matchers, looks.readFromMs - node.rangeMs, looks.readToMs)
  return slices.map(withoutStaleMarkers)
}

/** Copied in runs: over two days each rule reads millions of samples, and a call for each is most of what it takes. */
function withoutStaleMarkers(slice: SeriesSlice): Samples {
  const { labels, stale, timesMs, values } = slice
  if (stale === null || !stale.includes(1)) return slice
  const kept = { timesMs: new Float64Array(timesMs.length), values: new Float64Array(values.length) }
  let count = 0
  for (let from = 0; from < stale.length; ) {
    const marker = stale.indexOf(1, from)
    const to = marker === -1 ? stale.length : marker
    kept.timesMs.set(timesMs.subarray(from, to), count)
    kept.values.set(values.subarray(from, to), count)
    count += to - from
    from = to + 1
  }
  return { labels, timesMs: kept.timesMs.subarray(0, count), values: kept.values.subarray(0, count) }
}
