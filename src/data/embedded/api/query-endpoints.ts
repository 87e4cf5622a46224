import type { Expr } from '~/domain/promql/ast'
import { PromqlParseError } from '~/domain/promql/ast'
import { type EvaluationSpan, earliestRead } from '~/domain/promql/earliest-read'
import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import { DEFAULT_EVAL_LIMITS, DEFAULT_LOOKBACK_MS, type EvalOptions } from '~/domain/promql/eval/options'
import { formatParseError } from '~/domain/promql/parse/format-parse-error'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { Queryable } from '~/domain/promql/queryable'
import type { QueryResult } from '~/domain/promql/result'
import { selectorsOf } from '~/domain/promql/selectors-of'
import { ApiError } from './api-error'
import type { ApiSources, WhenReady } from './api-sources'
import { badParameter, type Parameters, readLength, readTime, readTimeOr } from './parameters'
import { printResult } from './print-answer'

/** Steps of a range query, beyond the first. */
const MAX_STEPS = 11_000
/** Samples that one selector may read: 64 MB, and some 0.8 s. */
const MAX_READ = 8_000_000
/** 60 MB as text, which is more than a page could take in. */
const MAX_POINTS = 2_000_000

/** The endpoints that evaluate an expression; each answers its `data` as JSON text. */
export function createQueryEndpoints({ tsdb, nowMs, measureMs, evaluation }: Required<ApiSources>) {
  const { timeoutMs: mostMs = DEFAULT_EVAL_LIMITS.timeoutMs } = evaluation.limits ?? {}

  /** Evaluates over a reader of its own, within the time that the asker gives and the page has. */
  async function evaluate(
    expr: Expr,
    whenReady: WhenReady,
    timeoutMs: number,
    isCanceled: (() => boolean) | undefined,
    span: EvaluationSpan,
    run: (source: Queryable, options: EvalOptions) => QueryResult,
  ): Promise<string> {
    const askedMs = measureMs()
    await whenReady(selectorsOf(expr), earliestRead(expr, span, evaluation.lookbackMs ?? DEFAULT_LOOKBACK_MS))
    const leftMs = timeoutMs - (measureMs() - askedMs)
    if (leftMs <= 0) throw new ApiError('timeout', 'query timed out in query queue')
    const limits = { ...evaluation.limits, timeoutMs: Math.min(leftMs, mostMs) }
    const reader = tsdb.openReader({ maxSamples: MAX_READ })
    try {
      const result = run(reader, { ...evaluation, nowMs: measureMs, limits, ...(isCanceled && { isCanceled }) })
      if (countPoints(result) > MAX_POINTS) {
        throw new ApiError('execution', `the answer has too many points: ${MAX_POINTS} are allowed`)
      }
      return printResult(result)
    } finally {
      reader.close()
    }
  }

  return {
    query(parameters: Parameters, whenReady: WhenReady, isCanceled?: () => boolean): Promise<string> {
      const timeMs = readTimeOr(parameters, 'time', nowMs())
      const timeoutMs = readTimeout(parameters)
      const expr = readExpr(parameters, 'invalid parameter "query": ')
      return evaluate(expr, whenReady, timeoutMs, isCanceled, { startMs: timeMs, endMs: timeMs }, (source, options) =>
        evaluateInstant(expr, source, { timeMs }, options),
      )
    },

    queryRange(parameters: Parameters, whenReady: WhenReady, isCanceled?: () => boolean): Promise<string> {
      const range = readRange(parameters)
      const timeoutMs = readTimeout(parameters)
      const expr = readExpr(parameters, '')
      refuseOtherTypes(expr)
      return evaluate(expr, whenReady, timeoutMs, isCanceled, range, (source, options) =>
        evaluateRange(expr, source, range, options),
      )
    },
  }
}

function countPoints(result: QueryResult): number {
  return result.type === 'matrix' ? result.series.reduce((sum, { values }) => sum + values.length, 0) : 0
}

function readTimeout(parameters: Parameters): number {
  const text = parameters.get('timeout') ?? ''
  return text === '' ? Number.POSITIVE_INFINITY : readLength(parameters, 'timeout')
}

function readRange(parameters: Parameters) {
  const startMs = readTime(parameters, 'start')
  const endMs = readTime(parameters, 'end')
  if (endMs < startMs) throw badParameter('end', 'end timestamp must not be before start time')
  const stepMs = readLength(parameters, 'step')
  const zeroStep = 'zero or negative query resolution step widths are not accepted. Try a positive integer'
  if (stepMs <= 0) throw badParameter('step', zeroStep)
  // Before the step is used to count points, or a hostile one would count for ever.
  if (Math.floor((endMs - startMs) / stepMs) > MAX_STEPS) {
    throw new ApiError(
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    )
  }
  // Prometheus takes less than a millisecond, and then divides by zero.
  if (stepMs < 1) throw badParameter('step', zeroStep)
  return { startMs, endMs, stepMs: Math.trunc(stepMs) }
}

function readExpr(parameters: Parameters, prefix: string): Expr {
  const text = parameters.get('query') ?? ''
  try {
    return parsePromql(text)
  } catch (error) {
    if (!(error instanceof PromqlParseError)) throw error
    throw new ApiError('bad_data', prefix + formatParseError(text, error.fault))
  }
}

/** A fault of the question, not of its evaluation. */
function refuseOtherTypes(expr: Expr): void {
  if (expr.kind === 'paren') refuseOtherTypes(expr.expr)
  const isRange = expr.kind === 'matrixSelector' || expr.kind === 'subquery'
  if (!isRange && expr.kind !== 'string') return
  throw new ApiError(
    'bad_data',
    `invalid expression type "${isRange ? 'range vector' : 'string'}" for range query, must be Scalar or instant Vector`,
  )
}
