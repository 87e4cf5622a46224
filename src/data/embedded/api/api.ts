import { PromqlEvalError } from '~/domain/promql/eval-error'
import type { Tsdb } from '~/domain/tsdb/tsdb-api'
import { messageOf } from '~/lib/message-of'
import { ApiError, type ApiErrorType } from './api-error'
import type { ApiSources, WhenReady } from './api-sources'
import { createLabelEndpoints, type Listed } from './label-endpoints'
import { printMetadata } from './metadata-endpoint'
import type { Parameters } from './parameters'
import { createQueryEndpoints } from './query-endpoints'

export type { ApiSources } from './api-sources'

/** One request as the HTTP client makes it; the address without the part before /api/v1. */
export interface ApiRequest {
  readonly path: string
  readonly parameters: Parameters
  /** Waits for the turn of what takes time; false when nobody waits for the answer any more. */
  readonly admit?: () => Promise<boolean>
  /** Whether nobody waits any more, asked in the middle of an evaluation. */
  readonly isCanceled?: () => boolean
}

export interface ApiAnswer {
  readonly status: number
  /** JSON text. */
  readonly body: string
}

/** Answers `data` as JSON text. */
type Endpoint = (
  parameters: Parameters,
  whenReady: WhenReady,
  isCanceled?: () => boolean,
) => Promise<string | Listed> | string

/** What rules have to say of alerts is there when these series are. */
const ALERTS = [[{ name: '__name__', op: '=', value: 'ALERTS' }]] as const

/** Answers the questions of Prometheus' HTTP API that a page asks, with its statuses, shapes and words. */
export function createApi(sources: ApiSources): (request: ApiRequest) => Promise<ApiAnswer> {
  const { tsdb, version } = sources
  const { query, queryRange } = createQueryEndpoints({ measureMs: () => performance.now(), ...sources })
  const { series, labels, values } = createLabelEndpoints(tsdb)
  const endpoints = new Map<string, Endpoint>([
    ['query', query],
    ['query_range', queryRange],
    ['series', series],
    ['labels', labels],
    ['metadata', (parameters, whenReady) => whenReady().then(() => printMetadata(tsdb, parameters))],
    // Before all have their past, a target's newest scrape is of any time.
    ['targets', (_, whenReady) => whenReady().then(() => JSON.stringify(sources.targets()))],
    ['rules', (_, whenReady) => whenReady(ALERTS).then(() => JSON.stringify(sources.rules()))],
    ['alerts', (_, whenReady) => whenReady(ALERTS).then(() => JSON.stringify(sources.alerts()))],
    ['status/buildinfo', () => JSON.stringify({ version })],
    ['status/walreplay', () => JSON.stringify(encodeReplay(sources.isReady()))],
    ['status/tsdb', () => JSON.stringify(encodeStats(tsdb))],
  ])

  function endpointOf(path: string): Endpoint {
    const name = /^\/api\/v1\/(.*)$/s.exec(path)?.[1] ?? ''
    const label = /^label\/([^/]*)\/values$/.exec(name)?.[1]
    if (label !== undefined) return (parameters, whenReady) => values(parameters, whenReady, decodeName(label))
    const endpoint = endpoints.get(name)
    if (endpoint === undefined) throw new ApiError('not_found', `there is no ${path.slice(0, 200)} here`)
    return endpoint
  }

  return async ({ path, parameters, admit, isCanceled }) => {
    const whenReady: WhenReady = async (selectors, sinceMs) => {
      await sources.whenReady(selectors, sinceMs)
      if ((await admit?.()) === false) throw new ApiError('canceled', 'query was canceled in query queue')
    }
    try {
      return success(await endpointOf(path)(parameters, whenReady, isCanceled))
    } catch (error) {
      return failure(toApiError(error))
    }
  }
}

/** How far a Prometheus that starts is: a past that is being made, or read back, is what its log is. */
function encodeReplay(isDone: boolean): object {
  return { min: 0, max: 0, current: 0, state: isDone ? 'done' : 'waiting' }
}

function encodeStats(tsdb: Pick<Tsdb, 'stats'>): object {
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

function success(answer: string | Listed): ApiAnswer {
  const { data, warnings } = typeof answer === 'string' ? { data: answer, warnings: [] } : answer
  const remarks = warnings.length === 0 ? '' : `,"warnings":${JSON.stringify(warnings)}`
  return { status: 200, body: `{"status":"success","data":${data}${remarks}}` }
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
  return new ApiError('internal', messageOf(error))
}
