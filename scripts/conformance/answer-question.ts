import { type ApiAnswer, type ApiRequest, createApi } from '~/data/embedded/api/api'
import { PromqlParseError } from '~/domain/promql/ast'
import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import { compareText } from '~/domain/promql/labels'
import { formatParseError } from '~/domain/promql/parse/format-parse-error'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { Queryable } from '~/domain/promql/queryable'
import type { QueryResult } from '~/domain/promql/result'
import { type Labels, labelsKey } from '~/domain/series/frame'
import type { Tsdb } from '~/domain/tsdb/tsdb-api'
import type { Answer, AnswerSeries, Question } from './judge/answer'

/** The API over a store, as the page's worker has it, without scrapes and rules. */
export function createStoreApi(store: Tsdb): (request: ApiRequest) => Promise<ApiAnswer> {
  return createApi({
    tsdb: store,
    nowMs: () => 0,
    evaluation: {},
    whenReady: async () => undefined,
    isReady: () => true,
    targets: () => ({}),
    rules: () => ({}),
    alerts: () => ({}),
    version: '',
  })
}

/** What the evaluator alone says to a query over these samples, at once. */
export function answerQuestion(source: Queryable, question: Question): Answer {
  try {
    const expr = parsePromql(question.expr)
    const result =
      question.kind === 'instant'
        ? evaluateInstant(expr, source, { timeMs: question.timeMs })
        : evaluateRange(expr, source, question)
    return toAnswer(result)
  } catch (error) {
    if (error instanceof PromqlParseError)
      return { kind: 'error', type: 'bad_data', message: formatParseError(question.expr, error.fault) }
    if (error instanceof PromqlEvalError) return { kind: 'error', type: 'execution', message: error.message }
    return { kind: 'crash', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

function toAnswer(result: QueryResult): Answer {
  switch (result.type) {
    case 'string':
      return { kind: 'string', timeMs: result.timeMs, text: result.value }
    case 'scalar':
      return { kind: 'series', type: 'scalar', series: [point(new Map(), result.timeMs, result.value)] }
    case 'vector':
      return {
        kind: 'series',
        type: 'vector',
        series: result.samples.map(({ labels, timeMs, value }) => point(labels, timeMs, value)),
      }
    case 'matrix':
      return {
        kind: 'series',
        type: 'matrix',
        series: result.series.map(({ labels, timesMs, values }) => ({ labels, key: keyOf(labels), timesMs, values })),
      }
  }
}

function point(labels: Labels, timeMs: number, value: number): AnswerSeries {
  return { labels, key: keyOf(labels), timesMs: [timeMs], values: [value] }
}

/** The key of a label set, which is marked where it is not in the form that everything here keeps: sorted, none empty. */
function keyOf(labels: Labels): string {
  let before: string | undefined
  for (const [name, value] of labels) {
    if (value === '' || (before !== undefined && compareText(before, name) >= 0))
      return `not in order: ${labelsKey(labels)}`
    before = name
  }
  return labelsKey(labels)
}
