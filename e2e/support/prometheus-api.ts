import * as v from 'valibot'
import { decode } from '~/lib/decode'

const sample = v.tuple([v.number(), v.string()])
const answerSchema = v.object({
  status: v.literal('success'),
  data: v.object({
    result: v.array(
      v.object({
        metric: v.record(v.string(), v.string()),
        value: v.optional(sample),
        values: v.optional(v.array(sample)),
      }),
    ),
  }),
})

/** Prometheus writes numbers as Go does. */
function parseNumber(text: string): number {
  const words = new Map([
    ['+Inf', Number.POSITIVE_INFINITY],
    ['-Inf', Number.NEGATIVE_INFINITY],
    ['NaN', Number.NaN],
  ])
  return words.get(text) ?? Number(text)
}

async function ask(base: string, path: string, params: Readonly<Record<string, string>>) {
  const answer = await fetch(`${base}/api/v1/${path}`, { method: 'POST', body: new URLSearchParams(params) })
  return decode(answerSchema, await answer.json()).data.result
}

/** Values of an expression at an instant, as the server answers them to anybody. */
export async function queryInstant(base: string, expr: string, timeMs: number): Promise<readonly number[]> {
  const result = await ask(base, 'query', { query: expr, time: String(timeMs / 1000) })
  return result.map(({ value }) => parseNumber(value?.[1] ?? 'missing'))
}

/** The only value of an expression at an instant; throws where there is another number of them. */
export async function queryOne(base: string, expr: string, timeMs: number): Promise<number> {
  const values = await queryInstant(base, expr, timeMs)
  if (values.length !== 1) throw new Error(`${values.length} series instead of one: ${expr}`)
  return values[0] ?? Number.NaN
}

/** All series of an expression over a range: their labels, and time in milliseconds to value. */
export async function queryRange(
  base: string,
  expr: string,
  startMs: number,
  endMs: number,
  stepMs: number,
): Promise<
  readonly { readonly labels: Readonly<Record<string, string>>; readonly points: ReadonlyMap<number, number> }[]
> {
  const result = await ask(base, 'query_range', {
    query: expr,
    start: String(startMs / 1000),
    end: String(endMs / 1000),
    step: String(stepMs / 1000),
  })
  return result.map(({ metric, values = [] }) => ({
    labels: metric,
    points: new Map(values.map(([seconds, text]) => [Math.round(seconds * 1000), parseNumber(text)])),
  }))
}

/** Points of the only series of an expression: time in milliseconds to value. */
export async function queryPoints(
  base: string,
  expr: string,
  startMs: number,
  endMs: number,
  stepMs: number,
): Promise<ReadonlyMap<number, number>> {
  const result = await queryRange(base, expr, startMs, endMs, stepMs)
  if (result.length !== 1) throw new Error(`${result.length} series instead of one: ${expr}`)
  return result[0]?.points ?? new Map()
}

/** Seconds since the newest scrape of the platform. */
export async function scrapeAgeSeconds(base: string): Promise<number> {
  const [age] = await queryInstant(base, 'time() - max(timestamp(up{platform="shorts"}))', Date.now())
  return age ?? Number.POSITIVE_INFINITY
}
