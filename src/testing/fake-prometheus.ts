import type { ServerResponse } from 'node:http'
import { readAll, startServer, type TestServer } from './http-server'

export interface FakeSample {
  readonly labels?: Readonly<Record<string, string>>
  /** As Prometheus prints it. */
  readonly value: string
}

/** What an expression is at a time. */
export interface FakeExpression {
  readonly type?: 'vector' | 'scalar' | 'string' | 'matrix'
  readonly at: (timeSeconds: number) => readonly FakeSample[]
  /** The query fails when it runs. */
  readonly fails?: string
  readonly warnings?: readonly string[]
  readonly infos?: readonly string[]
}

/**
 * A small honest Prometheus: it evaluates no PromQL, but answers each expression of its table as the real one does,
 * with its limits, its error bodies and its CORS headers. An expression that it does not know is a parse error.
 */
export function startFakePrometheus(expressions: ReadonlyMap<string, FakeExpression>): Promise<TestServer> {
  return startServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://prometheus')
    const form = new URLSearchParams(request.method === 'POST' ? (await readAll(request)).toString() : url.search)
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-expose-headers', 'Date')
    response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS')
    response.setHeader('access-control-allow-headers', 'Accept, Authorization, Content-Type, Origin')
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end()
      return
    }
    if (url.pathname === '/api/v1/status/buildinfo') {
      answer(response, 200, { status: 'success', data: { version: '2.42.0' } })
      return
    }
    if (/^\/api\/v1\/(?:labels|label\/\w+\/values)$/.test(url.pathname)) {
      // It stores no series, so none has labels.
      if (form.get('match[]') === null || form.get('match[]') === 'up')
        answer(response, 200, { status: 'success', data: [] })
      else fail(response, 400, 'bad_data', 'invalid parameter "match[]": 1:4: parse error: unexpected left parenthesis')
      return
    }
    if (url.pathname !== '/api/v1/query' && url.pathname !== '/api/v1/query_range') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found')
      return
    }
    const expression = expressions.get(form.get('query') ?? '')
    const range = url.pathname.endsWith('_range') ? readRange(form) : undefined
    if (range !== undefined && (range.end - range.start) / range.step > 11_000) {
      fail(
        response,
        400,
        'bad_data',
        'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
      )
    } else if (expression === undefined) {
      fail(response, 400, 'bad_data', 'invalid parameter "query": 1:5: parse error: unclosed left parenthesis')
    } else if (range !== undefined && (expression.type === 'string' || expression.type === 'matrix')) {
      fail(
        response,
        400,
        'bad_data',
        `invalid expression type "${expression.type}" for range query, must be Scalar or instant Vector`,
      )
    } else if (expression.fails !== undefined) {
      fail(response, 422, 'execution', expression.fails)
    } else {
      const data = range === undefined ? instant(expression, Number(form.get('time'))) : matrix(expression, range)
      const { warnings, infos } = expression
      answer(response, 200, { status: 'success', data, warnings, infos })
    }
  })
}

interface Range {
  readonly start: number
  readonly end: number
  readonly step: number
}

function readRange(form: URLSearchParams): Range {
  return { start: Number(form.get('start')), end: Number(form.get('end')), step: Number(form.get('step')) }
}

function instant({ type = 'vector', at }: FakeExpression, time: number): unknown {
  const samples = at(time)
  if (type === 'vector') {
    return {
      resultType: type,
      result: samples.map(({ labels, value }) => ({ metric: labels ?? {}, value: [time, value] })),
    }
  }
  return { resultType: type, result: type === 'matrix' ? [] : [time, samples[0]?.value] }
}

function matrix({ at }: FakeExpression, { start, end, step }: Range): unknown {
  const series = new Map<string, { metric: unknown; values: unknown[] }>()
  // Counted in milliseconds, as Prometheus does, so that no time is lost to fractions.
  for (let ms = Math.round(start * 1000); ms <= Math.round(end * 1000); ms += Math.round(step * 1000)) {
    for (const { labels = {}, value } of at(ms / 1000)) {
      const key = JSON.stringify(Object.entries(labels))
      const known = series.get(key) ?? { metric: labels, values: [] }
      known.values.push([ms / 1000, value])
      series.set(key, known)
    }
  }
  return { resultType: 'matrix', result: [...series.values()] }
}

function fail(response: ServerResponse, status: number, errorType: string, error: string): void {
  answer(response, status, { status: 'error', errorType, error })
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
