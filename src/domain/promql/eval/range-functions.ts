import { type Call, type CallFunction, rangeArg, scalarArg } from './call'
import { withoutName } from './label-sets'
import { OVER_TIME } from './over-time'
import { quantileOverTime } from './quantiles-over-time'
import { fillRates, idelta, irate, type RateKind } from './rate'
import { derivative, predictLinear } from './regression'
import { smooth } from './smoothing'
import { labelGuard, type SeriesSink, type StepSeries } from './values'
import { fillWindows, type WindowFill } from './windows'

/** A function over the windows of each series. */
export interface RangeFunction {
  /** Which argument is the range. */
  readonly rangeIndex: number
  /** Of the newest or oldest sample itself, whose metric's name stays. */
  readonly keepsName: boolean
  /** Evaluates the other arguments. What it gives serves one call. */
  readonly fillFor: (call: Call) => WindowFill
}

function overRange(fillFor: (call: Call) => WindowFill, rangeIndex = 0): RangeFunction {
  return { rangeIndex, keepsName: false, fillFor }
}

function keepingName(fill: WindowFill): RangeFunction {
  return { rangeIndex: 0, keepsName: true, fillFor: () => fill }
}

function ratesOf(kind: RateKind): RangeFunction {
  return overRange(() => fillRates(kind))
}

const smoothing = overRange((call) => smooth(scalarArg(call, 1), scalarArg(call, 2)))

export const RANGE_FUNCTIONS: ReadonlyMap<string, RangeFunction> = new Map<string, RangeFunction>([
  ['rate', ratesOf({ isCounter: true, isRate: true })],
  ['increase', ratesOf({ isCounter: true, isRate: false })],
  ['delta', ratesOf({ isCounter: false, isRate: false })],
  ['irate', overRange(() => fillWindows(2, irate))],
  ['idelta', overRange(() => fillWindows(2, idelta))],
  ['deriv', overRange(() => fillWindows(2, derivative))],
  ['predict_linear', overRange((call) => predictLinear(scalarArg(call, 1), call.grid))],
  ['holt_winters', smoothing],
  ['double_exponential_smoothing', smoothing],
  ['quantile_over_time', overRange((call) => quantileOverTime(scalarArg(call, 0)), 1)],
  ['last_over_time', keepingName(fillWindows(1, ({ values }, _, to) => values[to - 1] as number))],
  ['first_over_time', keepingName(fillWindows(1, ({ values }, from) => values[from] as number))],
  ...[...OVER_TIME].map(([name, fill]) => [name, overRange(() => fill)] as const),
])

/** Hands over the result series one after the other. Where two have equal labels, at whatever steps, the call fails. */
export function eachOverRange(call: Call, { rangeIndex, keepsName, fillFor }: RangeFunction, sink: SeriesSink): void {
  const fill = fillFor(call)
  const { series, windows } = rangeArg(call, rangeIndex)
  const guard = labelGuard(series, !keepsName)
  for (const samples of series) {
    const out = sink.create(keepsName ? samples.labels : withoutName(samples.labels))
    fill(samples, windows, out)
    if (!out.present.includes(1)) sink.drop(out)
    else {
      guard(out.labels)
      sink.take(out)
    }
  }
}

/** The same as functions that give all of their series at once. */
export const RANGE_CALLS: ReadonlyMap<string, CallFunction> = new Map(
  [...RANGE_FUNCTIONS].map(([name, definition]) => [name, (call: Call) => collect(call, definition)]),
)

function collect(call: Call, definition: RangeFunction): ReturnType<CallFunction> {
  const series: StepSeries[] = []
  eachOverRange(call, definition, call.context.collectInto(series, call.grid.count))
  return { kind: 'vector', series }
}
