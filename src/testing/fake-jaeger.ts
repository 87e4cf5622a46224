import { startServer, type TestServer } from './http-server'

/** One span as Jaeger's query service prints it; times in microseconds. */
export interface WireSpan {
  readonly traceID: string
  readonly spanID: string
  readonly operationName: string
  readonly references?: readonly { readonly refType: string; readonly traceID: string; readonly spanID: string }[]
  readonly startTime: number
  readonly duration: number
  readonly tags?: readonly { readonly key: string; readonly type: string; readonly value: unknown }[]
  readonly logs?: readonly unknown[]
  readonly processID: string
}

export interface WireTrace {
  readonly traceID: string
  readonly spans: readonly unknown[]
  readonly processes: Readonly<Record<string, unknown>>
}

export interface FakeJaeger extends TestServer {
  /** Paths with their queries, as they came. */
  readonly asked: string[]
  /** Answers everything with an error of Jaeger's, as one does whose storage is away. */
  fail(status: number, message: string): void
  heal(): void
}

/**
 * A query service of Jaeger, written from its documentation and its own UI's client
 * (https://www.jaegertracing.io/docs/latest/apis/): one trace by id, services, and search by service, time, tags and duration.
 */
export async function startFakeJaeger(traces: readonly WireTrace[]): Promise<FakeJaeger> {
  const asked: string[] = []
  let fault: { readonly status: number; readonly message: string } | null = null
  const server = await startServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://jaeger')
    asked.push(`${url.pathname}${url.search}`)
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
      response.end(JSON.stringify(body))
    }
    if (fault !== null) {
      answer(fault.status, { data: null, total: 0, errors: [{ code: fault.status, msg: fault.message }] })
      return
    }
    const one = /^\/api\/traces\/([^/]+)$/.exec(url.pathname)
    if (url.pathname === '/api/services') {
      const names = new Set(traces.flatMap(({ processes }) => Object.values(processes).map(serviceName)))
      answer(200, { data: [...names].filter((name) => name !== null), total: names.size, errors: null })
    } else if (one !== null) {
      const found = traces.filter(({ traceID }) => traceID === one[1])
      if (found.length > 0) answer(200, { data: found, errors: null })
      else answer(404, { data: null, errors: [{ code: 404, msg: 'trace not found' }] })
    } else if (url.pathname === '/api/traces') {
      if (url.searchParams.get('service') === null) {
        answer(400, { data: null, errors: [{ code: 400, msg: "parameter 'service' is required" }] })
      } else answer(200, { data: traces.filter((trace) => matches(trace, url.searchParams)), errors: null })
    } else answer(404, {})
  })
  const fail = (status: number, message: string) => {
    fault = { status, message }
  }
  const heal = () => {
    fault = null
  }
  return { ...server, asked, fail, heal }
}

function serviceName(process: unknown): string | null {
  return typeof process === 'object' && process !== null && 'serviceName' in process
    ? String(process.serviceName)
    : null
}

function matches({ spans, processes }: WireTrace, params: URLSearchParams): boolean {
  const wanted: Record<string, string> = JSON.parse(params.get('tags') ?? '{}')
  const minUs = Number.parseFloat(params.get('minDuration') ?? '0') * 1000
  return (spans as readonly WireSpan[]).some(
    ({ tags = [], processID, startTime, duration }) =>
      serviceName(processes[processID]) === params.get('service') &&
      startTime >= Number(params.get('start')) &&
      startTime <= Number(params.get('end')) &&
      duration >= minUs &&
      Object.entries(wanted).every(([key, value]) =>
        tags.some((tag) => tag.key === key && String(tag.value) === value),
      ),
  )
}
