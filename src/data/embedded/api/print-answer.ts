import { formatGoFloat } from '~/domain/promql/eval/go-text'
import type { QueryResult, ResultSeries } from '~/domain/promql/result'
import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'

/** The `data` of /api/v1/query and /api/v1/query_range as JSON text: put together by hand, because it is most of the work. */
export function printResult(result: QueryResult): string {
  return `{"resultType":"${result.type}","result":${printResultBody(result)}}`
}

function printResultBody(result: QueryResult): string {
  switch (result.type) {
    case 'scalar':
      return `[${printTime(result.timeMs)},"${formatGoFloat(result.value)}"]`
    case 'string':
      return `[${printTime(result.timeMs)},${JSON.stringify(result.value)}]`
    case 'vector':
      return `[${result.samples
        .map(({ labels, timeMs, value }) => `{"metric":${printLabels(labels)},"value":${printPoint(timeMs, value)}}`)
        .join(',')}]`
    case 'matrix':
      return printMatrix(result.series)
  }
}

/** Series without gaps share their times, which are printed once. */
function printMatrix(series: readonly ResultSeries[]): string {
  let timesMs: Float64Array | undefined
  let begins: readonly string[] = []
  const all: string[] = []
  for (const one of series) {
    if (one.timesMs !== timesMs) {
      timesMs = one.timesMs
      begins = Array.from(timesMs, (timeMs) => `[${printTime(timeMs)},"`)
    }
    const points: string[] = new Array(begins.length)
    for (let i = 0; i < begins.length; i++) points[i] = (begins[i] as string) + printValue(one.values[i] as number)
    all.push(`{"metric":${printLabels(one.labels)},"values":[${points.join('"],')}"]]}`)
  }
  return `[${all.join(',')}]`
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

/** As Prometheus prints samples: like JavaScript, but for infinities, -0, and exponents of one digit. Scalars never have an exponent. */
function printValue(value: number): string {
  const size = Math.abs(value)
  if ((size >= 1e-6 && size < Number.POSITIVE_INFINITY) || Object.is(value, 0)) return String(value)
  return size > 0 && size < 1e-6 ? String(value).replace(/e-(\d)$/, 'e-0$1') : formatGoFloat(value)
}
