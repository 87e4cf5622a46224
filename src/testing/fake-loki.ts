import { startServer, type TestServer } from './http-server'

/** One entry as it was pushed. */
export interface LokiEntry {
  readonly labels: Readonly<Record<string, string>>
  readonly ns: bigint
  readonly line: string
  readonly metadata?: Readonly<Record<string, string>>
}

/** How the next requests are answered; all may be changed while it runs. */
export interface LogServerFaults {
  status?: number
  body?: string
  retryAfter?: string
  /** No answer comes. */
  hangs?: boolean
}

export interface FakeLoki extends TestServer {
  readonly entries: LokiEntry[]
  readonly faults: LogServerFaults
  /** Parameters and headers of the requests. */
  readonly asked: { readonly params: URLSearchParams; readonly headers: Readonly<Record<string, unknown>> }[]
  maxEntries: number
}

/**
 * Loki's `query_range` for lines, written from its documentation
 * (https://grafana.com/docs/loki/latest/reference/loki-http-api/#query-logs-within-a-range-of-time and
 * https://grafana.com/docs/loki/latest/query/log_queries/): selectors, line filters, filters of labels and structured metadata,
 * half open ranges in nanoseconds, `direction`, and the texts with which it refuses a query
 * (https://grafana.com/docs/loki/latest/operations/troubleshooting/troubleshoot-query/). Lines come per stream.
 */
export async function startFakeLoki(): Promise<FakeLoki> {
  const entries: LokiEntry[] = []
  const faults: LogServerFaults = {}
  const asked: FakeLoki['asked'] = []
  const fake = { maxEntries: 5_000 }
  const server = await startServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loki')
    const answer = (status: number, body: string, type = 'text/plain; charset=utf-8') => {
      const headers = faults.retryAfter === undefined ? {} : { 'retry-after': faults.retryAfter }
      response.writeHead(status, { 'content-type': type, ...headers }).end(body)
    }
    if (faults.hangs === true) return
    if (faults.status !== undefined) return answer(faults.status, faults.body ?? '')
    if (url.pathname !== '/loki/api/v1/query_range') return answer(404, '404 page not found\n')
    asked.push({ params: url.searchParams, headers: request.headers })
    const limit = Number(url.searchParams.get('limit') ?? 100)
    if (limit > fake.maxEntries) {
      const text = `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${fake.maxEntries})`
      return answer(400, text)
    }
    const passes = compile(url.searchParams.get('query') ?? '')
    if (passes === null) return answer(400, 'parse error at line 1, col 1: syntax error: unexpected IDENTIFIER')
    const [start, end] = ['start', 'end'].map((name) => BigInt(url.searchParams.get(name) ?? '0'))
    const isBackward = url.searchParams.get('direction') !== 'forward'
    const found = entries
      .filter((entry) => entry.ns >= (start ?? 0n) && entry.ns < (end ?? 0n) && passes(entry))
      .toSorted((a, b) => Number(isBackward ? b.ns - a.ns : a.ns - b.ns))
      .slice(0, limit)
    const isCategorized = request.headers['x-loki-response-encoding-flags'] === 'categorize-labels'
    const result = streamsOf(found, isCategorized)
    answer(
      200,
      JSON.stringify({ status: 'success', data: { resultType: 'streams', result, stats: {} } }),
      'application/json',
    )
  })
  return Object.assign(fake, server, { entries, faults, asked })
}

function streamsOf(found: readonly LokiEntry[], isCategorized: boolean): readonly unknown[] {
  const streams = new Map<string, { stream: object; values: unknown[] }>()
  for (const { labels, ns, line, metadata = {} } of found) {
    // Without the flag structured metadata is among the labels.
    const stream = isCategorized ? labels : { ...labels, ...metadata }
    const key = JSON.stringify(stream)
    const own = streams.get(key) ?? { stream, values: [] }
    streams.set(key, own)
    const more = Object.keys(metadata).length === 0 ? {} : { structuredMetadata: metadata }
    own.values.push([String(ns), line, ...(isCategorized ? [more] : [])])
  }
  return [...streams.values()]
}

type Passes = (entry: LokiEntry) => boolean
const STRING = '"(?:[^"\\\\]|\\\\.)*"'

/** Null for a query that cannot be read. */
function compile(query: string): Passes | null {
  const selector = new RegExp(`^\\{\\s*([a-zA-Z_]\\w*\\s*(?:=~|!~|!=|=)\\s*${STRING}(?:\\s*,\\s*)?)*\\}`).exec(
    query,
  )?.[0]
  if (selector === undefined) return null
  const tests: Passes[] = []
  for (const [, name = '', op = '', value = ''] of selector.matchAll(
    new RegExp(`([a-zA-Z_]\\w*)\\s*(=~|!~|!=|=)\\s*(${STRING})`, 'g'),
  )) {
    tests.push(({ labels }) => compare(op, labels[name] ?? '', JSON.parse(value), true))
  }
  if (tests.length === 0) return null
  let rest = query.slice(selector.length).trim()
  while (rest !== '') {
    const line = new RegExp(`^(\\|=|!=|\\|~|!~)\\s*(${STRING})`).exec(rest)
    const label = new RegExp(`^\\|\\s*(\\w+=${STRING}(?:\\s+or\\s+\\w+=${STRING})*)`).exec(rest)
    if (line !== null) {
      const [, op = '', value = ''] = line
      const wanted: string = JSON.parse(value)
      const kind = op.replace('|=', '=').replace('|~', '=~')
      tests.push((entry) =>
        kind === '=' || kind === '!='
          ? entry.line.includes(wanted) === (kind === '=')
          : compare(kind, entry.line, wanted, false),
      )
    } else if (label !== null) {
      const any = [...(label[1] ?? '').matchAll(new RegExp(`(\\w+)=(${STRING})`, 'g'))]
      tests.push(({ labels, metadata = {} }) =>
        any.some(([, name = '', value = '']) => ({ ...labels, ...metadata })[name] === JSON.parse(value)),
      )
    } else return null
    rest = rest.slice((line ?? label)?.[0].length).trim()
  }
  return (entry) => tests.every((test) => test(entry))
}

function compare(op: string, value: string, wanted: string, isAnchored: boolean): boolean {
  if (op === '=') return value === wanted
  if (op === '!=') return value !== wanted
  const [, fold, pattern = ''] = /^(\(\?i\))?([\s\S]*)$/.exec(wanted) ?? []
  const regex = new RegExp(isAnchored ? `^(?:${pattern})$` : pattern, fold === undefined ? 'u' : 'iu')
  return regex.test(value) === (op === '=~')
}
