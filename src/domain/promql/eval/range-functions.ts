import { type Call, type CallFunction, rangeArg } from './call'
import { withoutName } from './label-sets'
import { fillRates } from './rate'
import { type EvalValue, refuseSameLabels, type StepSeries } from './values'
import type { WindowFill } from './windows'

/** Runs a function over the windows of each series. All but `last_over_time` drop the metric's name. */
function overRange(fill: WindowFill, rangeIndex = 0, keepsName = false): CallFunction {
  return (call) => ({ kind: 'vector', series: fillRange(call, fill, rangeIndex, keepsName) })
}

function fillRange(call: Call, fill: WindowFill, rangeIndex: number, keepsName: boolean): StepSeries[] {
  const { series, windows } = rangeArg(call, rangeIndex)
  const results: StepSeries[] = []
  for (const samples of series) {
    const held = call.context.held
    const out = call.context.createSeries(keepsName ? samples.labels : withoutName(samples.labels), call.grid.count)
    fill(samples, windows, out)
    if (out.present.includes(1)) results.push(out)
    else call.context.releaseTo(held)
  }
  refuseSameLabels(results)
  return results
}

export type RangeValue = EvalValue

export const RANGE_FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map<string, CallFunction>([
  ['rate', overRange(fillRates({ isCounter: true, isRate: true }))],
  ['increase', overRange(fillRates({ isCounter: true, isRate: false }))],
  ['delta', overRange(fillRates({ isCounter: false, isRate: false }))],
])
