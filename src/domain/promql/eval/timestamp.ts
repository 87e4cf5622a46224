import { argOf, type Call, type CallFunction, vectorArg } from './call'
import { unwrap } from './preprocess'
import { evalSampleTimes } from './selectors'
import { dropNames } from './values'

/** `timestamp(v)`: of a selector the time of its samples, of anything else the evaluation time; in seconds. */
function timestamp(call: Call): ReturnType<CallFunction> {
  const { grid, context } = call
  const arg = unwrap(argOf(call, 0))
  if (arg.kind === 'vectorSelector') {
    return { kind: 'vector', series: dropNames(evalSampleTimes(arg, grid, context).series) }
  }
  const series = vectorArg(call, 0)
  for (const { values } of series) {
    for (let step = 0; step < values.length; step++) values[step] = (grid.startMs + step * grid.stepMs) / 1000
  }
  return { kind: 'vector', series: dropNames(series) }
}

export const TIMESTAMP_FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map([['timestamp', timestamp]])
