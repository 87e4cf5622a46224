import { type Call, type CallFunction, vectorArg } from './call'
import { dropNames } from './values'

/** A function of each value alone, in place. */
function eachValue(compute: (value: number) => number): CallFunction {
  return (call) => {
    const series = vectorArg(call, 0)
    for (const { values } of series) {
      for (let step = 0; step < values.length; step++) values[step] = compute(values[step] as number)
    }
    return { kind: 'vector', series: dropNames(series) }
  }
}

function time({ grid }: Call): ReturnType<CallFunction> {
  const values = Float64Array.from({ length: grid.count }, (_, step) => (grid.startMs + step * grid.stepMs) / 1000)
  return { kind: 'scalar', values }
}

export const INSTANT_FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map<string, CallFunction>([
  ['abs', eachValue(Math.abs)],
  ['ceil', eachValue(Math.ceil)],
  ['floor', eachValue(Math.floor)],
  ['time', time],
])
