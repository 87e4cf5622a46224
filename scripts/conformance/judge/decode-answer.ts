import * as v from 'valibot'
import { parseSample } from '~/data/decode/parse-sample'
import { labelsKey } from '~/domain/series/frame'
import { decode } from '~/lib/decode'
import type { Answer, AnswerSeries } from './answer'

const Point = v.tuple([v.number(), v.string()])
/** Not v.record: that builds an object, and `__proto__` is a legal label name. */
const Metric = v.pipe(
  v.custom<object>((value) => typeof value === 'object' && value !== null),
  v.transform((value) => new Map(Object.entries(value).map(([name, text]) => [name, String(text)]))),
)
const Body = v.variant('status', [
  v.object({ status: v.literal('error'), errorType: v.string(), error: v.string() }),
  v.object({
    status: v.literal('success'),
    data: v.variant('resultType', [
      v.object({
        resultType: v.literal('matrix'),
        result: v.array(v.object({ metric: Metric, values: v.array(Point) })),
      }),
      v.object({ resultType: v.literal('vector'), result: v.array(v.object({ metric: Metric, value: Point })) }),
      v.object({ resultType: v.literal('scalar'), result: Point }),
      v.object({ resultType: v.literal('string'), result: Point }),
    ]),
  }),
])

/** A value as Prometheus' API prints it. */
function parseValue(text: string): number {
  const value = parseSample(text)
  if (value === undefined) throw new Error(`not a sample value: ${JSON.stringify(text)}`)
  return value
}

function series(labels: ReadonlyMap<string, string>, points: readonly (readonly [number, string])[]): AnswerSeries {
  return {
    labels,
    key: labelsKey(labels),
    timesMs: points.map(([seconds]) => Math.round(seconds * 1000)),
    values: points.map(([, text]) => parseValue(text)),
  }
}

/** The body of an answer of `/api/v1/query` or `/api/v1/query_range`. Throws for anything else. */
export function decodeAnswer(body: string): Answer {
  const answer = decode(Body, JSON.parse(body) as unknown)
  if (answer.status === 'error') {
    // The API says which of its parameters is at fault; the engine's own words follow.
    const message = answer.error.replace(/^invalid parameter "query": /, '')
    if (answer.errorType === 'internal') return { kind: 'crash', message }
    return { kind: 'error', type: answer.errorType, message }
  }
  const { data } = answer
  switch (data.resultType) {
    case 'matrix':
      return { kind: 'series', type: 'matrix', series: data.result.map((one) => series(one.metric, one.values)) }
    case 'vector':
      return { kind: 'series', type: 'vector', series: data.result.map((one) => series(one.metric, [one.value])) }
    case 'scalar':
      return { kind: 'series', type: 'scalar', series: [series(new Map(), [data.result])] }
    case 'string':
      return { kind: 'string', timeMs: Math.round(data.result[0] * 1000), text: data.result[1] }
  }
}
