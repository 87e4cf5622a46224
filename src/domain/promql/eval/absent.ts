import type { Expr } from '~/domain/promql/ast'
import type { Labels } from '~/domain/series/frame'
import { argOf, type Call, type CallFunction, rangeArg, vectorArg } from './call'
import { METRIC_NAME, withLabel } from './label-sets'
import { unwrap } from './preprocess'
import { type EvalValue, withPoints } from './values'
import { fillWindows } from './windows'

/** 1 at the steps at which no series has a point. */
function oneWhereNone(call: Call, present: readonly Uint8Array[]): EvalValue {
  const out = call.context.createSeries(absentLabels(argOf(call, 0)), call.grid.count)
  out.values.fill(1)
  out.present.fill(1)
  for (const series of present) {
    for (let step = 0; step < series.length; step++) if (series[step] === 1) out.present[step] = 0
  }
  return { kind: 'vector', series: withPoints([out]) }
}

function absent(call: Call): EvalValue {
  return oneWhereNone(
    call,
    vectorArg(call, 0).map(({ present }) => present),
  )
}

const anySample = fillWindows(1, () => 1)

function absentOverTime(call: Call): EvalValue {
  const { series, windows } = rangeArg(call, 0)
  const steps = call.grid.count
  // One scratch series for all: only the presence of any sample counts.
  const scratch = call.context.createSeries(new Map(), steps)
  for (const samples of series) {
    call.context.checkCanceled()
    anySample(samples, windows, scratch)
  }
  return oneWhereNone(call, [scratch.present])
}

/** What a missing series would have been called: its equality matchers, except of labels that are matched more than once. */
function absentLabels(arg: Expr): Labels {
  const inner = unwrap(arg)
  const selector = inner.kind === 'matrixSelector' ? inner.selector : inner
  let labels: Labels = new Map()
  if (selector.kind !== 'vectorSelector') return labels
  const seen = new Set<string>()
  for (const { name, op, value } of selector.matchers) {
    if (name === METRIC_NAME) continue
    const isFirst = op === '=' && !seen.has(name)
    labels = withLabel(labels, name, isFirst ? value : '')
    if (isFirst) seen.add(name)
  }
  return labels
}

export const ABSENT_FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map<string, CallFunction>([
  ['absent', absent],
  ['absent_over_time', absentOverTime],
])
