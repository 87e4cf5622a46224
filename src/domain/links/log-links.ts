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

/** Address of the page of all that has an id; null for a field that has no such page, or an id that cannot be part of an address. */
export function flowPath(field: string, id: string): string | null {
  const name = field.split('.').at(-1)
  const page = FLOW_PAGES.find(([, own]) => own === name)
  if (page === undefined || id === '' || id === '.' || id === '..' || id.length > 300) return null
  return `/${page[0]}/${encodeURIComponent(id)}`
}

/** A page of an id is opened this much around the moment at which it was met. */
const AROUND_MS = 1_800_000

/** Address of the page of all that has an id, in a range around what is known of it; null as `flowPath`. */
export function flowPathAround(field: string, id: string, fromMs: UnixMs, toMs: UnixMs = fromMs): string | null {
  const path = flowPath(field, id)
  if (path === null) return null
  return `${path}?from=${Math.max(0, Math.floor(fromMs - AROUND_MS))}&to=${Math.ceil(toMs + AROUND_MS)}`
}
