import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { QueryResult } from '~/domain/promql/result'
import { labelsKey } from '~/domain/series/frame'
import { ODD_START_MS, oddSeries } from '~/testing/odd-series'
import { sourceOf } from '~/testing/promql'
import { hasPrometheus } from '~/testing/real-prometheus'
// The real Prometheus with samples in it is the conformance run's; here it is asked what chance seldom asks.
import type { Answer, AnswerSeries, Question } from '../../../../scripts/conformance/judge/answer'
import { createPrometheusAnswerer } from '../../../../scripts/conformance/prometheus/answerer'
import { createHttpClient, type HttpClient } from '../../../../scripts/conformance/prometheus/client'
import { loadSeries } from '../../../../scripts/conformance/prometheus/load'
import { type RealPrometheus, startPrometheus } from '../../../../scripts/conformance/prometheus/server'

const each = (names: string, print: (name: string) => string) => names.trim().split(/\s+/).map(print)

const OVER_TIME = `sum avg min max count stddev stdvar last present`
const UNARY = `abs ceil floor exp sqrt ln log2 log10 sgn round deg rad sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh`
const DATES = `year month day_of_month day_of_week day_of_year days_in_month hour minute`
const PLAIN_AGGREGATES = `sum avg min max count group stddev stdvar`
const START = ODD_START_MS / 1000

/** Families of expressions; each is asked at two times and over a range. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  selectors: [
    'up',
    'up{job="api"}',
    'up{job!~"a.*"}',
    '{__name__=~"up|limits"}',
    'up offset 1m',
    'up offset -1m',
    'up offset 20m',
    `up @ ${START + 600}`,
    `up @ ${START + 600} offset 5m`,
    'requests_total @ start()',
    'requests_total @ end() offset -1m',
    'build_info',
    'odd{kind="ends and comes back"}',
    'odd{kind="one sample"}',
    'irregular',
    'labels{__proto__!=""}',
    'labels{constructor="x"}',
    'up[2m]',
    'odd{kind="ends and comes back"}[10m]',
    'up[2m:17s]',
    'up[2m:17s] offset -30s',
    `(up[1m:20s] @ ${START + 600})`,
    `(up[1m] @ ${START + 600})`,
    'up @ 1e9',
    '"text"',
    '("text")',
    '1.5',
    '-(1)',
  ],
  rates: [
    ...each('rate increase delta irate idelta deriv changes resets', (name) => `${name}(requests_total[2m])`),
    ...each('rate increase delta irate idelta deriv changes resets', (name) => `${name}(odd[5m])`),
    ...each('rate increase delta irate idelta deriv changes resets', (name) => `${name}(irregular[90s])`),
    'rate(requests_total[17s])',
    'rate(requests_total[1ms])',
    'rate(requests_total[40m])',
    'increase(requests_total[5m] offset -2m)',
    'rate(build_info[5m])',
    'predict_linear(memory_bytes[5m], 600)',
    'predict_linear(odd[5m], -60)',
    'predict_linear(odd[5m], time() - 1709200800)',
    'holt_winters(memory_bytes[5m], 0.3, 0.7)',
    'holt_winters(odd[5m], 0.1, 0.9)',
    'holt_winters(up[5m], 1, 0.5)',
    'holt_winters(up[5m], 0.5, 1e30)',
    'holt_winters(nothing[5m], 2, 0.5)',
    'holt_winters(odd[16s], 0.5, NaN)',
    'rate({job="api"}[5m])',
  ],
  'over time': [
    ...each(OVER_TIME, (name) => `${name}_over_time(odd[4m])`),
    ...each(OVER_TIME, (name) => `${name}_over_time(irregular[3m])`),
    ...each(OVER_TIME, (name) => `${name}_over_time(up[5m:40s])`),
    'quantile_over_time(0.3, odd[5m])',
    'quantile_over_time(0.95, odd[10m])',
    'quantile_over_time(-1, odd[5m])',
    'quantile_over_time(NaN, odd[5m])',
    'quantile_over_time(scalar(up{instance="a:9100"}), odd[5m])',
    'avg_over_time(odd{kind="zeros"}[10m])',
    'absent_over_time(odd{kind="long gap"}[2m])',
    'absent_over_time(odd{kind="no such", kind!="x"}[2m])',
    'absent_over_time(up{job="api"}[1m:10s])',
    'last_over_time({__name__=~"up|limits"}[5m])',
    'max_over_time({__name__=~"up|limits", instance="a:9100"}[5m])',
  ],
  subqueries: [
    'max_over_time(rate(requests_total[1m])[10m:30s])',
    'sum_over_time(up[5m:])',
    'count_over_time(vector(1)[5m:1m])',
    'count_over_time(vector(1)[299s:1m])',
    'sum_over_time(vector(time())[5m:1m] offset 33s)',
    'avg_over_time((memory_bytes - memory_bytes offset 1m)[5m:45s] offset 2m)',
    'rate(sum_over_time(requests_total[1m:15s])[5m:1m])',
    `max_over_time(up[5m:1m] @ ${START + 900})`,
    `predict_linear(requests_total[5m:30s] @ ${START + 900} offset 1m, 60)`,
    `predict_linear(rate(requests_total[1m])[5m:30s] @ ${START + 900}, 60)`,
    `predict_linear(requests_total[5m] @ ${START + 900}, 60)`,
    `sum_over_time((requests_total @ ${START + 600})[5m:1m] offset -5m)`,
    `sum_over_time(sum_over_time(requests_total[2m:30s] @ ${START + 600})[5m:1m] offset -5m)`,
    `sum_over_time((requests_total @ ${START + 600})[5m:1m])`,
    `timestamp(up @ ${START + 600} offset 2m)`,
    `max_over_time(timestamp(up @ ${START + 600} offset -2m)[2m:30s])`,
  ],
  functions: [
    ...each(UNARY, (name) => `${name}(odd)`),
    ...each(UNARY, (name) => `${name}(memory_bytes / 1e9)`),
    ...each(DATES, (name) => `${name}()`),
    ...each(DATES, (name) => `${name}(odd * 1e6)`),
    ...each(DATES, (name) => `${name}(vector(-1e15))`),
    'round(odd, 0.3)',
    'round(memory_bytes, 0)',
    'round(odd, -2)',
    'clamp(odd, -5, 20)',
    'clamp(odd, 5, 1)',
    'clamp(odd, NaN, 1)',
    'clamp(odd, time() - 1709201500, 100)',
    'clamp_min(odd, Inf)',
    'clamp_max(odd, -Inf)',
    'clamp_max(odd, NaN)',
    'scalar(up)',
    'scalar(limits{job="api"})',
    'scalar(odd{kind="one sample"})',
    'vector(time())',
    'time() % 7',
    'pi()',
    'timestamp(up)',
    'timestamp(up offset 1m)',
    'timestamp(up + 0)',
    'absent(nothing{a="b", c=~"d", e!="f"})',
    'absent(nothing{a="b", a="b"})',
    'absent((nothing{a="b"}))',
    'absent(odd{kind="one sample"})',
    'absent(sum(nothing{a="b"}))',
    'histogram_count(up)',
    'histogram_sum(up)',
    'histogram_fraction(0, 1, up)',
    'abs({__name__=~"up|build_info"})',
    '-{__name__=~"up|limits|team"}',
    '-{__name__=~"up|build_info"}',
    '+up',
  ],
  histograms: [
    ...each('-1 0 0.1 0.5 0.9 1 2 NaN', (quantile) => `histogram_quantile(${quantile}, odd_bucket)`),
    'histogram_quantile(0.9, rate(latency_bucket[5m]))',
    'histogram_quantile(0.9, sum by (le) (rate(latency_bucket[5m])))',
    'histogram_quantile(scalar(up{instance="b:9100"}), latency_bucket)',
    'histogram_quantile(0.5, up)',
    'histogram_quantile(0.5, latency_bucket or label_replace(latency_bucket, "__name__", "x", "", ""))',
  ],
  labels: [
    `label_replace(up, "x", "$1-\${2}-$3-$$", "instance", "(.):(.*)")`,
    `label_replace(up, "x", "$a|\${b}|$c", "instance", "(?P<a>.):(?P<b>.*)")`,
    'label_replace(up, "x", "$a", "instance", "(?P<a>x)|(?P<a>.*)")',
    'label_replace(labels, "constructor", "$1", "text", "(.*)")',
    'label_replace(labels, "__proto__", "", "text", ".*")',
    'label_replace(labels, "x", "$1", "text", "(.)")',
    'label_replace(up, "x", "y", "instance", "b")',
    'label_replace(up, "instance", "", "job", ".*")',
    'label_replace(up, "instance", "", "job", "worker")',
    'label_replace(up, "a b", "", "job", ".*")',
    'label_replace(up, "x", "", "job", "(")',
    'label_replace(up, "__name__", "$1", "job", "(.*)")',
    'label_join(up, "x", "-", "job", "instance", "nothing")',
    'label_join(up, "job", "-", "nothing")',
    'label_join(up, "x", "-", "a b")',
    'label_join(up, "a-b", "-", "job")',
    'label_join(up, "instance", "", "job")',
  ],
  aggregations: [
    ...each(PLAIN_AGGREGATES, (name) => `${name}(odd)`),
    ...each(PLAIN_AGGREGATES, (name) => `${name} by (job) (memory_bytes)`),
    ...each(PLAIN_AGGREGATES, (name) => `${name} without (instance) (rate(requests_total[2m]))`),
    'sum by (__name__) ({instance="a:9100"})',
    'sum without () ({instance="a:9100", code=""})',
    'sum by (job, nothing, job) (up)',
    'sum(nothing)',
    'quantile(0.5, odd)',
    'quantile by (job) (0.9, memory_bytes)',
    'quantile(-0.1, odd)',
    'quantile(1.1, odd)',
    'quantile(NaN, odd)',
    'quantile(scalar(up{instance="b:9100"}), odd)',
    ...each('-1 0 0.9 1 2.5 5 100 NaN Inf', (k) => `topk(${k}, odd)`),
    ...each('1 3 1e19', (k) => `bottomk(${k}, odd)`),
    'topk by (job) (1, memory_bytes)',
    'topk(2, up)',
    'bottomk(2, labels)',
    'topk(time() % 4, memory_bytes)',
    `topk(time() % 4, memory_bytes @ ${START + 600})`,
    `quantile(scalar(up{instance="b:9100"} @ ${START + 825}), memory_bytes)`,
    'quantile(scalar(count(build_info @ end())) / 10, memory_bytes)',
    'count_values("value", odd)',
    'count_values by (job) ("value", up)',
    'count_values without (instance) ("job", up)',
    'count_values("__name__", up)',
    'count_values("a b", up)',
    'sort(odd)',
    'sort_desc(odd)',
    'sort(labels)',
  ],
  'operators with scalars': [
    ...each('+ - * / % ^ atan2 == != > < >= <=', (op) => `odd ${op} 3`),
    ...each('+ - * / % ^ atan2 == != > < >= <=', (op) => `-0.5 ${op} odd`),
    ...each('== != > < >= <=', (op) => `odd ${op} bool NaN`),
    ...each('+ - * / % ^ atan2', (op) => `7 ${op} -2.5`),
    '1 ^ NaN + (-1) ^ Inf',
    '5 % 0',
    '1 > bool 2',
    'up > bool 0',
    'odd > time() - 1709201500',
    '{__name__=~"up|limits"} * 2',
    '{__name__=~"up|build_info"} * 2',
    '{__name__=~"up|build_info"} > 0',
  ],
  'operators with vectors': [
    ...each('+ - * / % ^ atan2 == != > < >= <=', (op) => `odd ${op} odd offset 5m`),
    ...each('== != > < >= <=', (op) => `memory_bytes ${op} bool memory_bytes offset 3m`),
    'requests_total / on (instance, code) requests_total offset 1m',
    'requests_total{code="500"} / ignoring (code) requests_total{code="200"}',
    'requests_total{code="500"} > ignoring (code) requests_total{code="200"}',
    'requests_total / ignoring (code) requests_total',
    'requests_total / on (instance) up',
    'requests_total / on (instance) group_left up',
    'up * on (instance) group_right requests_total',
    'up < on (instance) group_right requests_total',
    'up < bool on (instance) group_right (job) requests_total',
    'memory_bytes > on (job) group_left limits',
    'memory_bytes > bool on (job) group_left limits',
    'memory_bytes * on (instance) group_left (team, tier) team',
    'memory_bytes * on (instance) group_left (job) team',
    'memory_bytes * on (instance) group_left (__name__) team',
    'memory_bytes > on (instance) group_left (__name__) team',
    'memory_bytes * on (instance) group_left (version) build_info',
    'build_info * on (instance) group_right (version) up',
    'memory_bytes * on (instance) group_left (version) ({__name__="build_info"} or build_info offset 20m)',
    'up + on () up',
    'up + on () group_left nothing',
    'nothing + on () up',
    'up == on (job) up',
    'limits == on (job) group_right up',
    'requests_total * on (instance) group_left (code) requests_total',
    'requests_total + on (__name__, instance, code) requests_total',
    'up > on (__name__, instance) up offset 1m',
    'team * on (instance) group_left (job) up',
    'requests_total - ignoring (code) group_left (code) up',
  ],
  sets: [
    'up and on (instance) team',
    'up and team',
    'up and ignoring (team, tier, job) team',
    'up or team',
    'up or on (instance) team',
    'up unless on (instance) team',
    'up and nothing',
    'up or nothing',
    'nothing or up',
    'up unless nothing',
    'nothing unless up',
    'build_info{version="1"} or on (instance) build_info{version="2"}',
    'build_info{version="1"} or build_info{version="2"}',
    'build_info{version="1"} unless on (instance) build_info{version="2"}',
    'odd and (odd > 5)',
    'up == 0 or up',
    'up and on () (vector(time()) > 1709201800)',
    'up and on () vector(1)',
  ],
}

/** Answers that hang on the order of the series, which a range query leaves to chance while it is evaluated. */
const ORDERS: readonly string[] = [
  ...each(
    'sort sort_desc',
    (name) => `${name}(floor(label_replace(last_over_time({job="api"}[5m]), "n", "$1", "__name__", "(.*)") % 5))`,
  ),
  ...each(
    '3 14 40',
    (k) => `topk(${k}, floor(label_replace(last_over_time({job="api"}[5m]), "n", "$1", "__name__", "(.*)") % 5))`,
  ),
  ...each(
    '3 14 40',
    (k) => `bottomk(${k}, floor(label_replace(last_over_time({le!=""}[5m]), "n", "$1", "__name__", "(.*)") % 3))`,
  ),
  'sort(odd_bucket)',
  'sort_desc(odd_bucket)',
  'topk(14, label_replace(floor(odd % 3), "a", "b", "", ""))',
  'quantile(0.4, floor(odd % 3) * -0)',
]

const INSTANTS = [
  { kind: 'instant', timeMs: ODD_START_MS + 1_200_000 },
  // Between samples, and while some series are away.
  { kind: 'instant', timeMs: ODD_START_MS + 787_001 },
] as const
const RANGE = {
  kind: 'range',
  startMs: ODD_START_MS - 60_000,
  endMs: ODD_START_MS + 3_000_000,
  stepMs: 60_000,
} as const

describe.skipIf(!hasPrometheus)('the same samples in a real Prometheus', () => {
  const series = oddSeries()
  const source = sourceOf(series)
  let prometheus: RealPrometheus
  let client: HttpClient

  beforeAll(async () => {
    prometheus = await startPrometheus(await mkdtemp(join(tmpdir(), 'lookout-promql-')))
    client = createHttpClient(prometheus.address, 4)
    // The store numbers series as they come, and ties follow that order: the order of their labels, as everywhere.
    await loadSeries(client, source.select([], 0, Number.MAX_SAFE_INTEGER))
  }, 30_000)

  afterAll(async () => {
    client?.close()
    await prometheus?.stop()
  })

  it.each(Object.entries(FAMILIES))('%s', async (_family, expressions) => {
    const questions = expressions.flatMap((expr): Question[] => [...INSTANTS, RANGE].map((one) => ({ ...one, expr })))
    expect(await findDifferences(questions)).toEqual([])
  })

  it('the order of equal values', async () => {
    const questions = ORDERS.flatMap((expr): Question[] => INSTANTS.map((one) => ({ ...one, expr })))
    const sameOrder = async (question: Question) => {
      const [theirs, ours] = [await createPrometheusAnswerer(client).ask(question), answerOurs(question)]
      return keysOf(theirs).length > 0 && keysOf(theirs).join() === keysOf(ours).join() ? [] : [question.expr]
    }
    expect((await Promise.all(questions.map(sameOrder))).flat()).toEqual([])
    expect(await findDifferences(questions)).toEqual([])
  })

  async function findDifferences(questions: readonly Question[]): Promise<string[]> {
    const theirs = createPrometheusAnswerer(client)
    const lines = questions.map(async (question) => {
      const difference = findDifference(await theirs.ask(question), answerOurs(question), question)
      return difference === null ? [] : [`${question.kind} ${question.expr}: ${difference}`]
    })
    return (await Promise.all(lines)).flat()
  }

  function answerOurs(question: Question): Answer | PromqlEvalError {
    try {
      const expr = parsePromql(question.expr)
      return toAnswer(
        question.kind === 'instant' ? evaluateInstant(expr, source, question) : evaluateRange(expr, source, question),
      )
    } catch (error) {
      if (error instanceof PromqlEvalError) return error
      throw error
    }
  }
})

/** Null where both say the same; of an instant query's fault in the same words. */
function findDifference(theirs: Answer, ours: Answer | PromqlEvalError, question: Question): string | null {
  if (theirs.kind === 'error') {
    if (!(ours instanceof PromqlEvalError)) return `they fail: ${theirs.message}`
    // Which of several faults a range query meets first is chance.
    return question.kind === 'range' || ours.message === theirs.message ? null : `${theirs.message} / ${ours.message}`
  }
  if (ours instanceof PromqlEvalError) return `we fail: ${ours.message}`
  if (theirs.kind !== 'series' || ours.kind !== 'series') {
    return JSON.stringify(theirs) === JSON.stringify(ours)
      ? null
      : `${JSON.stringify(theirs)} / ${JSON.stringify(ours)}`
  }
  if (theirs.type !== ours.type) return `${theirs.type} / ${ours.type}`
  if (question.kind === 'range' && keysOf(theirs).join() !== keysOf(ours).join())
    return `${keysOf(theirs).join(' ')} / ${keysOf(ours).join(' ')}`
  return findSeriesDifference(theirs.series, ours.series)
}

function keysOf(answer: Answer | PromqlEvalError): readonly string[] {
  return 'kind' in answer && answer.kind === 'series' ? answer.series.map(({ key }) => key) : []
}

function findSeriesDifference(theirs: readonly AnswerSeries[], ours: readonly AnswerSeries[]): string | null {
  const byKey = new Map(ours.map((one) => [one.key, one]))
  if (byKey.size !== theirs.length || ours.length !== theirs.length) return `${theirs.length} / ${ours.length} series`
  for (const one of theirs) {
    const other = byKey.get(one.key)
    if (other === undefined) return `${one.key} is missing`
    if (Array.from(one.timesMs).join() !== Array.from(other.timesMs).join()) return `${one.key}: other times`
    for (let i = 0; i < one.values.length; i++) {
      const [a, b] = [one.values[i] ?? Number.NaN, other.values[i] ?? Number.NaN]
      if (!isSame(a, b)) return `${one.key} at ${one.timesMs[i]}: ${a} / ${b}`
    }
  }
  return null
}

/** Equal to 1e-9 of the larger; NaN, -0 and 0 equal themselves alone. */
function isSame(a: number, b: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) < 1e-9 * Math.max(Math.abs(a), Math.abs(b))
}

function toAnswer(result: QueryResult): Answer {
  switch (result.type) {
    case 'string':
      return { kind: 'string', timeMs: result.timeMs, text: result.value }
    case 'scalar':
      return series('scalar', [{ labels: new Map(), timesMs: [result.timeMs], values: [result.value] }])
    case 'vector':
      return series(
        'vector',
        result.samples.map(({ labels, timeMs, value }) => ({ labels, timesMs: [timeMs], values: [value] })),
      )
    case 'matrix':
      return series('matrix', result.series)
  }
}

type Unkeyed = Omit<Extract<Answer, { kind: 'series' }>['series'][number], 'key'>

function series(type: 'matrix' | 'vector' | 'scalar', list: readonly Unkeyed[]): Answer {
  return { kind: 'series', type, series: list.map((one) => ({ ...one, key: labelsKey(one.labels) })) }
}
