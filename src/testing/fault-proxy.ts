import { request as forward, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { DurationMs } from '~/domain/units-of-measure'
import { readAll, startServer, type TestServer } from './http-server'

/** One way of going wrong. The first rule that matches a request is applied, with all that it names. */
export interface FaultRule {
  readonly path?: RegExp
  readonly method?: string
  /** Which of the requests that match path and method, counted from 1: `from` to `to`, both inclusive. */
  readonly from?: number
  readonly to?: number
  readonly latencyMs?: DurationMs
  /** Takes the request and never answers. */
  readonly hang?: boolean
  /** Asks the target and keeps its answer: what the request did is done, and nobody is told. */
  readonly swallow?: boolean
  /** Answers so instead of asking the target. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Answers with a redirect to this address. */
  readonly redirect?: string
  readonly dropCors?: boolean
  /** Status of the answer to a preflight, without CORS headers. */
  readonly preflight?: number
  /** Sends so much of the body, then resets the connection. */
  readonly resetAfterBytes?: number
  /** Cuts the body there, as if it were whole. */
  readonly truncateAt?: number
  /** Moves the Date header. */
  readonly dateSkewMs?: DurationMs
}

export interface LoggedRequest {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly body: string
  readonly headers: IncomingHttpHeaders
  /** Requests in flight when this one came, itself included; preflights do not count. */
  readonly concurrent: number
  aborted: boolean
}

export interface FaultProxy extends TestServer {
  /** Replaces all rules and starts their counts again. */
  setRules(...rules: readonly FaultRule[]): void
  readonly log: readonly LoggedRequest[]
  /** Requests that wait in the proxy now. */
  readonly inFlight: number
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Buffer
}

/** A proxy before a real server that fails on demand, on the level of real sockets. */
export async function createFaultProxy(target: string): Promise<FaultProxy> {
  let rules: { readonly rule: FaultRule; seen: number }[] = []
  const log: LoggedRequest[] = []
  let inFlight = 0

  function findRule(method: string, path: string): FaultRule | undefined {
    let found: FaultRule | undefined
    for (const entry of rules) {
      const { rule } = entry
      if (rule.path !== undefined && !rule.path.test(path)) continue
      if (rule.method !== undefined && rule.method !== method) continue
      entry.seen += 1
      const isIn = entry.seen >= (rule.from ?? 1) && entry.seen <= (rule.to ?? Number.POSITIVE_INFINITY)
      if (isIn) found ??= rule
    }
    return found
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = request
    const rule = findRule(method, path)
    const isPreflight = method === 'OPTIONS'
    if (!isPreflight) inFlight += 1
    const entry: LoggedRequest = { method, path, headers, body: '', concurrent: inFlight, aborted: false }
    log.push(entry)
    response.on('close', () => {
      if (!isPreflight) inFlight -= 1
      entry.aborted = !response.writableFinished
    })
    const body = await readAll(request)
    Object.assign(entry, { body: body.toString() })
    if (isPreflight && rule?.preflight !== undefined) {
      response.writeHead(rule.preflight).end()
      return
    }
    if (rule?.hang === true) return
    if (rule?.latencyMs !== undefined) await new Promise((resolve) => setTimeout(resolve, rule.latencyMs))
    const answer = rule !== undefined && isCanned(rule) ? cannedAnswer(rule) : await ask(target, request, body)
    if (rule?.swallow === true) return
    send(response, answer, rule ?? {})
  }

  const server = await startServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  return {
    ...server,
    log,
    get inFlight() {
      return inFlight
    },
    setRules(...next) {
      rules = next.map((rule) => ({ rule, seen: 0 }))
    },
  }
}

function isCanned(rule: FaultRule): boolean {
  return rule.status !== undefined || rule.body !== undefined || rule.redirect !== undefined
}

function cannedAnswer({ status, headers, body, redirect }: FaultRule): Answer {
  const cors = { 'access-control-allow-origin': '*' }
  if (redirect !== undefined) return { status: status ?? 302, headers: { location: redirect }, body: Buffer.alloc(0) }
  return { status: status ?? 200, headers: { ...cors, ...headers }, body: Buffer.from(body ?? '') }
}

function ask(target: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Without compression, so that byte counts in rules mean what they say.
    const plain = { ...headers, host: new URL(target).host, 'accept-encoding': 'identity' }
    const upstream = forward(`${target}${url}`, { method: method ?? 'GET', headers: plain }, (answer) => {
      const { statusCode = 502, headers: received } = answer
      const { connection: _c, 'transfer-encoding': _t, 'content-length': _l, ...kept } = received
      readAll(answer).then((bytes) => resolve({ status: statusCode, headers: definedOf(kept), body: bytes }), reject)
    })
    upstream.on('error', reject)
    upstream.end(body)
  })
}

function definedOf(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const entries = Object.entries(headers).filter(
    (entry): entry is [string, string | string[]] => entry[1] !== undefined,
  )
  return Object.fromEntries(entries)
}

function send(response: ServerResponse, answer: Answer, rule: FaultRule): void {
  const body = answer.body.subarray(0, rule.truncateAt ?? answer.body.length)
  response.statusCode = answer.status
  for (const [name, value] of Object.entries({ ...answer.headers, ...rule.headers })) {
    if (rule.dropCors === true && name.startsWith('access-control-')) continue
    response.setHeader(name, value)
  }
  if (rule.dateSkewMs !== undefined) response.setHeader('date', new Date(Date.now() + rule.dateSkewMs).toUTCString())
  if (answer.status !== 204) response.setHeader('content-length', body.length)
  if (rule.resetAfterBytes === undefined) {
    response.end(body)
    return
  }
  response.write(body.subarray(0, rule.resetAfterBytes), () => response.socket?.resetAndDestroy())
}
