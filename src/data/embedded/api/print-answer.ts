import { formatGoFloat } from '~/domain/promql/eval/go-text'
import type { QueryResult } from '~/domain/promql/result'
import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'

/** The `data` of /api/v1/query and /api/v1/query_range as JSON text: put together by hand, because it is most of the work. */
export function printResult(result: QueryResult): string {
  return `{"resultType":"${result.type}","result":${printResultBody(result)}}`
}

function printResultBody(result: QueryResult): string {
  switch (result.type) {
    case 'scalar':
      return printPoint(result.timeMs, result.value)
    case 'string':
      return `[${printTime(result.timeMs)},${JSON.stringify(result.value)}]`
    case 'vector':
      return `[${result.samples
        .map(({ labels, timeMs, value }) => `{"metric":${printLabels(labels)},"value":${printPoint(timeMs, value)}}`)
        .join(',')}]`
    case 'matrix': {
      const all: string[] = []
      for (const { labels, timesMs, values } of result.series) {
        const points: string[] = new Array(timesMs.length)
        for (let i = 0; i < timesMs.length; i++) points[i] = printPoint(timesMs[i] as number, values[i] as number)
        all.push(`{"metric":${printLabels(labels)},"values":[${points.join(',')}]}`)
      }
      return `[${all.join(',')}]`
    }
  }
}

/** By hand, as `__proto__` would be lost on an object. */
export function printLabels(labels: Labels): string {
  const pairs: string[] = []
  for (const [name, value] of labels) pairs.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`)
  return `{${pairs.join(',')}}`
}

function printPoint(timeMs: UnixMs, value: number): string {
  return `[${printTime(timeMs)},"${printValue(value)}"]`
}

/** Seconds with the milliseconds that there are. */
function printTime(timeMs: UnixMs): string {
  return String(timeMs / 1000)
}

/** What JavaScript prints alike is left to it, which is ten times as fast. */
function printValue(value: number): string {
  const size = Math.abs(value)
  return (size >= 1e-6 && size < 1e21) || (value === 0 && !Object.is(value, -0)) ? String(value) : formatGoFloat(value)
}
