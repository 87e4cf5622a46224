import { type Call, type CallFunction, rangeArg, scalarArg } from './call'
import { withoutName } from './label-sets'
import { OVER_TIME } from './over-time'
import { quantileOverTime } from './quantiles-over-time'
import { fillRates, idelta, irate, type RateKind } from './rate'
import { derivative, predictLinear } from './regression'
import { smooth } from './smoothing'
import { refuseSameLabels, type StepSeries } from './values'
import { fillWindows, type WindowFill } from './windows'

/** Runs a function over the windows of each series. */
function overRange(fill: WindowFill): CallFunction {
  return (call) => ({ kind: 'vector', series: fillRange(call, fill, 0) })
}

function fillRange(call: Call, fill: WindowFill, rangeIndex: number, keepsName = false): StepSeries[] {
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

/** The newest or oldest sample itself, so that the metric's name stays. */
function keepingName(fill: WindowFill): CallFunction {
  return (call) => ({ kind: 'vector', series: fillRange(call, fill, 0, true) })
}

function rates(kind: RateKind): CallFunction {
  return (call) => ({ kind: 'vector', series: fillRange(call, fillRates(kind), 0) })
}

function quantileCall(call: Call): ReturnType<CallFunction> {
  return { kind: 'vector', series: fillRange(call, quantileOverTime(scalarArg(call, 0)), 1) }
}

function predictCall(call: Call): ReturnType<CallFunction> {
  return { kind: 'vector', series: fillRange(call, predictLinear(scalarArg(call, 1), call.grid), 0) }
}

function smoothCall(call: Call): ReturnType<CallFunction> {
  return { kind: 'vector', series: fillRange(call, smooth(scalarArg(call, 1), scalarArg(call, 2)), 0) }
}

export const RANGE_FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map<string, CallFunction>([
  ['rate', rates({ isCounter: true, isRate: true })],
  ['increase', rates({ isCounter: true, isRate: false })],
  ['delta', rates({ isCounter: false, isRate: false })],
  ['irate', overRange(fillWindows(2, irate))],
  ['idelta', overRange(fillWindows(2, idelta))],
  ['deriv', overRange(fillWindows(2, derivative))],
  ['predict_linear', predictCall],
  ['holt_winters', smoothCall],
  ['double_exponential_smoothing', smoothCall],
  ['quantile_over_time', quantileCall],
  ['last_over_time', keepingName(fillWindows(1, ({ values }, _, to) => values[to - 1] as number))],
  ['first_over_time', keepingName(fillWindows(1, ({ values }, from) => values[from] as number))],
  ...[...OVER_TIME].map(([name, fill]) => [name, overRange(fill)] as const),
])
