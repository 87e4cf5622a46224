import type { FlowField } from '~/domain/logs/model'
import type { TimeRangeText } from '~/domain/time/time-range'
import type { UnixMs } from '~/domain/units-of-measure'

export interface LogsPlace {
  /** Text of the query bar. */
  readonly query?: string
  /** Both or none: the page's own range is the last hour. */
  readonly fromMs?: UnixMs
  readonly toMs?: UnixMs
  /** In place of these: a range as it is written, which may follow the clock. */
  readonly range?: TimeRangeText
  readonly source?: string | undefined
  /** Id of a line, which is then opened. */
  readonly line?: string
}

/** Address of log lines inside the app. */
export function logsPath({ query = '', fromMs, toMs, range, source, line }: LogsPlace): string {
  const params = new URLSearchParams()
  if (query !== '') params.set('q', query)
  if (fromMs !== undefined && toMs !== undefined) {
    params.set('from', String(Math.floor(fromMs)))
    params.set('to', String(Math.ceil(toMs)))
  }
  if (range !== undefined) {
    params.set('from', range.from)
    params.set('to', range.to)
  }
  if (source !== undefined) params.set('source', source)
  if (line !== undefined) params.set('line', line)
  const search = params.toString()
  return search === '' ? '/logs' : `/logs?${search}`
}

/** First parts of the addresses of all that has one id, and the field that the id is of. */
export const FLOW_PAGES = [
  ['trace', 'trace_id', 'Trace'],
  ['request', 'request_id', 'Request'],
  ['job', 'job_id', 'Job'],
  ['batch', 'batch_id', 'Batch'],
  ['user', 'user_id', 'User'],
  ['correlation', 'correlation_id', 'Correlation'],
] as const satisfies readonly (readonly [string, FlowField, string])[]
