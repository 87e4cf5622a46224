import { type Call, type CallFunction, hasArg, scalarArg, vectorArg } from './call'
import { goAcos, goAsin, goCosh, goExp, goLog, goLog2, goLog10, goMax, goMin, goSinh } from './go-math'
import { goAtan, goCos, goSin, goTan } from './go-trigonometry'
import { NO_LABELS } from './label-sets'
import { dropNames, type StepSeries, withPoints } from './values'

/** A function of each value alone, in place. */
function eachValue(compute: (value: number) => number): CallFunction {
  return (call) => mapValues(call, vectorArg(call, 0), compute)
}

function mapValues(
  call: Call,
  series: readonly StepSeries[],
  compute: (value: number, step: number) => number,
): ReturnType<CallFunction> {
  for (const { values } of series) {
    call.context.checkCanceled()
    for (let step = 0; step < values.length; step++) values[step] = compute(values[step] as number, step)
  }
  return { kind: 'vector', series: dropNames(series) }
}

/** Minimum and maximum may be other ones at each step; where they cross, the step has no value at all. */
function clamp(call: Call): ReturnType<CallFunction> {
  const series = vectorArg(call, 0)
  const [mins, maxs] = [scalarArg(call, 1), scalarArg(call, 2)]
  for (const { present } of series) {
    for (let step = 0; step < present.length; step++) {
      if ((maxs[step] as number) < (mins[step] as number)) present[step] = 0
    }
  }
  return mapValues(call, withPoints(series), (value, step) =>
    goMax(mins[step] as number, goMin(maxs[step] as number, value)),
  )
}

function clampBy(pick: (value: number, bound: number) => number): CallFunction {
  return (call) => {
    const series = vectorArg(call, 0)
    const bounds = scalarArg(call, 1)
    return mapValues(call, series, (value, step) => pick(value, bounds[step] as number))
  }
}

/** To the nearest multiple, halves up. The inverse is taken first, which is where 0.1 differs from division. */
function round(call: Call): ReturnType<CallFunction> {
  const series = vectorArg(call, 0)
  const inverses = hasArg(call, 1) ? scalarArg(call, 1).map((nearest) => 1 / nearest) : undefined
  return mapValues(call, series, (value, step) => {
    const inverse = inverses === undefined ? 1 : (inverses[step] as number)
    return Math.floor(value * inverse + 0.5) / inverse
  })
}

function signOf(value: number): number {
  return value < 0 ? -1 : value > 0 ? 1 : value
}

function time({ grid }: Call): ReturnType<CallFunction> {
  const values = Float64Array.from({ length: grid.count }, (_, step) => (grid.startMs + step * grid.stepMs) / 1000)
  return { kind: 'scalar', values }
}

function pi({ grid }: Call): ReturnType<CallFunction> {
  return { kind: 'scalar', values: new Float64Array(grid.count).fill(Math.PI) }
}

function vector(call: Call): ReturnType<CallFunction> {
  const out = call.context.createSeries(NO_LABELS, call.grid.count)
  out.values.set(scalarArg(call, 0))
  out.present.fill(1)
  return { kind: 'vector', series: [out] }
}

/** The value of the only series of a step; NaN where there is none or more than one. */
function scalar(call: Call): ReturnType<CallFunction> {
  const series = vectorArg(call, 0)
  const values = new Float64Array(call.grid.count).fill(Number.NaN)
  const found = new Uint8Array(call.grid.count)
  for (const one of series) {
    for (let step = 0; step < values.length; step++) {
      if (one.present[step] === 0) continue
      values[step] = found[step] === 0 ? (one.values[step] as number) : Number.NaN
      found[step] = 1
    }
  }
  return { kind: 'scalar', values }
}

/** Functions of native histograms: this store has floats alone, for which Prometheus answers with nothing. */
function nothing(vectorIndex: number): CallFunction {
  return (call) => {
    for (let index = 0; index < vectorIndex; index++) scalarArg(call, index)
    vectorArg(call, vectorIndex)
    return { kind: 'vector', series: [] }
  }
}

export const INSTANT_FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map<string, CallFunction>([
  ['abs', eachValue(Math.abs)],
  ['acos', eachValue(goAcos)],
  ['acosh', eachValue(Math.acosh)],
  ['asin', eachValue(goAsin)],
  ['asinh', eachValue(Math.asinh)],
  ['atan', eachValue(goAtan)],
  ['atanh', eachValue(Math.atanh)],
  ['ceil', eachValue(Math.ceil)],
  ['clamp', clamp],
  ['clamp_max', clampBy(goMin)],
  ['clamp_min', clampBy(goMax)],
  ['cos', eachValue(goCos)],
  ['cosh', eachValue(goCosh)],
  ['deg', eachValue((radians) => (radians * 180) / Math.PI)],
  ['exp', eachValue(goExp)],
  ['floor', eachValue(Math.floor)],
  ['histogram_count', nothing(0)],
  ['histogram_fraction', nothing(2)],
  ['histogram_sum', nothing(0)],
  ['ln', eachValue(goLog)],
  ['log10', eachValue(goLog10)],
  ['log2', eachValue(goLog2)],
  ['pi', pi],
  ['rad', eachValue((degrees) => (degrees * Math.PI) / 180)],
  ['round', round],
  ['scalar', scalar],
  ['sgn', eachValue(signOf)],
  ['sin', eachValue(goSin)],
  ['sinh', eachValue(goSinh)],
  ['sqrt', eachValue(Math.sqrt)],
  ['tan', eachValue(goTan)],
  ['tanh', eachValue(Math.tanh)],
  ['time', time],
  ['vector', vector],
])
