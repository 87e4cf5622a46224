import type { Expr } from '~/domain/promql/ast'
import { PromqlParseError } from '~/domain/promql/ast'
import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import type { EvalOptions } from '~/domain/promql/eval/options'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { formatParseError } from '~/domain/promql/parse/format-parse-error'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { SeriesScope, Tsdb } from '~/domain/tsdb/tsdb-api'
import type { UnixMs } from '~/domain/units-of-measure'
import { ApiError, type ApiErrorType } from './api-error'
import { type Parameters, readLength, readTime } from './parameters'
import { printLabels, printResult } from './print-answer'

/** One request as the HTTP client makes it; the address without the part before /api/v1. */
export interface ApiRequest {
  readonly path: string
  readonly parameters: Parameters
}

export interface ApiAnswer {
  readonly status: number
  /** JSON text. */
  readonly body: string
}

/** What the API answers from. */
export interface ApiSources {
  readonly tsdb: Pick<Tsdb, 'openReader' | 'seriesOf' | 'labelNames' | 'labelValues' | 'metadata' | 'stats'>
  readonly nowMs: () => UnixMs
  readonly evaluation: EvalOptions
  /** Resolves when what an expression reads is there: sample history is made platform by platform. */
  readonly whenReady: (expr: Expr) => Promise<void>
  /** The `data` of these endpoints, as objects in Prometheus' shape. */
  readonly targets: () => object
  readonly rules: () => object
  readonly alerts: () => object
  readonly version: string
}

/** Longest time that a query may take, whatever it asks for. */
const MAX_TIMEOUT_MS = 30_000
const MAX_LISTED = 50_000
const LEAST_MS = -8.64e15
const MOST_MS = 8.64e15

type Endpoint = (parameters: Parameters, rest: string) => Promise<string> | string

/** Answers the questions of Prometheus' HTTP API that a page asks, with its statuses, shapes and words. */
export function createApi(sources: ApiSources): (request: ApiRequest) => Promise<ApiAnswer> {
  const { tsdb, nowMs, evaluation } = sources

  const parse = (text: string, name: string): Expr => {
    try {
      return parsePromql(text)
    } catch (error) {
      if (!(error instanceof PromqlParseError)) throw error
      throw new ApiError('bad_data', `invalid parameter "${name}": ${formatParseError(text, error.fault)}`)
    }
  }

  /** Evaluates over a reader of its own, with the time that the asker has. */
  async function evaluate(
    parameters: Parameters,
    run: (expr: Expr, options: EvalOptions, source: ReturnType<Tsdb['openReader']>) => string,
  ): Promise<string> {
    const timeoutMs = Math.min(readLength(parameters, 'timeout', MAX_TIMEOUT_MS), MAX_TIMEOUT_MS)
    const expr = parse(parameters.get('query') ?? '', 'query')
    await sources.whenReady(expr)
    const reader = tsdb.openReader()
    try {
      const limits = { ...evaluation.limits, timeoutMs }
      return run(expr, { ...evaluation, nowMs: () => performance.now(), limits }, reader)
    } finally {
      reader.close()
    }
  }

  function query(parameters: Parameters): Promise<string> {
    const timeMs = readTime(parameters, 'time', nowMs())
    return evaluate(parameters, (expr, options, source) =>
      printResult(evaluateInstant(expr, source, { timeMs }, options)),
    )
  }

  function queryRange(parameters: Parameters): Promise<string> {
    const startMs = readTime(parameters, 'start')
    const endMs = readTime(parameters, 'end')
    if (endMs < startMs)
      throw new ApiError('bad_data', 'invalid parameter "end": end timestamp must not be before start time')
    const stepMs = readLength(parameters, 'step')
    if (stepMs <= 0) {
      throw new ApiError(
        'bad_data',
        'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
      )
    }
    // Before the step is used to count points, or a hostile one would count for ever.
    if (Math.floor((endMs - startMs) / stepMs) > 11_000) {
      throw new ApiError(
        'bad_data',
        'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
      )
    }
    return evaluate(parameters, (expr, options, source) => {
      refuseOtherTypes(expr)
      return printResult(evaluateRange(expr, source, { startMs, endMs, stepMs }, options))
    })
  }

  function series(parameters: Parameters): string {
    const selectors = readSelectors(parameters)
    if (selectors.length === 0) throw new ApiError('bad_data', 'no match[] parameter provided')
    const found = tsdb.seriesOf(scopeOf(parameters, selectors))
    return list(found.map(printLabels))
  }

  function readSelectors(parameters: Parameters): (readonly LabelMatcher[])[] {
    return parameters.getAll('match[]').map((text) => {
      const expr = parse(text, 'match[]')
      if (expr.kind !== 'vectorSelector') {
        throw new ApiError('bad_data', `invalid parameter "match[]": ${JSON.stringify(text)} is not a selector`)
      }
      return expr.matchers
    })
  }

  const endpoints = new Map<string, Endpoint>([
    ['query', query],
    ['query_range', queryRange],
    ['series', series],
    ['labels', (parameters) => list(tsdb.labelNames(scopeOf(parameters, readSelectors(parameters))).map(quote))],
    ['metadata', (parameters) => JSON.stringify(encodeMetadata(sources, parameters))],
    ['targets', () => JSON.stringify(sources.targets())],
    ['rules', () => JSON.stringify(sources.rules())],
    ['alerts', () => JSON.stringify(sources.alerts())],
    ['status/buildinfo', () => JSON.stringify({ version: sources.version })],
    ['status/tsdb', () => JSON.stringify(encodeStats(sources))],
  ])

  const labelValues: Endpoint = (parameters, name) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new ApiError('bad_data', `invalid label name: ${JSON.stringify(name)}`)
    }
    return list(tsdb.labelValues(name, scopeOf(parameters, readSelectors(parameters))).map(quote))
  }

  return async ({ path, parameters }) => {
    try {
      const rest = /^\/api\/v1\/(.*)$/s.exec(path)?.[1] ?? ''
      const label = /^label\/([^/]*)\/values$/.exec(rest)?.[1]
      const endpoint = label === undefined ? endpoints.get(rest) : labelValues
      if (endpoint === undefined) throw new ApiError('not_found', `there is no ${path.slice(0, 200)} here`)
      return success(await endpoint(parameters, decodeName(label ?? '')))
    } catch (error) {
      return failure(toApiError(error))
    }
  }
}

/** A fault of the question, not of its evaluation. */
function refuseOtherTypes(expr: Expr): void {
  if (expr.kind === 'paren') refuseOtherTypes(expr.expr)
  const isRange = expr.kind === 'matrixSelector' || expr.kind === 'subquery'
  if (!isRange && expr.kind !== 'string') return
  throw new ApiError(
    'bad_data',
    `invalid parameter "query": invalid expression type "${isRange ? 'range vector' : 'string'}" for range query, must be Scalar or instant Vector`,
  )
}

function scopeOf(parameters: Parameters, selectors: readonly (readonly LabelMatcher[])[]): SeriesScope {
  const startMs = readTime(parameters, 'start', LEAST_MS)
  const endMs = readTime(parameters, 'end', MOST_MS)
  if (endMs < startMs)
    throw new ApiError('bad_data', 'invalid parameter "end": end timestamp must not be before start time')
  return selectors.length === 0 ? { startMs, endMs } : { selectors, startMs, endMs }
}

function encodeMetadata({ tsdb }: ApiSources, parameters: Parameters): object {
  const wanted = parameters.get('metric') ?? ''
  // fromEntries defines its keys, so a metric called `__proto__` is one like any other.
  return Object.fromEntries(tsdb.metadata.byMetric(wanted === '' ? undefined : wanted))
}

function encodeStats({ tsdb }: ApiSources): object {
  const { series, samples, chunks, bytes, oldestMs, newestMs } = tsdb.stats()
  return {
    headStats: {
      numSeries: series,
      numSamples: samples,
      chunkCount: chunks,
      minTime: oldestMs ?? 0,
      maxTime: newestMs ?? 0,
    },
    bytes,
  }
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function quote(text: string): string {
  return JSON.stringify(text)
}

/** A JSON list, cut where a page could not show it anyway. */
function list(items: readonly string[]): string {
  return `[${items.slice(0, MAX_LISTED).join(',')}]`
}

function success(data: string): ApiAnswer {
  return { status: 200, body: `{"status":"success","data":${data}}` }
}

function failure({ type, message, status }: ApiError): ApiAnswer {
  return { status, body: JSON.stringify({ status: 'error', errorType: type, error: message }) }
}

const TYPE_OF_REASON: Readonly<Record<PromqlEvalError['reason'], ApiErrorType>> = {
  execution: 'execution',
  limit: 'execution',
  timeout: 'timeout',
  canceled: 'canceled',
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof PromqlEvalError) return new ApiError(TYPE_OF_REASON[error.reason], error.message)
  return new ApiError('internal', error instanceof Error ? error.message : String(error))
}
