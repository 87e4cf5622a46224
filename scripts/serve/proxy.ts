import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Header } from '../headers/policy'

/** Meant for one connection only (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Passes one request on to `target` and its answer back, both as they come. Ends neither early nor late. */
export function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: URL,
  ownHeaders: readonly Header[],
): void {
  const send = target.protocol === 'https:' ? requestHttps : requestHttp
  const upstream = send(target, {
    method: incoming.method ?? 'GET',
    headers: { ...endToEnd(incoming.headers), host: target.host },
    // A connection a request: a kept one breaks the first request after the server behind was started again.
    agent: false,
  })
  upstream.on('response', (answer) => {
    outgoing.statusCode = answer.statusCode ?? 502
    for (const [name, value] of Object.entries(endToEnd(answer.headers))) {
      if (value !== undefined) outgoing.setHeader(name, value)
    }
    if (!outgoing.hasHeader('cache-control')) outgoing.setHeader('Cache-Control', 'no-store')
    for (const [name, value] of ownHeaders) outgoing.setHeader(name, value)
    outgoing.flushHeaders()
    // A body that breaks off must not look like one that ended.
    answer.on('error', () => outgoing.destroy())
    answer.pipe(outgoing)
  })
  upstream.on('error', (error) => {
    if (outgoing.headersSent) outgoing.destroy()
    else answerUnreachable(outgoing, target, error, ownHeaders)
  })
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) upstream.destroy()
  })
  incoming.on('error', () => upstream.destroy())
  incoming.pipe(upstream)
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.has(name) && name !== 'host'),
  )
}

/** In the words of the Prometheus API, so that a client needs no second way to read an error. */
function answerUnreachable(
  outgoing: ServerResponse,
  target: URL,
  error: NodeJS.ErrnoException,
  ownHeaders: readonly Header[],
): void {
  const body = `${JSON.stringify({
    status: 'error',
    errorType: 'unavailable',
    error: `${target.origin} does not answer (${error.code ?? error.message})`,
  })}\n`
  outgoing.statusCode = 502
  for (const [name, value] of ownHeaders) outgoing.setHeader(name, value)
  outgoing.setHeader('Content-Type', 'application/json; charset=utf-8')
  outgoing.setHeader('Cache-Control', 'no-store')
  outgoing.setHeader('Content-Length', Buffer.byteLength(body))
  outgoing.end(body)
}
