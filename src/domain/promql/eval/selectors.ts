import type { MatrixSelector, VectorSelector } from '~/domain/promql/ast'
import type { SeriesSlice } from '~/domain/promql/queryable'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { EvalContext } from './context'
import { type EvalGrid, lastStepMs } from './grid'
import type { StepSeries, VectorValue } from './values'

/** Samples of one series without staleness markers, times strictly ascending. Read only: they may be the store's own. */
export interface Samples {
  readonly labels: Labels
  readonly timesMs: Float64Array
  readonly values: Float64Array
}

/** The times at which the steps of a grid look: `firstMs + i * stepMs`; samples after `lastMs` are not read. */
interface Looks {
  readonly firstMs: UnixMs
  readonly stepMs: DurationMs
  readonly lastMs: UnixMs
}

interface Placed {
  readonly at: VectorSelector['at']
  readonly offsetMs: DurationMs
}

/**
 * Where a selector or subquery looks at each step. `preprocess` has given `@ start()` and `@ end()` their times. With `@` only
 * the first step looks where the text says, and the others as much later as they are, although nothing later is read: an oddity
 * of Prometheus 2.42, seen where another argument changes from step to step, as in `predict_linear(x[5m] @ 0, time())`.
 */
export function looksOf({ at, offsetMs }: Placed, grid: EvalGrid): Looks {
  if (at?.kind === 'time') {
    return { firstMs: at.timeMs - offsetMs, stepMs: grid.stepMs, lastMs: at.timeMs - offsetMs }
  }
  const seenToMs = Math.min(lastStepMs(grid), grid.seenToMs ?? Infinity)
  return { firstMs: grid.startMs - offsetMs, stepMs: grid.stepMs, lastMs: seenToMs - offsetMs }
}

/** The newest sample of each series at each step, unless it is too old or the series has ended. */
export function evalVectorSelector(selector: VectorSelector, grid: EvalGrid, context: EvalContext): VectorValue {
  const looks = looksOf(selector, grid)
  return evalNewest(selector, { ...looks, readFromMs: looks.firstMs - context.lookbackMs }, grid, context, 'value')
}

/**
 * The times of those samples. With `@` all steps look at the time of the text; an offset decides which samples are read and
 * not where the steps look, which is how `timestamp(x @ 0 offset 1m)` is taken by Prometheus 2.42.
 */
export function evalSampleTimes(selector: VectorSelector, grid: EvalGrid, context: EvalContext): VectorValue {
  const looks = looksOf(selector, grid)
  const pinned = selector.at?.kind === 'time' ? { firstMs: selector.at.timeMs, stepMs: 0 } : {}
  return evalNewest(
    selector,
    { ...looks, readFromMs: looks.firstMs - context.lookbackMs, ...pinned },
    grid,
    context,
    'time',
  )
}

function evalNewest(
  selector: VectorSelector,
  looks: Looks & { readonly readFromMs: UnixMs },
  grid: EvalGrid,
  context: EvalContext,
  take: 'value' | 'time',
): VectorValue {
  const slices = context.source.select(selector.matchers, looks.readFromMs, looks.lastMs)
  const series: StepSeries[] = []
  for (const slice of slices) {
    const held = context.held
    const out = context.createSeries(slice.labels, grid.count)
    if (takeNewest(slice, looks, context, out, take)) series.push(out)
    else context.releaseTo(held)
  }
  return { kind: 'vector', series }
}

/** Dense because it runs once for each step of each series: one pointer moves over samples and steps together. */
function takeNewest(
  slice: SeriesSlice,
  looks: Looks,
  context: EvalContext,
  out: StepSeries,
  take: 'value' | 'time',
): boolean {
  const { timesMs, stale } = slice
  const { values, present } = out
  const source = take === 'time' ? timesMs : slice.values
  const unit = take === 'time' ? 1000 : 1
  // The oldest time that still counts is lookTo - reach; all times are whole milliseconds.
  const reach = context.leftOpen ? context.lookbackMs - 1 : context.lookbackMs
  const samples = timesMs.length
  let found = false
  let next = 0
  let lookMs = looks.firstMs
  for (let step = 0; step < values.length; step++, lookMs += looks.stepMs) {
    while (next < samples && (timesMs[next] as number) <= lookMs) next++
    if (next === 0) continue
    const newest = next - 1
    if ((timesMs[newest] as number) < lookMs - reach || (stale !== null && stale[newest] === 1)) continue
    values[step] = (source[newest] as number) / unit
    present[step] = 1
    found = true
  }
  return found
}

/** The samples that the windows of a range selector need, at all steps. */
export function selectSamples(node: MatrixSelector, grid: EvalGrid, context: EvalContext): Samples[] {
  const looks = looksOf(node.selector, grid)
  const slices = context.source.select(node.selector.matchers, looks.firstMs - node.rangeMs, looks.lastMs)
  return slices.map(withoutStaleMarkers)
}

function withoutStaleMarkers(slice: SeriesSlice): Samples {
  const { labels, stale } = slice
  if (stale === null) return slice
  const real = (_: number, index: number) => stale[index] === 0
  return { labels, timesMs: slice.timesMs.filter(real), values: slice.values.filter(real) }
}
