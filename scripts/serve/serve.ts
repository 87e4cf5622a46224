import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from '~/domain/config/config'
import { cacheControl, type Header, securityHeaders } from '../headers/policy'
import { sendLogFile } from './log-files'
import { forward } from './proxy'
import { createStaticFiles, type StaticFile } from './static-files'

export interface ServeOptions {
  /** The built app. */
  readonly distDir: string
  /** 0 takes a free one. */
  readonly port: number
  /** Loopback unless told otherwise. */
  readonly host?: string
  /** Decides connect-src and who may frame /embed/. */
  readonly config: Config
  /** Path prefix (`/prometheus`) to base address; the prefix is taken off. */
  readonly proxies?: Readonly<Record<string, string>>
  /** Path to the one address that it stands for: scrape targets that let no browser ask them. */
  readonly targets?: ReadonlyMap<string, string>
  /** Path prefix (`/logs`) to a folder of files that grow while they are served; the prefix alone stays a place of the app. */
  readonly logs?: Readonly<Record<string, string>>
  /** JSON text that is served in place of a file of the app, by path. */
  readonly instead?: ReadonlyMap<string, string>
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:4173`. */
  readonly address: string
  close(): Promise<void>
}

/** Serves the built app with its security headers. Rejects with the system's error, EADDRINUSE for a port in use. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const host = options.host ?? '127.0.0.1'
  const files = createStaticFiles(options.distDir)
  const proxies = Object.entries(options.proxies ?? {})
  const headersOf = { page: securityHeaders(options.config, 'page'), embed: securityHeaders(options.config, 'embed') }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path, query] = splitTarget(request.url ?? '/')
    const headers = path.startsWith('/embed/') ? headersOf.embed : headersOf.page
    for (const [prefix, base] of proxies) {
      if (path !== prefix && !path.startsWith(`${prefix}/`)) continue
      const target = targetOf(base, path.slice(prefix.length) || '/', query)
      if (target === undefined) sendText(request, response, headers, 400, 'Bad request')
      else forward(request, response, target, headers)
      return
    }
    const target = options.targets?.get(path)
    const instead = options.instead?.get(path)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      sendText(request, response, headers, 405, 'Method not allowed')
      return
    }
    if (target !== undefined) {
      forward(request, response, new URL(target), headers)
      return
    }
    if (instead !== undefined) {
      sendText(request, response, headers, 200, instead, 'application/json; charset=utf-8')
      return
    }
    for (const [prefix, folder] of Object.entries(options.logs ?? {})) {
      if (!path.startsWith(`${prefix}/`) || path === `${prefix}/`) continue
      if (!(await sendLogFile(request, response, headers, folder, path.slice(prefix.length)))) {
        sendText(request, response, headers, 404, 'Not found')
      }
      return
    }
    const file = await files.find(isRoute(path) ? '/index.html' : path)
    if (file === undefined) sendText(request, response, headers, 404, 'Not found')
    else sendFile(request, response, [...headers, ['Cache-Control', cacheControl(path)]], file)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Pages of what has a name or an id, in which there may be dots. */
const NAMED_PAGE = /^\/(?:d|d-solo|embed|trace|request|job|batch|user|correlation)\/./

/** A place inside the app rather than a file: a missing file must be a 404 and never the app's page. */
export function isRoute(path: string): boolean {
  if (NAMED_PAGE.test(path)) return true
  const first = path.split('/')[1] ?? ''
  if (['assets', 'dashboards', 'rules', 'schemas', 'scrape'].includes(first)) return false
  return !(path.split('/').at(-1) ?? '').includes('.')
}

function splitTarget(target: string): readonly [path: string, query: string] {
  const at = target.indexOf('?')
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at)]
}

/** Joined as text: resolving would let `//host` or `..` leave the base. */
function targetOf(base: string, rest: string, query: string): URL | undefined {
  try {
    const target = new URL(base.replace(/\/+$/, '') + rest + query)
    return target.href.startsWith(base.replace(/\/+$/, '')) ? target : undefined
  } catch {
    return undefined
  }
}

function sendFile(request: IncomingMessage, response: ServerResponse, headers: readonly Header[], file: StaticFile) {
  const zipped = acceptsGzip(request) ? file.gzipped : undefined
  const etag = `"${file.etag}${zipped === undefined ? '' : '-gz'}"`
  for (const [name, value] of headers) response.setHeader(name, value)
  response.setHeader('ETag', etag)
  if (file.gzipped !== undefined) response.setHeader('Vary', 'Accept-Encoding')
  if (matches(request.headers['if-none-match'], etag)) {
    response.statusCode = 304
    response.end()
    return
  }
  const body = zipped ?? file.plain
  response.setHeader('Content-Type', file.mime)
  response.setHeader('Content-Length', body.length)
  if (zipped !== undefined) response.setHeader('Content-Encoding', 'gzip')
  response.end(request.method === 'HEAD' ? undefined : body)
}

function acceptsGzip(request: IncomingMessage): boolean {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  return /(?:^|[,\s])gzip(?!\s*;\s*q=0(?:\.0*)?(?:$|[,\s]))/i.test(accepted)
}

/** Weak comparison (RFC 9110, 13.1.2). */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  headers: readonly Header[],
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  const body = `${text}\n`
  response.statusCode = status
  for (const [name, value] of headers) response.setHeader(name, value)
  response.setHeader('Content-Type', type)
  response.setHeader('Cache-Control', 'no-cache')
  response.setHeader('Content-Length', Buffer.byteLength(body))
  response.end(request.method === 'HEAD' ? undefined : body)
}
